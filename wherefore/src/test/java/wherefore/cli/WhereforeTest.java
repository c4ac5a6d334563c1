package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WhereforeTest {

    @Test
    void theVersionIsAResultOnStandardOutput() {
        CommandLineRun run = CommandLineRun.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).matches("wherefore \\d+\\.\\d+\\.\\d+\\R");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpNamesEveryCommand() {
        CommandLineRun run = CommandLineRun.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(Commands.ALL).allSatisfy(c -> assertThat(run.out()).contains("\n  " + c.name() + " "));
    }

    @Test
    void noCommandIsWrongInputAndShowsWhatThereIs() {
        CommandLineRun run = CommandLineRun.of();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Usage: wherefore").contains("doctor");
    }

    @Test
    void aMisspeltCommandGetsASuggestion() {
        CommandLineRun run = CommandLineRun.of("docter");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("docter").contains("Did you mean doctor?");
    }

    @Test
    void aMisspeltOptionGetsASuggestionAndTheWayToTheHelp() {
        CommandLineRun run = CommandLineRun.of("doctor", "--jsn");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--jsn").contains("Did you mean --json?").contains("wherefore doctor --help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void everyCommandHasHelpOfItsOwn() {
        assertThat(Commands.ALL).allSatisfy(c -> {
            CommandLineRun run = CommandLineRun.of(c.name(), "--help");
            assertThat(run.code()).isZero();
            assertThat(run.out()).startsWith("Usage: wherefore " + c.name());
        });
    }
}
