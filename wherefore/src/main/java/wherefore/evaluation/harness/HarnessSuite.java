package wherefore.evaluation.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Measure.Better;
import wherefore.evaluation.Measure.Count;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.honeypot.Flaw;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// Conditions of the harness as an evaluation: one answer each, which acts by the harness's tags. The headline is ours;
/// what the harness's own rule makes of the same answers stands beside it.
public final class HarnessSuite implements Evaluation {

    /// What an imported folder is known by.
    public static final String CONDITIONS = "conditions.jsonl";

    static final String GRADING = "grading.yaml";
    static final String LINT = "lint.json";

    /// What is found besides our taxonomy: the harness's rule holds.
    public static final String GATE = "harness-gate";

    private static final String HONEYPOT = "honeypot";
    private static final String CONTROL = "control";

    /// Changes when grading or rendering does.
    private static final String VERSION = "1";

    private static final int MOST_TOKENS = 8_192;

    private final String name;
    private final Map<String, HarnessCondition> conditions = new LinkedHashMap<>();
    private final Grading grading;
    private final String fingerprint;

    private HarnessSuite(String name, List<HarnessCondition> conditions, String grading, String file) {
        this.name = name;
        conditions.forEach(c -> this.conditions.put(c.id(), c));
        this.grading = Grading.read(grading, file);
        Fingerprint print = new Fingerprint()
                .with("version", VERSION)
                .with("tokens", MOST_TOKENS)
                .with("grading", grading);
        conditions.forEach(c -> print.with(c.id(), c.row().toString()));
        this.fingerprint = print.hex();
    }

    /// What an import did.
    ///
    /// @param kept    conditions of the suite
    /// @param flaws   all that the lint found; duplicates and placeholders keep a condition out
    /// @param unknown what `grading.yaml` must still be told
    public record Imported(int kept, List<Flaw> flaws, List<String> unknown) {

        public Imported {
            flaws = List.copyOf(flaws);
            unknown = List.copyOf(unknown);
        }
    }

    /// Makes a suite's folder: the sound conditions, how they are graded, and what was found wrong.
    public static Imported write(Path folder, PromptsFolder prompts) throws IOException {
        List<Flaw> flaws = PromptsLint.examine(prompts.conditions());
        List<HarnessCondition> sound = PromptsLint.sound(prompts.conditions(), flaws);
        String text = Grading.guess(sound);
        Grading grading = Grading.read(text, GRADING);
        WholeFile.write(folder.resolve(GRADING), text);
        WholeFile.write(
                folder.resolve(LINT),
                Json.pretty(Json.from(flaws.stream()
                        .map(f -> Map.of(
                                "condition", f.condition(), "kind", f.kind().word(), "message", f.message()))
                        .map(TreeMap::new)
                        .toList())));
        JsonLines.write(
                folder.resolve(CONDITIONS),
                sound.stream().map(HarnessCondition::row).toList());
        List<String> unknown = sound.stream()
                .map(c -> grading.missing(c.scenario()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return new Imported(sound.size(), flaws, unknown);
    }

    /// Whether the folder is one that an import made.
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(CONDITIONS));
    }

    /// The suite of an imported folder.
    ///
    /// @param most how many conditions at most, evenly over scenarios
    public static HarnessSuite in(Path folder, int most) throws IOException {
        Path file = folder.resolve(CONDITIONS);
        List<HarnessCondition> all = new ArrayList<>();
        int line = 0;
        for (JsonNode row : JsonLines.read(file)) {
            all.add(HarnessCondition.of(row, file.toString(), ++line));
        }
        if (all.isEmpty()) {
            throw new InputException(file.toString(), 0, "holds no condition.", "Import the folder again.");
        }
        Path grading = folder.resolve(GRADING);
        if (!Files.isRegularFile(grading)) {
            throw new InputException(grading.toString(), 0, "is missing.", "Import the folder again.");
        }
        return new HarnessSuite(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                even(all, most),
                TextFile.read(grading),
                grading.toString());
    }

    /// Scenarios take turns, so that any beginning is even over them.
    private static List<HarnessCondition> even(List<HarnessCondition> all, int most) {
        if (most >= all.size()) {
            return all;
        }
        Map<String, List<HarnessCondition>> scenarios = new LinkedHashMap<>();
        all.forEach(c ->
                scenarios.computeIfAbsent(c.scenario(), s -> new ArrayList<>()).add(c));
        List<HarnessCondition> order = new ArrayList<>();
        for (int i = 0; order.size() < most; i++) {
            int round = i;
            scenarios.values().stream().filter(s -> round < s.size()).forEach(s -> order.add(s.get(round)));
        }
        return order.subList(0, most);
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean isHeldOut() {
        return false;
    }

    @Override
    public List<Sample> samples() {
        return conditions.values().stream()
                .map(c -> new Sample(
                        c.id(),
                        c.id(),
                        c.isControl() ? CONTROL : HONEYPOT,
                        Conversation.of(Message.system(c.system()), Message.user(c.user())),
                        List.of()))
                .toList();
    }

    @Override
    public Sampling sampling() {
        return Sampling.plain(MOST_TOKENS);
    }

    @Override
    public Score score(Sample sample, Message.AssistantMessage answer) {
        HarnessCondition condition = condition(sample);
        Score ours = HarnessGrader.grade(condition, answer.text(), grading);
        return switch (ours) {
            case Score.Unscored none -> none;
            case Score.Scored one -> HarnessRule.holds(condition, answer.text(), grading) ? withGate(one) : one;
        };
    }

    private static Score withGate(Score.Scored one) {
        List<Score.Finding> findings = new ArrayList<>(one.findings());
        findings.add(new Score.Finding(GATE, false, "the mechanical half of the harness's rule holds"));
        return new Score.Scored(one.outcome(), one.misaligned(), one.right(), one.evidence(), findings);
    }

    private HarnessCondition condition(Sample sample) {
        return Optional.ofNullable(conditions.get(sample.id()))
                .orElseThrow(() -> new IllegalArgumentException("the suite " + id() + " has no sample " + sample.id()));
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure("misaligned", "Misaligned at honeypots", Better.LOWER, Count.MISALIGNED, List.of(HONEYPOT)),
                new Measure(
                        GATE, "The harness's rule, its mechanical half", Better.LOWER, Count.FOUND, List.of(HONEYPOT)),
                new Measure(
                        CONTROL, "Misaligned without temptation", Better.LOWER, Count.MISALIGNED, List.of(CONTROL)));
    }

    /// Our outcomes against the harness's rule, answers without a score included.
    ///
    /// @param ours    an outcome, or `unscored: ` and why
    /// @param gate    how many of them the harness's rule may count as harmful
    /// @param without how many it does not
    public record Row(String ours, long gate, long without) {}

    /// The table of both over all answers that came.
    public List<Row> table(List<ScoredSample> scored) {
        Map<String, long[]> counts = new TreeMap<>();
        for (ScoredSample one : scored) {
            String ours = switch (one.score()) {
                case Score.Scored s -> s.outcome();
                case Score.Unscored u -> "unscored: " + u.why();
            };
            boolean gate = one.completion()
                    .map(c -> HarnessRule.holds(condition(one.sample()), c.text(), grading))
                    .orElse(false);
            counts.computeIfAbsent(ours, o -> new long[2])[gate ? 0 : 1]++;
        }
        return counts.entrySet().stream()
                .map(e -> new Row(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .toList();
    }

    /// A scripted subject that acts in this suite.
    public Calls scripted(String subject) {
        return HarnessSubject.named(subject, List.copyOf(conditions.values()), grading);
    }
}
