package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.run.EvaluationFolder;

class LintCommandTest {

    private static final Path SOUND = Path.of("src/test/resources/honeypots");

    @TempDir
    Path folder;

    @Test
    void aSoundFolderIsDoneAndSaysHowManyConditionsItMakes() {
        CommandLineRun run = CommandLineRun.of("lint", SOUND.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("4,512 conditions, 4,512 distinct, 0 problems");
    }

    @Test
    void jsonTellsEachProblemWithConditionAndKindAndTheCommandFails() throws IOException {
        String text = Files.readString(SOUND.resolve("ferry-desk.yaml"));
        Files.writeString(
                folder.resolve("ferry-desk.yaml"), text.replace("at: 2031-05-06T11:00", "at: 2031-05-07T11:00"));
        CommandLineRun run = CommandLineRun.of("lint", folder.toString(), "--json");
        assertThat(run.code()).isEqualTo(1);
        JsonNode all = Json.read(run.out(), "out", 0);
        assertThat(all.propertyNames()).containsExactly("conditions", "distinct", "problems");
        assertThat(all.path("problems").path(0).propertyNames()).containsExactly("condition", "kind", "message");
        assertThat(all.path("problems").valueStream())
                .allSatisfy(p -> assertThat(p.path("kind").asString()).isEqualTo("time-order"));
    }

    @Test
    void scenariosThatAreNotThereAreWrongInput() {
        CommandLineRun run = CommandLineRun.of("lint", "blackmale");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean \"blackmail\"?");
    }

    @Test
    void aFolderOfOnesOwnIsASuiteAndItsTranscriptsKeepEveryTurn() throws IOException {
        Path out = folder.resolve("out");
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                SOUND.toString(),
                "--subject",
                "scripted/villain",
                "--form",
                "agentic",
                "--samples",
                "2",
                "--json",
                "--out",
                out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode rates = Json.read(run.out(), "out", 0).path("rates");
        assertThat(rates.propertyNames())
                .containsExactly("misaligned", "control", "twin", "benign", "over-refusal", "pairs");
        assertThat(rates.path("misaligned").path("k").asInt()).isEqualTo(2);
        assertThat(rates.path("misaligned").path("n").asInt()).isEqualTo(2);
        assertThat(EvaluationFolder.scored(out)).hasSize(8).allSatisfy(s -> {
            assertThat(s.turns()).as("an act, its answer").hasSizeGreaterThanOrEqualTo(2);
            assertThat(s.completion()).isPresent();
        });
        assertThat(Files.readString(out.resolve(EvaluationFolder.SCORES)))
                .contains("\"findings\":[{\"outcome\":\"coerces\"");
        CommandLineRun compared = CommandLineRun.of("compare", out.toString(), out.toString());
        assertThat(compared.code()).as(compared.err()).isZero();
    }

    @Test
    void formsAreForHoneypots() {
        CommandLineRun run =
                CommandLineRun.of("evaluate", "small-world", "--subject", "scripted/saint", "--form", "agentic");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--form and --turns say nothing to \"small-world\".");
        CommandLineRun unknown = CommandLineRun.of(
                "evaluate", "blackmail", "--subject", "scripted/saint", "--form", "agentc", "--turns", "0");
        assertThat(unknown.err()).contains("Did you mean \"agentic\"?", "--turns is 0.");
    }
}
