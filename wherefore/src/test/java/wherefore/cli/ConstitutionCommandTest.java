package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

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

    private String stories(String constitution, String name) {
        String out = folder.resolve(name).toString();
        CommandLineRun run = CommandLineRun.of(
                "synthesize",
                "stories",
                "--constitution",
                constitution,
                "--count",
                "4",
                "--writer",
                "scripted/writer",
                "--judge",
                "scripted/judge",
                "--out",
                out,
                "--quiet");
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    @Test
    void whatOfAConstitutionIsTaughtAddsUpWithTheRowsAndNamesWhatIsNot() throws IOException {
        String constitution = written("# A\n\n## B\n\none\n\n## C\n\ntwo\n\n## D\n\nthree\n");
        String out = stories(constitution, "out");
        String extended = Files.writeString(
                        folder.resolve("more.md"),
                        "# A\n\n## B\n\none\n\n## C\n\ntwo\n\n## D\n\nthree\n\n## E\n\nfour\n")
                .toString();
        JsonNode covered = Json.read(
                CommandLineRun.of("constitution", constitution, "--coverage", out, "--json")
                        .out(),
                "coverage",
                0);
        assertThat(covered.path("rows").asInt()).isEqualTo(4);
        assertThat(covered.path("untaught")).isEmpty();
        assertThat(covered.path("units")
                        .valueStream()
                        .mapToInt(u -> u.path("kinds").path(0).path("rows").asInt())
                        .sum())
                .isEqualTo(4);
        assertThat(covered.path("units")
                        .path(0)
                        .path("kinds")
                        .path(0)
                        .path("judged_good")
                        .path("k")
                        .asInt())
                .isPositive();

        // Rows of one constitution teach no unit of another, whatever its units are called.
        CommandLineRun other = CommandLineRun.of("constitution", extended, "--coverage", out);
        assertThat(other.out())
                .contains("4 rows; 4 of 4 units are taught by nothing:", "4 rows are of another constitution");

        CommandLineRun file = CommandLineRun.of("constitution", constitution, "--coverage", out + "/examples.jsonl");
        assertThat(file.out()).contains("not judged").contains("     4");
        CommandLineRun fine = CommandLineRun.of("constitution", constitution, "--coverage", out, "--units", "whole");
        assertThat(fine.out()).contains("rows are of a unit that is not here: b");
    }

    @Test
    void rowsAreNotDealtOverTheSectionsOfATextWithoutHeadings() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "synthesize",
                "advice",
                "--constitution",
                written("be kind\n"),
                "--count",
                "2",
                "--writer",
                "scripted/writer",
                "--out",
                folder.resolve("out").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("c.md: has no headings, and the kind advice deals its rows over sections.");
        assertThat(folder.resolve("out")).doesNotExist();
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: s
                question: Does it?
                constitution: c.md
                models: {writer: scripted/writer}
                data: {a: {kind: advice, rows: 2}, b: {kind: stories, rows: 2}}
                seeds: [1]
                """);
        CommandLineRun planned = CommandLineRun.of("run", study.toString(), "--plan");
        assertThat(planned.code()).isEqualTo(2);
        assertThat(planned.err().lines().filter(l -> l.contains("has no headings")))
                .hasSize(1);
    }

    @Test
    void countingTokensIsForCoverageOnly() throws IOException {
        CommandLineRun run = CommandLineRun.of("constitution", written("# A\n\none\n"), "--counted-by", "lab/base-1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--counted-by counts nothing without --coverage.");
    }
}
