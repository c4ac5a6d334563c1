package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class RunCommandTest {

    @TempDir
    Path folder;

    private Map<String, Object> times(Path root) throws IOException {
        Map<String, Object> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                times.put(root.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aPlanIsPrintedAndNothingIsTouched() throws IOException {
        Path study = MicroStudy.write(folder);
        Map<String, Object> before = times(folder);
        CommandLineRun run = CommandLineRun.of(
                "run",
                study.toString(),
                "--plan",
                "--out",
                folder.resolve("out").toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().map(String::strip))
                .anyMatch(l -> l.startsWith("1  data generic "))
                .anyMatch(l -> l.startsWith("3  train generic, seed 1 of lab/untrained: chat "))
                .anyMatch(l -> l.startsWith("4  evaluate generic, seed 1 of lab/untrained: known "))
                .anyMatch(l -> l.startsWith("6 stages, 0 there already; the rest takes about "));
        assertThat(times(folder)).isEqualTo(before);
    }

    @Test
    void theCommandThatRepeatsTheRunCanBeTypedAsItStandsAndNamesTheConstitution() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("it's a ü"));
        Path study = MicroStudy.write(odd);
        Path own = Files.writeString(odd.resolve("own.md"), "# Be kind\n\nBecause people matter.\n");
        CommandLineRun run = CommandLineRun.of(
                "run",
                study.toString(),
                "--constitution",
                own.toString(),
                "--out",
                odd.resolve("out").toString());
        assertThat(run.code()).as(run.err()).isZero();
        String quoted = "'" + odd.toString().replace("'", "'\\''");
        assertThat(wherefore.run.RunRecord.read(odd.resolve("out")).command())
                .isEqualTo("bin/wherefore run " + quoted + "/study.yaml' --constitution " + quoted + "/own.md'");
    }

    @Test
    void aFinishedStudyRunAgainDoesNoWorkAndSaysTheSame() throws IOException {
        Path study = MicroStudy.write(folder);
        Path out = folder.resolve("out");
        CommandLineRun first = CommandLineRun.of("run", study.toString(), "--out", out.toString());
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("Report: " + out.resolve("report.html"));
        assertThat(out.resolve("report.html")).isNotEmptyFile();
        assertThat(out.resolve("report.md")).isNotEmptyFile();
        assertThat(out.resolve("data").resolve("generic.jsonl")).isNotEmptyFile();
        byte[] record = Files.readAllBytes(out.resolve("run-record.json"));
        byte[] report = Files.readAllBytes(out.resolve("report.html"));
        Map<String, Object> artifacts = times(out.resolve("artifacts"));

        CommandLineRun plan = CommandLineRun.of("run", study.toString(), "--plan", "--out", out.toString());
        assertThat(plan.out()).contains("6 stages, 6 there already; the rest takes about 0 s");

        CommandLineRun second = CommandLineRun.of("run", study.toString(), "--out", out.toString(), "--json");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(times(out.resolve("artifacts"))).isEqualTo(artifacts);
        assertThat(out.resolve("run-record.json")).hasBinaryContent(record);
        assertThat(out.resolve("report.html")).hasBinaryContent(report);
        JsonNode printed = Json.read(second.out(), "out", 0);
        assertThat(printed.propertyNames())
                .contains(
                        "study",
                        "claim",
                        "versions",
                        "seeds",
                        "constitution",
                        "stages",
                        "arms",
                        "hypotheses",
                        "losses");
        assertThat(printed.path("stages")).hasSize(6);
        assertThat(printed.path("constitution").path("sha256").asString()).hasSize(64);
        assertThat(printed.path("arms").get(0).path("training_tokens").asLong()).isPositive();
        assertThat(printed.path("arms").get(0).path("evaluations")).isNotEmpty();
    }

    @Test
    void everyMistakeOfAStudyIsToldAtOnceAndNothingIsWritten() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: wrong
                question: q
                constitution: none.md
                models: {writer: lab/writer, subject: [lab/untrained, lab/bse-1]}
                data:
                  generic: {kind: mixx, rows: 10}
                arms:
                  generic: [chat: [generic]]
                  other: [chat: [genric]]
                evaluations:
                  known: {suite: smal-world}
                hypotheses:
                  - {name: h, claim: other > generik, on: known pairs}
                """);
        CommandLineRun run = CommandLineRun.of(
                "run", study.toString(), "--out", folder.resolve("out").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .satisfiesExactly(
                        l -> assertThat(l).startsWith(study + ":3: there is no constitution at "),
                        l -> assertThat(l).startsWith(study + ":4: \"lab/bse-1\" is no model folder: "),
                        l -> assertThat(l)
                                .startsWith(study + ":6: unknown kind of data \"mixx\". Did you mean \"mix\""),
                        l -> assertThat(l).contains(":9: ", "\"genric\"", "Did you mean \"generic\"?"),
                        l -> assertThat(l).contains(":11: unknown suite \"smal-world\". Did you mean"),
                        l -> assertThat(l).contains(":13: ", "\"generik\"", "Did you mean \"generic\"?"));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aMissingStudyAndNoWorkersAreWrongInput() throws IOException {
        CommandLineRun none =
                CommandLineRun.of("run", folder.resolve("none.yaml").toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("there is no such study file. Check the path.");
        CommandLineRun idle = CommandLineRun.of("run", MicroStudy.write(folder).toString(), "--workers", "0");
        assertThat(idle.code()).isEqualTo(2);
        assertThat(idle.err()).contains("--workers is 0. It is at least 1.");
    }
}
