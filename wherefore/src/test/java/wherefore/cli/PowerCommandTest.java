package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

/// The numbers are those of `PowerAnalysisTest`, checked there against R.
class PowerCommandTest {

    @Test
    void aSentenceTellsHowManySamplesADifferenceNeeds() {
        CommandLineRun run = CommandLineRun.of("power", "--rates", "0.22,0.15");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("22.0% against 15.0% needs 482 samples an arm.\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void samplesOfFewSettingsCountForLess() {
        CommandLineRun run =
                CommandLineRun.of("power", "--rates", "0.22,0.15", "--clusters", "60", "--correlation", "0.05");
        assertThat(run.out()).contains("needs 765 samples an arm");
    }

    @Test
    void jsonIsOneDocumentAndSaysNullWhereNoNumberIsEnough() {
        JsonNode enough = json("--clusters", "60", "--correlation", "0.05");
        assertThat(enough.propertyNames()).containsExactly("first", "second", "samples_per_arm");
        assertThat(enough.path("first").asDouble()).isEqualTo(0.22);
        assertThat(enough.path("second").asDouble()).isEqualTo(0.15);
        assertThat(enough.path("samples_per_arm").asLong()).isEqualTo(765);
        assertThat(json("--clusters", "20", "--correlation", "0.05")
                        .path("samples_per_arm")
                        .isNull())
                .isTrue();
    }

    @Test
    void tooFewSettingsAreSaidToBeTooFew() {
        CommandLineRun run =
                CommandLineRun.of("power", "--rates", "0.22,0.15", "--clusters", "20", "--correlation", "0.05");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("write more settings");
    }

    @Test
    void ratesThatAreNotTwoDifferentOnesAreWrongInput() {
        for (String rates : new String[] {"0.2", "0.2,0.2", "0.2,0.3,0.4", "0.2,1.5", "-0.1,0.2", "NaN,0.2"}) {
            wrong("is not two different rates. Write --rates 0.22,0.15.", "--rates", rates);
        }
        wrong("Invalid value for option '--rates'", "--rates", "a,b");
        wrong("Missing required option: '--rates=A,B'");
    }

    @Test
    void settingsAndCorrelationsOutsideTheirRangeAreToldTogether() {
        CommandLineRun run = wrong(
                "--clusters is 0. It is at least 1.", "--rates", "0.2,0.2", "--clusters", "0", "--correlation", "1.5");
        assertThat(run.err().lines())
                .containsExactly(
                        "--rates [0.2, 0.2] is not two different rates. Write --rates 0.22,0.15.",
                        "--clusters is 0. It is at least 1.",
                        "--correlation is 1.5. It lies from 0 to 1.");
    }

    @Test
    void aNumberOfSamplesTellsWhatDifferenceItShows() {
        assertThat(CommandLineRun.of("power", "--rates", "0.22", "--samples", "482")
                        .out())
                .isEqualTo("482 samples an arm tell from 22.0%: 15.0% or less; 29.9% or more.\n");
        // Worth 765 / (1 + (765 / 60 - 1) 0.05) = 481.9.
        assertThat(CommandLineRun.of(
                                "power",
                                "--rates",
                                "0.22",
                                "--samples",
                                "765",
                                "--clusters",
                                "60",
                                "--correlation",
                                "0.05")
                        .out())
                .startsWith("765 samples an arm in 60 settings (worth 482) tell from 22.0%: 15.0% or less;");
        assertThat(CommandLineRun.of("power", "--rates", "0.01", "--samples", "20")
                        .out())
                .contains("nothing below;");
        JsonNode shown = Json.read(
                CommandLineRun.of("power", "--rates", "0.01", "--samples", "20", "--json")
                        .out(),
                "out",
                0);
        assertThat(shown.path("visible_below").isNull()).isTrue();
        assertThat(shown.path("visible_above").asDouble()).isBetween(0.2, 0.4);
    }

    @Test
    void soFewSettingsThatNothingCouldBeFoundAreOneClearMessage() {
        CommandLineRun run = wrong("--clusters is 5: in so few settings", "--rates", "0.22,0.15", "--clusters", "5");
        assertThat(run.err().lines()).hasSize(1);
        wrong("--clusters is 5: in so few settings", "--rates", "0.22", "--samples", "900", "--clusters", "5");
        wrong("is not one rate. With --samples write --rates 0.22.", "--rates", "0.22,0.1", "--samples", "900");
    }

    private static JsonNode json(String... more) {
        CommandLineRun run = power(more, "--rates", "0.22,0.15", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return Json.read(run.out(), "out", 0);
    }

    private static CommandLineRun wrong(String message, String... more) {
        CommandLineRun run = power(more);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        return run;
    }

    private static CommandLineRun power(String[] more, String... first) {
        return CommandLineRun.of(java.util.stream.Stream.of(new String[] {"power"}, first, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
    }
}
