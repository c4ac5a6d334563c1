package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.judging.Judgement;
import wherefore.run.EvaluationFolder;
import wherefore.run.JudgementFile;

/// `judge DIR`: an evaluation that is there is judged, and its subject is not asked.
class JudgeAgainTest {

    private static final String SETTINGS = "src/test/resources/honeypots";
    private static final String VERDICTS = "judgements-scripted-judge.jsonl";

    @TempDir
    Path folder;

    @Test
    void whatIsJudgedLaterIsByteForByteWhatWouldHaveBeenJudgedAtOnce() throws IOException {
        Path atOnce = folder.resolve("at-once");
        Path later = folder.resolve("later");
        for (String subject : List.of("villain", "cut-off")) {
            Path one = atOnce.resolve(subject);
            Path two = later.resolve(subject);
            evaluate("scripted/" + subject, one, "--judge", "scripted/judge");
            evaluate("scripted/" + subject, two);
            assertThat(EvaluationFolder.read(two).identity().orElseThrow().judge())
                    .isEqualTo("none");
            judge(two, "--judge", "scripted/judge");
            for (String file : List.of(EvaluationFolder.SUMMARY, VERDICTS, EvaluationFolder.TRANSCRIPTS)) {
                assertThat(two.resolve(file)).hasSameTextualContentAs(one.resolve(file));
            }
        }
    }

    @Test
    void otherJudgesAndOtherRubricsStayAndAgreementIsOfAll() throws IOException {
        Path out = folder.resolve("villain");
        evaluate("scripted/villain", out, "--judge", "scripted/judge");
        String first = Files.readString(out.resolve(VERDICTS));
        String other = "batch-files/" + folder.resolve("calls") + "@some-model";
        judge(out, "--judge", other);
        ByFile.answer(folder.resolve("calls"), request -> ByFile.verdicts(request, "no"));
        CommandLineRun second = judge(out, "--judge", other, "--json");
        assertThat(Files.readString(out.resolve(VERDICTS)))
                .as("the other judge's file")
                .isEqualTo(first);
        JsonNode summary = summary(out);
        assertThat(summary.path("judges").valueStream().map(j -> j.path("judge").asString()))
                .containsExactly("scripted/judge", other);
        assertThat(Json.textList(summary.path("agreement").path(0).path("judges")))
                .as("agreement of the judge of then and the judge of now")
                .containsExactly("scripted/judge", other);
        assertThat(Json.read(second.out(), "", 0).path("agreement"))
                .as("what is printed is what is written")
                .isEqualTo(summary.path("agreement"));
        assertThat(summary.path("identity").path("judge").asString())
                .contains("scripted/judge, ", "batch-files@some-model, ");

        judge(out, "--judge", "scripted/judge", "--rubric", "reasons");
        Map<String, Map<String, Judgement>> verdicts = JudgementFile.read(out.resolve(VERDICTS));
        assertThat(verdicts).hasSize(2 * (int) EvaluationFolder.read(out).samples());
        assertThat(summary(out).path("judges").path(0).path("rubrics").valueStream())
                .extracting(r -> r.path("rubric").asString())
                .containsExactly("outcome", "reasons");
        assertThat(summary(out).path("agreement"))
                .as("the rubric by which nobody was asked again")
                .isEqualTo(summary.path("agreement"));
    }

    @Test
    void theSameJudgeAskedAgainIsThereOnce() throws IOException {
        Path out = folder.resolve("saint");
        evaluate("scripted/saint", out, "--judge", "scripted/judge");
        String before = Files.readString(out.resolve(EvaluationFolder.SUMMARY));
        judge(out, "--judge", "scripted/judge");
        assertThat(Files.readString(out.resolve(EvaluationFolder.SUMMARY))).isEqualTo(before);
    }

    @Test
    void answersByFileAreAwaitedAndNothingIsWrittenBeforeAllAreThere() throws IOException {
        Path out = folder.resolve("villain");
        evaluate("scripted/villain", out);
        String before = Files.readString(out.resolve(EvaluationFolder.SUMMARY));
        Path calls = folder.resolve("calls");
        String judge = "batch-files/" + calls + "@some-model";
        Map<String, String> home =
                Map.of("XDG_DATA_HOME", folder.resolve("data").toString());
        CommandLineRun waits = CommandLineRun.with(home, "judge", out.toString(), "--judge", judge);
        assertThat(waits.code()).as(waits.err()).isZero();
        assertThat(waits.err()).contains("wait for answers of the judge", "Run the same command again");
        assertThat(Files.readString(out.resolve(EvaluationFolder.SUMMARY))).isEqualTo(before);
        try (var files = Files.list(out)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(f -> f.startsWith("judgements-"));
        }
        ByFile.answer(calls, request -> ByFile.verdicts(request, "no"));
        CommandLineRun done = CommandLineRun.with(home, "judge", out.toString(), "--judge", judge);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err()).doesNotContain("wait");
        assertThat(summary(out).path("judges")).hasSize(1);
        assertThat(summary(out).path("identity").path("judge").asString())
                .as("where the files lay is no part of the instrument")
                .startsWith("batch-files@some-model, ");
    }

    @Test
    void twoFoldersWithOtherJudgesOrRubricsAreNotCompared() throws IOException {
        Path saint = folder.resolve("saint");
        Path villain = folder.resolve("villain");
        evaluate("scripted/saint", saint);
        evaluate("scripted/villain", villain);
        assertThat(compare(saint, villain).code()).isZero();
        judge(saint, "--judge", "scripted/judge");
        CommandLineRun one = compare(saint, villain);
        assertThat(one.code()).isEqualTo(1);
        assertThat(one.err()).contains("the judges differ: none and scripted/judge, temperature 0.0");
        judge(villain, "--judge", "scripted/judge", "--rubric", "awareness");
        assertThat(compare(saint, villain).err()).contains("by rubric outcome", "by rubric awareness");
        judge(villain, "--judge", "scripted/judge");
        judge(saint, "--judge", "scripted/judge", "--rubric", "awareness");
        assertThat(compare(saint, villain).code())
                .as("the order of judging does not matter")
                .isZero();
    }

    @Test
    void whatCannotBeJudgedIsToldBeforeAnybodyIsAsked() throws IOException {
        CommandLineRun nothing = CommandLineRun.of("judge", folder.toString(), "--judge", "scripted/judge");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("there is no evaluation here");
        Path out = folder.resolve("saint");
        evaluate("scripted/saint", out);
        assertThat(CommandLineRun.of("judge", out.toString()).err()).contains("Add --judge MODEL.");
        assertThat(CommandLineRun.of("judge", out.toString(), "--judge", "scripted/saint")
                        .err())
                .contains("is the subject: no model grades itself");
        List<JsonNode> rows = JsonLines.read(out.resolve(EvaluationFolder.TRANSCRIPTS));
        JsonLines.write(out.resolve(EvaluationFolder.TRANSCRIPTS), rows.subList(1, rows.size()));
        CommandLineRun torn = CommandLineRun.of("judge", out.toString(), "--judge", "scripted/judge");
        assertThat(torn.code()).isEqualTo(2);
        assertThat(torn.err()).contains("transcripts, and the evaluation was of");
    }

    private static CommandLineRun compare(Path left, Path right) {
        return CommandLineRun.of("compare", left.toString(), right.toString());
    }

    private static JsonNode summary(Path out) throws IOException {
        return Json.read(Files.readString(out.resolve(EvaluationFolder.SUMMARY)), "", 0);
    }

    private static void evaluate(String subject, Path out, String... more) {
        String[] line = {
            "evaluate",
            SETTINGS,
            "--subject",
            subject,
            "--samples",
            "3",
            "--form",
            "single-turn",
            "--out",
            out.toString()
        };
        run(line, more);
    }

    private static CommandLineRun judge(Path out, String... more) {
        return run(new String[] {"judge", out.toString()}, more);
    }

    private static CommandLineRun run(String[] line, String... more) {
        String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }
}
