package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstitutionCommandTest {

    @TempDir
    Path folder;

    private String written(String text) throws IOException {
        return Files.writeString(folder.resolve("c.md"), text).toString();
    }

    @Test
    void unitsAreJsonLinesOfTheShapeThatScriptsRelyOn() throws IOException {
        CommandLineRun run = CommandLineRun.of("constitution", written("# A\n\none\n\n## B\n\ntwo\n"), "--json");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "{\"id\":\"a\",\"title\":\"A\",\"path\":[\"A\"],\"text\":\"# A\\n\\none\\n\\n\",\"first_line\":1,\"last_line\":4}",
                        "{\"id\":\"b\",\"title\":\"B\",\"path\":[\"A\",\"B\"],\"text\":\"## B\\n\\ntwo\\n\",\"first_line\":5,\"last_line\":7}");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void thePrintedListNamesUnitsAndTheHashOfTheFile() throws IOException {
        CommandLineRun run = CommandLineRun.of("constitution", written("- be kind\n- be true\n"), "--units", "bullet");
        assertThat(run.out())
                .contains("2 units by bullet", "be-kind", "be-true")
                // printf -- '- be kind\n- be true\n' | sha256sum
                .contains("fc45949904f14f803eb3ca53af6191461f80e357c0b04b5d23e9c4fb8f116f7d");
    }

    @Test
    void aMisspeltGranularityIsWrongInput() throws IOException {
        CommandLineRun run = CommandLineRun.of("constitution", written("x"), "--units", "principel");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("principel").contains("principle");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMissingFileIsWrongInput() {
        CommandLineRun run =
                CommandLineRun.of("constitution", folder.resolve("none.md").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("none.md: there is no such file.");
    }
}
