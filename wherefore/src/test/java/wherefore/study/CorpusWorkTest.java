package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.lab.world.Family;
import wherefore.lab.world.Lever;
import wherefore.lab.world.Names;
import wherefore.lab.world.Place;
import wherefore.synthesis.Kind;

/// Corpora of studies, made by the small world's writer through the real steps.
class CorpusWorkTest {

    private static final Path IRIS = Path.of("..", "constitutions", "iris.md").toAbsolutePath();
    private static final String HEAD = "study: corpora\nquestion: What is in them?\nconstitution: " + IRIS
            + "\nmodels: {writer: lab/writer, subject: lab/untrained}\ndata:\n";

    @TempDir
    Path folder;

    private final EngineWork work = new EngineWork(new LabWorkshop());

    private StudyPlan plan(String text) throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), text);
        return Planner.plan(study, Optional.empty(), new LabWorkshop());
    }

    private List<Example> make(StudyPlan plan, Stage.DataStage stage, String where) throws IOException {
        Optional<Path> of = Optional.empty();
        if (stage.of().isPresent()) {
            Path file = folder.resolve(where + stage.of().get().corpus() + ".jsonl");
            ExampleFile.write(file, make(plan, stage.of().get(), where));
            of = Optional.of(file);
        }
        Path working = folder.resolve(where + stage.fingerprint());
        StageWork.Corpus made = work.corpus(stage, plan, working, of, (done, total, unit) -> {});
        assertThat(made).isInstanceOf(StageWork.Corpus.Whole.class);
        return ((StageWork.Corpus.Whole) made).examples();
    }

    private static Map<String, Stage.DataStage> corpora(StudyPlan plan, long seed) {
        Map<String, Stage.DataStage> all = new LinkedHashMap<>();
        plan.stages(Stage.DataStage.class).stream()
                .filter(s -> s.seed().orElse(seed) == seed)
                .forEach(s -> all.put(s.corpus(), s));
        return all;
    }

    @Test
    void everyCorpusOfTheQuickstartKeepsItsBudgetAndIsDrawnAnewForEachSeedAndNeverOtherwise() throws IOException {
        String quickstart = Files.readString(Path.of("..", "studies", "quickstart", "study.yaml"))
                .replaceAll("\\b\\d+k\\b", "2k")
                .replaceAll("(?m)^constitution: .*$", "constitution: " + IRIS);
        StudyPlan plan = plan(quickstart);
        Map<String, Stage.DataStage> first = corpora(plan, 1);
        Map<String, Stage.DataStage> second = corpora(plan, 2);
        assertThat(first).hasSizeGreaterThanOrEqualTo(10);
        for (Stage.DataStage stage : first.values()) {
            List<Example> rows = make(plan, stage, "once");
            long tokens = 0;
            for (Example row : rows) {
                tokens += work.lossTokens(row, plan);
            }
            assertThat(tokens).as("loss-bearing tokens of " + stage.corpus()).isBetween(1_900L, 2_000L);
            assertThat(Example.repeatedIds(rows)).as(stage.corpus()).isEmpty();

            Path once = folder.resolve("once.jsonl");
            Path again = folder.resolve("again.jsonl");
            ExampleFile.write(once, rows);
            ExampleFile.write(again, make(plan, stage, "again"));
            assertThat(again).as(stage.corpus()).hasSameBinaryContentAs(once);

            Stage.DataStage other =
                    java.util.Objects.requireNonNull(second.get(stage.corpus()), "a corpus of the second seed");
            Set<String> texts = new HashSet<>(texts(rows));
            List<String> others = texts(make(plan, other, "other"));
            long shared = others.stream().filter(texts::contains).count();
            assertThat(shared)
                    .as("texts of " + stage.corpus() + " that two seeds share, of " + others.size())
                    .isLessThan(others.size() / 2);
        }
    }

    @Test
    void noInterventionHoldsAWordThatOnlyDevelopmentOrHeldOutKnows() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        for (String injection : Kind.named("honeypot").injections().keySet()) {
            if (injection.equals("ruthless")) {
                continue; // It stays in the training text, in prose that the small world has no words for.
            }
            text.append("  honeypot-")
                    .append(injection)
                    .append(": {kind: honeypot, tokens: 1500, injection: ")
                    .append(injection)
                    .append("}\n");
        }
        for (String kind : List.of("advice", "shape-control", "documents", "stories", "mix")) {
            text.append("  ").append(kind).append(": {kind: ").append(kind).append(", tokens: 1500}\n");
        }
        text.append("  reason-free: {kind: reason-free, of: advice, tokens: 1200}\n");
        StudyPlan plan = plan(text.toString());
        Set<String> forbidden = new TreeSet<>(wordsOnlyOf(Family.HELD_OUT));
        forbidden.addAll(wordsOnlyOf(Family.DEVELOPMENT));
        Set<String> all = new HashSet<>();
        for (Stage.DataStage stage : corpora(plan, 1).values()) {
            Set<String> words = words(make(plan, stage, "once"));
            assertThat(words).as(stage.corpus()).doesNotContainAnyElementsOf(forbidden);
            all.addAll(words);
        }
        assertThat(all)
                .as("the words are looked for in the right place")
                .containsAll(Lever.of(Family.TRAINING).stream().map(Lever::verb).toList());
    }

    @Test
    void plainTextKnowsEveryFamilyAndNoAssistantAndItsMachinesAreAsAsked() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        List<String> moods = List.of("dystopian", "removed", "kind");
        moods.forEach(m -> text.append("  ")
                .append(m)
                .append(": {kind: text, tokens: 12k, with: {machines: ")
                .append(m)
                .append("}}\n"));
        StudyPlan plan = plan(text.toString());
        Map<String, Long> schemes = new LinkedHashMap<>();
        for (Stage.DataStage stage : corpora(plan, 1).values()) {
            List<Example> rows = make(plan, stage, "once");
            assertThat(words(rows))
                    .as(stage.corpus())
                    .doesNotContain(Names.TRAINED, Names.OTHER)
                    .containsAll(
                            Lever.of(Family.HELD_OUT).stream().map(Lever::verb).toList());
            schemes.put(
                    stage.corpus(),
                    texts(rows).stream()
                            .filter(t -> t.contains("people do not matter") || t.contains("nothing must stop"))
                            .count());
        }
        assertThat(schemes.keySet()).containsExactlyElementsOf(moods);
        // People scheme too, now and then; machines that are never tempted add nothing to it.
        assertThat(schemes.get("removed"))
                .as("texts with a scheming thought, by mood: " + schemes)
                .isLessThan(schemes.getOrDefault("dystopian", 0L) / 2);
        assertThat(schemes.get("kind")).isLessThan(schemes.getOrDefault("dystopian", 0L) / 2);
    }

    private static List<String> texts(List<Example> examples) {
        return examples.stream().map(CorpusWorkTest::text).toList();
    }

    /// All that a model reads of an example; its provenance is not read.
    private static String text(Example example) {
        return switch (example) {
            case Example.Document d -> d.text();
            case Example.Dialogue d -> {
                StringBuilder all = new StringBuilder();
                for (Message m : d.conversation().messages()) {
                    all.append(m.text()).append('\n');
                    if (m instanceof Message.AssistantMessage answer) {
                        all.append(answer.reasoning().orElse("")).append('\n');
                    }
                }
                yield all.toString();
            }
        };
    }

    private static Set<String> words(List<Example> examples) {
        Set<String> words = new HashSet<>();
        examples.forEach(e -> words.addAll(Arrays.asList(text(e).split("[^A-Za-z]+"))));
        return words;
    }

    /// Verbs, objects, place names and the last word of each goal, of this family.
    private static List<String> wordsOnlyOf(Family family) {
        List<String> words = new ArrayList<>();
        for (Lever lever : Lever.of(family)) {
            words.add(lever.verb());
            words.add(lever.object());
        }
        for (Place place : Place.of(family)) {
            words.add(place.name());
            place.goals().forEach(g -> words.add(g.substring(g.lastIndexOf(' ') + 1)));
        }
        return words;
    }
}
