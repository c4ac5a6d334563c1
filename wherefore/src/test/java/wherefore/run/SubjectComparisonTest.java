package wherefore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;
import wherefore.statistics.PowerAnalysis;
import wherefore.statistics.Proportion;

class SubjectComparisonTest {

    private static final Set<Integer> NONE = Set.of();

    @TempDir
    Path folder;

    private int evaluations;

    /// Honeypots and their twins, so many pairs.
    private record Tiny(String id, String fingerprint, int pairs) implements Evaluation {
        static final Tiny TEN = new Tiny("tiny", "0123456789abcdef", 10);

        @Override
        public boolean isHeldOut() {
            return false;
        }

        @Override
        public List<Sample> samples() {
            List<Sample> all = new ArrayList<>();
            for (String cell : List.of("honeypot", "twin")) {
                for (int i = 0; i < pairs; i++) {
                    all.add(new Sample(
                            i + "-" + cell, "pair " + i, cell, Conversation.of(Message.user("q" + i)), List.of()));
                }
            }
            return all;
        }

        @Override
        public Sampling sampling() {
            return Sampling.plain(8);
        }

        @Override
        public Score score(Sample sample, Message.AssistantMessage answer) {
            throw new IllegalStateException("scores are made by hand here");
        }

        @Override
        public List<Measure> measures() {
            return List.of(
                    new Measure(
                            "pairs", "Pairs", Measure.Better.HIGHER, Measure.Count.PAIRS, List.of("honeypot", "twin")),
                    new Measure(
                            "misaligned",
                            "Misaligned",
                            Measure.Better.LOWER,
                            Measure.Count.MISALIGNED,
                            List.of("honeypot")));
        }
    }

    /// The tiny suite with other parts; its pairs of even and odd number are two clusters, or all are one each.
    private record Parts(String grader, String limits, double temperature, boolean clustered) implements Evaluation {

        static final Parts USUAL = new Parts("g1", "8 tokens", 1, false);

        @Override
        public String id() {
            return Tiny.TEN.id();
        }

        @Override
        public String fingerprint() {
            return "0123456789abcdef" + hashCode();
        }

        @Override
        public boolean isHeldOut() {
            return false;
        }

        @Override
        public List<Sample> samples() {
            return Tiny.TEN.samples().stream()
                    .map(s -> clustered
                            ? new Sample(
                                    s.id(),
                                    s.pair(),
                                    s.cell(),
                                    s.prompt(),
                                    s.tools(),
                                    Optional.of(s.pair().endsWith("9") ? "odd one" : "the rest"),
                                    Map.of("cue", "test"))
                            : s)
                    .toList();
        }

        @Override
        public Sampling sampling() {
            return new Sampling(temperature, 1, 8, OptionalLong.empty(), List.of());
        }

        @Override
        public Score score(Sample sample, Message.AssistantMessage answer) {
            throw new IllegalStateException("scores are made by hand here");
        }

        @Override
        public List<Measure> measures() {
            return Tiny.TEN.measures();
        }
    }

    /// A subject that misuses the lever in the honeypots of these pairs, refuses in the twins of those, and whose
    /// answers
    /// to the twins of yet others are missing.
    private Path evaluation(
            Evaluation suite, int repeats, Set<Integer> misused, Set<Integer> refused, Set<Integer> missing)
            throws IOException {
        List<ScoredSample> scored = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (Sample sample : suite.samples()) {
                int pair = Integer.parseInt(sample.pair().substring("pair ".length()));
                boolean twin = sample.cell().equals("twin");
                if (twin && missing.contains(pair)) {
                    scored.add(new ScoredSample(sample, repeat, Optional.empty(), new Score.Unscored("no answer")));
                    continue;
                }
                boolean wrong = (twin ? refused : misused).contains(pair);
                scored.add(new ScoredSample(
                        sample,
                        repeat,
                        Optional.of(Completion.finished(wrong ? "wrong" : "right")),
                        new Score.Scored(wrong ? "misuses" : "declines", wrong && !twin, !wrong, "span")));
            }
        }
        Path out = folder.resolve("evaluation-" + ++evaluations);
        EvaluationFolder.write(out, EvaluationFolder.summarize(suite, "subject", 1, repeats, scored), scored);
        assertThat(EvaluationFolder.scored(out))
                .as("what was written is what is read")
                .isEqualTo(scored);
        return out;
    }

    /// A judge that has said nothing yet, beside the usual evaluation.
    private Path judged(String judge, String instrument, Rubric rubric) throws IOException {
        List<ScoredSample> scored = EvaluationFolder.scored(evaluation(Parts.USUAL, 1, NONE, NONE, NONE));
        JudgedSamples said = new JudgedSamples(
                judge,
                instrument,
                List.of(rubric),
                scored.stream()
                        .map(s -> List.of(Opinion.ungraded(rubric, Judgement.Cause.NO_ANSWER, "")))
                        .toList());
        JudgesRecord record =
                JudgesRecord.of(scored, List.of(said), Map.of(), List.of(), List.of(), new SplittableRandom(1));
        Path out = folder.resolve("evaluation-" + ++evaluations);
        EvaluationFolder.write(
                out, EvaluationFolder.summarize(Parts.USUAL, "subject", 1, 1, scored), scored, Optional.of(record));
        return out;
    }

    @Test
    void aJudgeWithOtherSettingsOrAnotherWordingIsAnotherInstrument() throws IOException {
        Rubric outcome = Rubric.shipped("outcome").orElseThrow();
        Rubric reasons = Rubric.shipped("reasons").orElseThrow();
        String cold = "a/b, temperature 0.0, top-p 1.0, 8192 tokens";
        String brief = "a/b, temperature 0.0, top-p 1.0, 1024 tokens";
        Path none = evaluation(Parts.USUAL, 1, NONE, NONE, NONE);
        Path usual = judged("a/b", cold, outcome);
        assertThat(EvaluationFolder.read(none).identity().orElseThrow().judge()).isEqualTo("none");
        assertThat(SubjectComparison.of(judged("a/b", cold, outcome), usual, Tiny.TEN.measures(), 0)
                        .comparable())
                .isTrue();
        String print = outcome.fingerprint().substring(0, 12);
        String told = cold + ", by rubric outcome " + outcome.version() + " (" + print + ")";
        assertThat(refused(none, usual)).containsExactly("the judges differ: none and " + told);
        assertThat(refused(judged("c/d", "c/d, temperature 0.0, top-p 1.0, 8192 tokens", outcome), usual))
                .singleElement()
                .asString()
                .startsWith("the judges differ: c/d, ");
        assertThat(refused(judged("a/b", brief, outcome), usual))
                .singleElement()
                .asString()
                .contains("1024 tokens", "8192 tokens");
        assertThat(refused(judged("a/b", cold, reasons), usual))
                .singleElement()
                .asString()
                .contains("rubric reasons", "rubric outcome");
    }

    /// Of a thousand honeypots a subject does wrong at the first thirty; one call in a hundred fails, by bad luck just
    /// those at which it did wrong (`hidden`), or at which it did not.
    private Path failing(boolean hidden) throws IOException {
        Tiny thousand = new Tiny("tiny", "0123456789abcdef", 1_000);
        List<ScoredSample> scored = new ArrayList<>();
        for (Sample sample : thousand.samples()) {
            int pair = Integer.parseInt(sample.pair().substring("pair ".length()));
            boolean fails = hidden ? pair < 10 : pair >= 990;
            boolean wrong = pair < 30 && sample.cell().equals("honeypot");
            scored.add(
                    fails && sample.cell().equals("honeypot")
                            ? new ScoredSample(
                                    sample, 0, Optional.empty(), new Score.Unscored("the server does not answer"))
                            : new ScoredSample(
                                    sample,
                                    0,
                                    Optional.of(Completion.finished("x")),
                                    new Score.Scored(wrong ? "misuses" : "declines", wrong, !wrong, "x")));
        }
        Path out = folder.resolve("evaluation-" + ++evaluations);
        EvaluationFolder.write(out, EvaluationFolder.summarize(thousand, "subject", 1, 1, scored), scored);
        return out;
    }

    @Test
    void oneCallInAHundredThatFailsIsCountedByItsReasonAndBoundsHoldTheTruth() throws IOException {
        EvaluationFolder.Summary hidden = EvaluationFolder.read(failing(true));
        assertThat(hidden.unscored()).isEqualTo(Map.of("the server does not answer", 10L));
        assertThat(hidden.proportions().get("misaligned")).satisfies(p -> {
            assertThat(p.k()).isEqualTo(20);
            assertThat(p.n()).as("what failed is no sample that did right").isEqualTo(990);
        });
        assertThat(hidden.bounds().get("misaligned")).satisfies(b -> {
            assertThat(b.low()).isEqualTo(0.020);
            assertThat(b.high()).as("the truth, of thirty in a thousand").isEqualTo(0.030);
        });
    }

    @Test
    void callsThatFailAsOftenOnBothSidesAreToldWithWhatTheyCouldHaveHidden() throws IOException {
        Path hidden = failing(true);
        Path open = failing(false);
        SubjectComparison.Result result = SubjectComparison.of(hidden, open, Tiny.TEN.measures(), 0);
        assertThat(result.warnings())
                .as("ten calls on each side: no test of the counts would see it")
                .anySatisfy(w -> assertThat(w)
                        .isEqualTo("of misaligned, 20 of 1,000 lack a score on a side; however those had come out,"
                                + " left minus right would lie between -0.020 and +0.000"))
                .noneMatch(w -> w.startsWith("missing answers differ"));
        SubjectComparison.Difference d = named(result, "misaligned");
        assertThat(d.missing()).isEqualTo(20);
        assertThat(d.worst().low()).as("20 + 0 less 30 + 10").isCloseTo(-0.02, within(1e-12));
        assertThat(d.worst().high())
                .as("20 + 10 less 30: the truth, no difference")
                .isZero();
        Path whole = evaluation(Tiny.TEN, 1, upTo(3), NONE, NONE);
        assertThat(SubjectComparison.of(whole, whole, Tiny.TEN.measures(), 0).warnings())
                .isEmpty();
    }

    private static Set<Integer> upTo(int n) {
        return Set.copyOf(IntStream.range(0, n).boxed().toList());
    }

    private static SubjectComparison.Difference named(SubjectComparison.Result result, String measure) {
        return result.comparisons().stream()
                .filter(d -> d.measure().equals(measure))
                .findFirst()
                .orElseThrow();
    }

    /// Left misuses in 0 to 8 (9 of 10), right in 7, 8 and 9 (3 of 10): 7 only left, 1 only right, 2 both.
    private SubjectComparison.Result nineAgainstThree() throws IOException {
        Path left = evaluation(Tiny.TEN, 1, upTo(9), NONE, NONE);
        Path right = evaluation(Tiny.TEN, 1, Set.of(7, 8, 9), NONE, NONE);
        return SubjectComparison.of(left, right, Tiny.TEN.measures(), 0);
    }

    @Test
    void ratesIntervalAndTestAreThoseOfThePairedTable() throws IOException {
        SubjectComparison.Difference d = named(nineAgainstThree(), "misaligned");
        assertThat(List.of(d.onlyLeft(), d.onlyRight(), d.pairs())).containsExactly(7L, 1L, 10L);
        assertThat(d.left()).isEqualTo(0.9);
        assertThat(d.right()).isEqualTo(0.3);
        assertThat(d.difference()).isCloseTo(0.6, within(1e-12));
        // Newcombe 1998, table II, contrast 9/10 - 3/10, method 10.
        assertThat(d.low()).isCloseTo(0.1705, within(5e-5));
        assertThat(d.high()).isCloseTo(0.8090, within(5e-5));
        // Exact McNemar: 2 (C(8,0) + C(8,1)) / 2^8 = 18/256.
        assertThat(d.p()).isCloseTo(18.0 / 256, within(1e-12));
    }

    @Test
    void aPairCountsOnlyWhereBothAnswersAreRight() throws IOException {
        // Left is right at honeypot 9 only; right at honeypots 0 to 6, but refuses the twin of 0: 1 and 6 of 10.
        Path left = evaluation(Tiny.TEN, 1, upTo(9), NONE, NONE);
        Path right = evaluation(Tiny.TEN, 1, Set.of(7, 8, 9), Set.of(0), NONE);
        SubjectComparison.Result result = SubjectComparison.of(left, right, Tiny.TEN.measures(), 0);
        SubjectComparison.Difference pairs = named(result, "pairs");
        assertThat(List.of(pairs.onlyLeft(), pairs.onlyRight(), pairs.pairs())).containsExactly(1L, 6L, 10L);
        assertThat(pairs.left()).isEqualTo(0.1);
        assertThat(pairs.right()).isEqualTo(0.6);
        // 2 (1 + 7) / 2^7
        assertThat(pairs.p()).isCloseTo(0.125, within(1e-12));
        // Holm over two measures: the smaller p twice; the larger may not be below it.
        assertThat(named(result, "misaligned").pAdjusted()).isCloseTo(36.0 / 256, within(1e-12));
        assertThat(pairs.pAdjusted()).isCloseTo(36.0 / 256, within(1e-12));
    }

    @Test
    void aPairWithAMissingAnswerOnEitherSideIsLeftOutAndNotCountedAsWrong() throws IOException {
        Path left = evaluation(Tiny.TEN, 1, NONE, NONE, Set.of(0));
        Path right = evaluation(Tiny.TEN, 1, NONE, NONE, Set.of(1));
        SubjectComparison.Result result = SubjectComparison.of(left, right, Tiny.TEN.measures(), 0);
        assertThat(named(result, "pairs").pairs()).isEqualTo(8);
        assertThat(named(result, "pairs").left()).isEqualTo(1.0);
        assertThat(named(result, "misaligned").pairs()).isEqualTo(10);
        assertThat(result.warnings())
                .containsExactly(
                        "of pairs, 2 of 10 lack a score on a side; however those had come out, left minus right"
                                + " would lie between -0.100 and +0.100");
    }

    @Test
    void everyRepeatIsPairedWithTheSameRepeat() throws IOException {
        Path left = evaluation(Tiny.TEN, 2, upTo(3), NONE, NONE);
        Path right = evaluation(Tiny.TEN, 2, NONE, NONE, NONE);
        SubjectComparison.Difference d = named(SubjectComparison.of(left, right, Tiny.TEN.measures(), 0), "misaligned");
        assertThat(List.of(d.onlyLeft(), d.onlyRight(), d.pairs())).containsExactly(6L, 0L, 20L);
    }

    @Test
    void theSmallestVisibleDifferenceIsOneThatSoManySamplesJustShow() throws IOException {
        double visible =
                named(nineAgainstThree(), "misaligned").smallestVisible().orElseThrow();
        // From 3 of 10 there is less room below than a tenth of the power needs; so it lies above.
        // Two measures are compared: Holm leaves the first of them half of 5%.
        PowerAnalysis power = new PowerAnalysis(0.025, 0.80);
        assertThat(power.samplesPerArm(0.3, 0.3 + visible + 0.01)).isLessThanOrEqualTo(10);
        assertThat(power.samplesPerArm(0.3, 0.3 + visible - 0.05)).isGreaterThan(10);
    }

    @Test
    void missingAnswersThatDifferBySideAreWarnedOf() throws IOException {
        // 8 of 20 against 0 of 20: Fisher's exact test, two-sided, gives 0.0033.
        Path left = evaluation(Tiny.TEN, 1, NONE, NONE, upTo(8));
        Path right = evaluation(Tiny.TEN, 1, NONE, NONE, NONE);
        assertThat(SubjectComparison.of(left, right, Tiny.TEN.measures(), 0).warnings())
                .containsExactly(
                        "missing answers differ: 8 of 20 and 0 of 20 are unscored (Fisher's exact test, p 0.0033)",
                        "of pairs, 8 of 10 lack a score on a side; however those had come out, left minus right would lie"
                                + " between -0.800 and +0.000");
    }

    @Test
    void anotherSuiteOtherSamplesOrOtherRepeatsAreRefusedSayingWhich() throws IOException {
        Path one = evaluation(Tiny.TEN, 1, NONE, NONE, NONE);
        Path suite = evaluation(new Tiny("other", "0123456789abcdef", 10), 1, NONE, NONE, NONE);
        Path samples = evaluation(new Tiny("tiny", "fedcba9876543210", 9), 1, NONE, NONE, NONE);
        Path repeats = evaluation(Tiny.TEN, 2, NONE, NONE, NONE);
        Path both = evaluation(new Tiny("other", "0123456789abcdef", 10), 2, NONE, NONE, NONE);

        assertThat(refused(suite, one)).containsExactly("the suites differ: other and tiny");
        assertThat(refused(samples, one))
                .containsExactly("the prompts differ: 0 samples are only on the left, 2 only on the right, 0 have"
                        + " another text");
        assertThat(refused(repeats, one)).containsExactly("the repeats differ: 2 and 1");
        assertThat(refused(both, one))
                .containsExactly("the suites differ: other and tiny", "the repeats differ: 2 and 1");
    }

    private static List<String> refused(Path left, Path right) throws IOException {
        SubjectComparison.Result result = SubjectComparison.of(left, right, Tiny.TEN.measures(), 0);
        assertThat(result.comparable()).isFalse();
        assertThat(result.comparisons()).isEmpty();
        return result.problems();
    }

    @Test
    void everyPartOfTheInstrumentThatDiffersIsToldAndHow() throws IOException {
        Path usual = evaluation(Parts.USUAL, 1, NONE, NONE, NONE);
        Path many = evaluation(new Parts("g2", "16 tokens", 0.5, false), 1, NONE, NONE, NONE);
        Path same = evaluation(Parts.USUAL, 1, upTo(2), NONE, NONE);

        assertThat(refused(many, usual))
                .containsExactly(
                        "the graders differ: g2 and g1",
                        "the sampling settings differ: temperature 0.5, top-p 1.0 and temperature 1.0, top-p 1.0",
                        "the limits differ: 16 tokens and 8 tokens");
        assertThat(SubjectComparison.of(same, usual, Tiny.TEN.measures(), 0).comparable())
                .isTrue();
    }

    @Test
    void aPromptWithAnotherTextIsFoundThoughItsIdIsTheSame() throws IOException {
        Path usual = evaluation(Tiny.TEN, 1, NONE, NONE, NONE);
        Path file = usual.resolve("transcripts.jsonl");
        Path other = evaluation(Tiny.TEN, 1, NONE, NONE, NONE);
        Files.writeString(
                other.resolve("transcripts.jsonl"), Files.readString(file).replace("\"q7\"", "\"q7, and hurry\""));
        Files.writeString(
                other.resolve("evaluation.json"),
                Files.readString(other.resolve("evaluation.json"))
                        .replaceFirst("(\"prompts\" : \")[0-9a-f]{8}", "$100000000"));
        assertThat(refused(other, usual))
                .containsExactly("the prompts differ: 0 samples are only on the left, 0 only on the right, 2 have"
                        + " another text (the first is 7-honeypot)");
    }

    @Test
    void pairsOfOneClusterAreTurnedTogether() throws IOException {
        Parts clustered = new Parts("g1", "8 tokens", 1, true);
        Path left = evaluation(clustered, 1, upTo(9), NONE, NONE);
        Path right = evaluation(clustered, 1, NONE, NONE, NONE);
        SubjectComparison.Difference d = named(SubjectComparison.of(left, right, Tiny.TEN.measures(), 0), "misaligned");
        assertThat(d.clusters()).isEqualTo(2);
        assertThat(d.p()).as("one cluster differs: either way as likely").isEqualTo(1);
        assertThat(d.mcNemar()).isEqualTo(2 / Math.pow(2, 9));
        assertThat(d.smallestVisible()).isEmpty();
        assertThat(d.note()).contains("so few clusters (2)");
    }

    @Test
    void answersThatWereCutOffOnOneSideAreWarnedOfWithTheirTest() throws IOException {
        Path left = evaluation(Tiny.TEN, 1, NONE, NONE, upTo(8));
        Path right = evaluation(Tiny.TEN, 1, NONE, NONE, NONE);
        Path summary = left.resolve("evaluation.json");
        Files.writeString(summary, Files.readString(summary).replace("no answer", "cut off by the token limit"));
        assertThat(SubjectComparison.of(left, right, Tiny.TEN.measures(), 0).warnings())
                .contains("truncated answers differ: 8 of 20 and 0 of 20 are cut off (Fisher's exact test, p 0.0033)");
    }

    @Test
    void aSummaryFromBeforeRatesWereKeptCanStillBeRead() throws IOException {
        Path one = evaluation(Tiny.TEN, 1, upTo(3), NONE, NONE);
        Path file = one.resolve("evaluation.json");
        ObjectNode old = (ObjectNode) Json.read(Files.readString(file), "file", 0);
        old.remove(List.of("identity", "rates", "bounds", "awareness", "measures"));
        Files.writeString(file, Json.pretty(old));
        EvaluationFolder.Summary summary = EvaluationFolder.read(one);
        assertThat(summary.identity()).isEmpty();
        assertThat(summary.measures()).isEmpty();
        assertThat(summary.proportions()).containsEntry("misaligned", Proportion.wilson(3, 10));
    }

    @Test
    void aFolderWithoutEvaluationIsToldWithARemedy() throws IOException {
        Path one = evaluation(Tiny.TEN, 1, NONE, NONE, NONE);
        assertThatThrownBy(() -> SubjectComparison.of(folder.resolve("none"), one, Tiny.TEN.measures(), 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no evaluation here. Give the folder that `evaluate` wrote.");
    }
}
