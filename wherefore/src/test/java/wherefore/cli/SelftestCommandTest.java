package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class SelftestCommandTest {

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
    void anUnknownInstrumentIsToldWithWhatIsMeant() {
        CommandLineRun run = CommandLineRun.of("selftest", "smal-world");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown instrument \"smal-world\"", "small-world");
    }
}
