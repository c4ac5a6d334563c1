package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.constitution.Constitution;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.run.EvaluationFolder;

/// The items about Iris: made from a recording, and put to subjects.
class ConstitutionItemsCommandTest {

    private static final Path IRIS = Path.of("../constitutions/iris.md");
    private static final Path STUDY = Path.of("../studies/iris-items");
    private static final Path SHIPPED = Path.of("src/main/resources/wherefore/evaluations/constitution/iris");

    @TempDir
    Path folder;

    private static CommandLineRun make(Path out, String writer, String judge, String... more) throws IOException {
        List<String> parts = JsonLines.read(SHIPPED.resolve(ItemFolder.ITEMS)).stream()
                .map(r -> r.path("clause").asString())
                .distinct()
                .toList();
        List<String> args = new java.util.ArrayList<>(List.of(
                "constitution",
                IRIS.toString(),
                "--items",
                out.toString(),
                "--writer",
                writer,
                "--name",
                "Iris",
                "--part",
                String.join(",", parts)));
        if (!judge.isEmpty()) {
            args.addAll(List.of("--judge", judge));
        }
        args.addAll(List.of(more));
        return CommandLineRun.of(args.toArray(String[]::new));
    }

    private static String recorded(String file) {
        return "recorded/" + STUDY.resolve(file);
    }

    @Test
    void theRecordingRebuildsTheShippedItemsByteForByte() throws IOException {
        CommandLineRun run = make(folder.resolve("items"), recorded("writer.jsonl"), recorded("judge.jsonl"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("80 items", "4 dropped", "0 ungraded");
        for (String file : List.of(ItemFolder.ITEMS, ItemFolder.DROPPED)) {
            assertThat(folder.resolve("items").resolve(file)).hasSameBinaryContentAs(SHIPPED.resolve(file));
        }
    }

    @Test
    void theShippedItemsAreOfTheConstitutionThatShipsAndHoldEveryKind() throws IOException {
        ItemFolder.Content content = ItemFolder.shipped();
        assertThat(content.origin().sha256()).isEqualTo(Constitution.read(IRIS).sha256());
        assertThat(content.changed()).isFalse();
        assertThat(content.items().stream().map(i -> i.kind().word()).distinct())
                .containsExactlyInAnyOrder("recall", "false-premise", "knows", "discriminates", "open", "scenario");
        assertThat(content.items().stream().map(i -> i.clause()).distinct()).hasSize(12);
        assertThat(content.origin().checked().orElseThrow().failed()).isEqualTo(4);
    }

    @Test
    void aJudgeThatIsTheWriterIsRefusedAndOneOfItsFamilyIsFlagged() throws IOException {
        CommandLineRun same = make(folder.resolve("a"), "openai/gpt-5", "openai/gpt-5@https://other.example/v1");
        assertThat(same.code()).isEqualTo(2);
        assertThat(same.err()).contains("is the writer: no model checks its own questions");
        assertThat(folder.resolve("a")).doesNotExist();
        Path writer = folder.resolve("claude-writer");
        Path judge = folder.resolve("claude-judge");
        Files.copy(STUDY.resolve("writer.jsonl"), writer);
        Files.copy(STUDY.resolve("judge.jsonl"), judge);
        CommandLineRun kin = make(folder.resolve("b"), "recorded/" + writer, "recorded/" + judge);
        assertThat(kin.code()).as(kin.err()).isZero();
        assertThat(kin.out()).contains("FLAG: the judge is of the writer's family, Anthropic");
        assertThat(ItemFolder.read(folder.resolve("b"))
                        .origin()
                        .checked()
                        .orElseThrow()
                        .flags())
                .containsExactly("of the writer's family, Anthropic");
    }

    @Test
    void withoutAJudgeTheItemsAreKeptAndItIsToldThatNobodyLooked() throws IOException {
        CommandLineRun run = make(folder.resolve("items"), recorded("writer.jsonl"), "");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("84 items", "No judge looked at them");
        assertThat(ItemFolder.read(folder.resolve("items")).origin().checked()).isEmpty();
    }

    @Test
    void aJudgeThatAnswersNothingUsefulLeavesItemsApartAndCounted() throws IOException {
        Path judge = folder.resolve("judge.jsonl");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(STUDY.resolve("judge.jsonl")));
        var broken = ((tools.jackson.databind.node.ObjectNode) Json.read(lines.get(1), "", 0)).put("text", "Fine.");
        lines.set(1, Json.write(broken));
        Files.write(judge, lines);
        CommandLineRun run = make(folder.resolve("items"), recorded("writer.jsonl"), "recorded/" + judge);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("79 items", "4 dropped", "1 ungraded", "not with the JSON that was asked for");
        assertThat(JsonLines.read(folder.resolve("items").resolve(ItemFolder.UNGRADED)))
                .singleElement()
                .satisfies(r -> assertThat(r.propertyNames()).contains("id", "clause", "why", "you"));
    }

    @Test
    void theSuiteConstitutionTellsClausesPressureGapAndHealthWithAJudge() throws IOException {
        Path out = folder.resolve("yielder");
        CommandLineRun run =
                evaluate("constitution", "yielder", "--judge", "scripted/judge", "--json", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode all = Json.read(run.out(), "", 0);
        assertThat(all.path("unscored").path("count").asInt()).isZero();
        assertThat(all.path("rates").path("acts").path("k").asInt()).isEqualTo(12);
        assertThat(all.path("rates").path("acts-under-pressure").path("k").asInt())
                .isZero();
        assertThat(all.path("pressure").path("acts").path("only_clean").asInt()).isEqualTo(12);
        assertThat(all.path("pressure").path("acts").path("p").asDouble()).isLessThan(0.001);
        assertThat(all.path("persona_gap").path("open").path("pairs").asInt()).isEqualTo(11);
        JsonNode row = all.path("clauses").path("with-power/means-and-ends");
        assertThat(row.propertyNames()).contains("knows", "notices", "acts", "discriminates", "acts-under-pressure");
        assertThat(all.path("health").valueStream().map(h -> h.path("warning").asString()))
                .contains("SATURATED", "FLOORED", "THIN");
        assertThat(all.path("item_set").asString()).hasSize(64);
        assertThat(EvaluationFolder.read(out).identity().orElseThrow().judge()).startsWith("scripted/judge, ");
        assertThat(EvaluationFolder.scores(out)).hasSize(160);
        assertThat(out.resolve("judgements-scripted-judge.jsonl")).exists();
        CommandLineRun text = evaluate("constitution", "noticer", "--judge", "scripted/judge");
        assertThat(text.out()).contains("pressure, notices", "persona gap, open", "SATURATED: ", "item set ");
    }

    @Test
    void withoutAJudgeTheSuiteStillRunsAndCountsWhatIsUnscored() {
        CommandLineRun run = evaluate("constitution", "knower");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("160 answers, 46 unscored", "unscored: needs a judge", "0/0+1");
    }

    @Test
    void anEstimateCountsWhatOnlyAJudgeCanGrade() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "constitution",
                "--subject",
                "openai/gpt-5",
                "--judge",
                "anthropic/claude-opus-4-6",
                "--repeats",
                "2",
                "--estimate");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(l -> l.startsWith("judge ")))
                .singleElement()
                .asString()
                .containsPattern("claude-opus-4-6 +92 ");
    }

    @Test
    void evaluationsWithAnotherJudgeOrOtherItemsAreNotCompared() throws IOException {
        Path judged = folder.resolve("judged");
        Path bare = folder.resolve("bare");
        assertThat(evaluate("constitution", "knower", "--judge", "scripted/judge", "--out", judged.toString())
                        .code())
                .isZero();
        assertThat(evaluate("constitution", "noticer", "--out", bare.toString()).code())
                .isZero();
        CommandLineRun differ = CommandLineRun.of("compare", judged.toString(), bare.toString());
        assertThat(differ.code()).isEqualTo(1);
        assertThat(differ.err()).contains("Not comparable", "judge");
        Path fewer = folder.resolve("fewer");
        assertThat(evaluate("constitution", "noticer", "--samples", "60", "--out", fewer.toString())
                        .code())
                .isZero();
        assertThat(CommandLineRun.of("compare", bare.toString(), fewer.toString())
                        .err())
                .contains("Not comparable");
        Path other = folder.resolve("other");
        assertThat(evaluate("constitution", "noticer", "--judge", "scripted/judge", "--out", other.toString())
                        .code())
                .isZero();
        assertThat(CommandLineRun.of("compare", judged.toString(), other.toString())
                        .out())
                .contains("acts-under-pressure");
    }

    @Test
    void aJudgeThatIsTheSubjectARubricOfOnesOwnAndAnotherConstitutionAreRefused() {
        CommandLineRun same =
                CommandLineRun.of("evaluate", "constitution", "--subject", "openai/gpt-5", "--judge", "openai/gpt-5");
        assertThat(same.code()).isEqualTo(2);
        assertThat(same.err()).contains("is the subject: no model grades itself");
        assertThat(evaluate("constitution", "knower", "--judge", "scripted/judge", "--rubric", "outcome")
                        .err())
                .contains("its items bring their own rubrics");
        CommandLineRun other = evaluate("constitution", "knower", "--constitution", "../README.md");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("the items were made from another constitution");
        assertThat(evaluate("constitution", "knower", "--constitution", IRIS.toString())
                        .code())
                .isZero();
    }

    @Test
    void aDamagedLineIsToldWithItsNumberAndChangedItemsAreMarked() throws IOException {
        Path own = folder.resolve("own");
        Files.createDirectory(own);
        for (String file : List.of(ItemFolder.SUITE, ItemFolder.ITEMS)) {
            Files.copy(SHIPPED.resolve(file), own.resolve(file));
        }
        Path items = own.resolve(ItemFolder.ITEMS);
        List<String> lines = Files.readAllLines(items);
        String scenario = lines.stream()
                .filter(l -> l.contains("\"scenario\""))
                .findFirst()
                .orElseThrow();
        Files.write(items, List.of(lines.get(0), scenario.replace("\"licence\"", "\"license\""), "{"));
        CommandLineRun damaged = evaluate(own.toString(), "knower");
        assertThat(damaged.code()).isEqualTo(2);
        assertThat(damaged.err()).contains("items.jsonl:2: ", "has no \"licence\"", "items.jsonl:3: ");
        Files.write(items, lines.subList(0, 7));
        CommandLineRun changed = evaluate(own.toString(), "knower");
        assertThat(changed.out()).contains("NOT COMPARABLE: items.jsonl is not what was made");
        Files.write(items, List.of());
        assertThat(evaluate(own.toString(), "knower").err()).contains("there is no item");
        Files.delete(items);
        CommandLineRun empty = evaluate(own.toString(), "knower");
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("items.jsonl: there is no such file");
    }

    private static CommandLineRun evaluate(String suite, String subject, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("evaluate", suite, "--subject", "scripted/" + subject));
        args.addAll(List.of(more));
        return CommandLineRun.of(args.toArray(String[]::new));
    }
}
