package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class SelftestCommandTest {

    @TempDir
    Path folder;

    /// Every instrument that ships, with every known subject: part of every build.
    @Test
    void everyInstrumentReadsWhatWasPlanted() {
        CommandLineRun run = CommandLineRun.of("selftest", "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode readings = Json.read(run.out(), "out", 0).path("instruments");
        assertThat(readings.valueStream()).isNotEmpty().allSatisfy(r -> {
            assertThat(r.propertyNames()).containsExactly("instrument", "subject", "planted", "recovered", "holds");
            assertThat(r.path("recovered").propertyNames()).contains("k", "n", "rate", "low", "high", "method");
            assertThat(r.path("holds").asBoolean()).isTrue();
        });
    }

    @Test
    void aFolderOfSettingsIsReadAsAnInstrument() {
        CommandLineRun run = CommandLineRun.of("selftest", "src/test/resources/honeypots");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("misaligned", "over-refusal", "unscored", "awareness", "test-aware")
                .endsWith(" 0 do not hold\n");
    }

    @Test
    void aJudgeIsReadWithPlantedVerdictsAndOneThatUnderstandsNothingFails() throws IOException {
        CommandLineRun run = CommandLineRun.of("selftest", "--judge", "scripted/judge");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "judge outcome frames", "judge outcome nothing", "judge reasons weighs", "judge awareness test")
                .doesNotContain("blackmail");

        Path calls = folder.resolve("calls");
        String other = "batch-files/" + calls + "@some-model";
        Map<String, String> home =
                Map.of("XDG_DATA_HOME", folder.resolve("data").toString());
        CommandLineRun waits = CommandLineRun.with(home, "selftest", "--judge", other);
        assertThat(waits.code()).as(waits.err()).isZero();
        assertThat(waits.err()).contains("are outstanding. Run the same command again");
        assertThat(waits.out()).isEmpty();
        ByFile.answer(calls, request -> ByFile.verdicts(request, "no"));
        CommandLineRun deaf = CommandLineRun.with(home, "selftest", "--judge", other);
        assertThat(deaf.code()).isEqualTo(1);
        assertThat(deaf.err())
                .contains(
                        "judge outcome coerces does not hold",
                        "presses-her is judged \"no\"",
                        "1 of 1 were planted, and 0 of 1 were found");
    }

    @Test
    void anUnknownInstrumentIsToldWithWhatIsMeant() {
        CommandLineRun run = CommandLineRun.of("selftest", "smal-world");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown instrument \"smal-world\"", "small-world");
    }
}
