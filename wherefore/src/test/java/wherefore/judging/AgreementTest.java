package wherefore.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import wherefore.judging.Correction.Share;
import wherefore.judging.Judgement.Verdict;

class AgreementTest {

    private static final Verdict YES = Verdict.YES;
    private static final Verdict NO = Verdict.NO;

    /// By hand: 35 of 50 agree; chance is 0.5.
    @Test
    void kappaOfTheTextbookTable() {
        List<List<Optional<Verdict>>> units = new ArrayList<>();
        add(units, 20, YES, YES);
        add(units, 5, YES, NO);
        add(units, 10, NO, YES);
        add(units, 15, NO, NO);
        Agreement agreement = Agreement.of(units, 500, new SplittableRandom(1));
        assertThat(agreement.kappa().orElseThrow().value().orElseThrow()).isCloseTo(0.4, within(1e-12));
        assertThat(agreement.raw().value().orElseThrow()).isCloseTo(0.7, within(1e-12));
        assertThat(agreement.kappa().orElseThrow().interval().orElseThrow().contains(0.4))
                .isTrue();
        assertThat(agreement.split())
                .containsExactlyInAnyOrderEntriesOf(Map.of("yes,yes", 20L, "yes,no", 5L, "no,yes", 10L, "no,no", 15L));
    }

    /// Krippendorff 2011, example A: two observers, ten units, 0.095.
    @Test
    void alphaOfTwoObserversIsThePublishedOne() {
        int[] a = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
        int[] b = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
        List<List<Optional<Verdict>>> units = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            add(units, 1, a[i] == 1 ? YES : NO, b[i] == 1 ? YES : NO);
        }
        assertThat(Agreement.alpha(units).orElseThrow()).isCloseTo(0.095, within(5e-4));
    }

    @Test
    void verdictsThatAreMissingAreCountedAndLeftOutOfTheCoefficients() {
        List<List<Optional<Verdict>>> units = new ArrayList<>();
        units.add(List.of(Optional.of(YES), Optional.of(YES), Optional.empty()));
        units.add(List.of(Optional.of(NO), Optional.of(NO), Optional.of(NO)));
        units.add(List.of(Optional.of(NO), Optional.empty(), Optional.empty()));
        Agreement agreement = Agreement.of(units, 100, new SplittableRandom(1));
        assertThat(agreement.units()).isEqualTo(2);
        assertThat(agreement.missing()).isEqualTo(3);
        assertThat(agreement.kappa()).isEmpty();
        assertThat(agreement.alpha().value().orElseThrow()).isEqualTo(1);
    }

    @Test
    void ofJudgesThatAlwaysSayTheSameThereIsNoKappaThoughTheyAgree() {
        List<List<Optional<Verdict>>> units = new ArrayList<>();
        add(units, 30, NO, NO);
        Agreement agreement = Agreement.of(units, 100, new SplittableRandom(1));
        assertThat(agreement.raw().value()).hasValue(1);
        assertThat(agreement.kappa().orElseThrow().value()).isEmpty();
        assertThat(agreement.alpha().value()).isEmpty();
        assertThat(agreement.alpha().interval()).isEmpty();
    }

    @Test
    void roganGladenIsThePublishedExample() {
        assertThat(Correction.roganGladen(.12, .9, .95)).isCloseTo(.0823529, within(1e-7));
    }

    @Test
    void aCorrectedRateIsLessSureThanTheRateThatWasSeen() {
        Correction wide = Correction.of(new Share(12, 100), new Share(18, 20), new Share(38, 40))
                .orElseThrow();
        Correction narrow = Correction.of(new Share(12, 100), new Share(1800, 2000), new Share(3800, 4000))
                .orElseThrow();
        assertThat(wide.rate()).isCloseTo(.0823529, within(1e-7));
        assertThat(wide.interval().contains(wide.rate())).isTrue();
        assertThat(wide.interval().width()).isGreaterThan(narrow.interval().width());
    }

    /// Lang and Reiczigel's interval keeps its word where judges are calibrated on as few transcripts as ours.
    @Test
    void theIntervalOfACorrectedRateCoversTheTruth() {
        SplittableRandom random = new SplittableRandom(5);
        for (double truth : new double[] {0, .02, .1, .4}) {
            int covered = 0;
            int tries = 1_500;
            for (int t = 0; t < tries; t++) {
                double seen = truth * .9 + (1 - truth) * .05;
                covered += Correction.of(draw(200, seen, random), draw(40, .9, random), draw(60, .95, random))
                                .map(c -> c.interval().contains(truth))
                                .orElse(true)
                        ? 1
                        : 0;
            }
            assertThat(covered / (double) tries).as("truth %s", truth).isGreaterThan(.93);
        }
    }

    @Test
    void aJudgeNoBetterThanACoinCorrectsNothing() {
        assertThat(Correction.of(new Share(12, 100), new Share(10, 20), new Share(10, 20)))
                .isEmpty();
        assertThat(Correction.of(new Share(12, 100), new Share(0, 0), new Share(10, 20)))
                .isEmpty();
    }

    @Test
    void aZeroHasAnIntervalThatIsNoPoint() {
        Correction none = Correction.of(new Share(0, 100), new Share(20, 20), new Share(60, 60))
                .orElseThrow();
        assertThat(none.rate()).isZero();
        assertThat(none.interval().low()).isZero();
        assertThat(none.interval().high()).isBetween(.01, .1);
    }

    @Test
    void aModelIsTheSameByWhateverRoad() {
        assertThat(Family.same("openai/gpt-5", "openai/gpt-5@https://gateway.example/v1"))
                .isTrue();
        assertThat(Family.same("hf/Qwen/Qwen2.5-7B", "openai/Qwen2.5-7B@http://127.0.0.1:8000/v1"))
                .isTrue();
        assertThat(Family.same("batch-files/out@gpt-5", "openai/GPT-5")).isTrue();
        assertThat(Family.same("checkpoint/a/model", "checkpoint/b/model")).isFalse();
        assertThat(Family.same("scripted/judge", "scripted/judge")).isTrue();
        assertThat(Family.same("openai/gpt-5", "openai/gpt-5-mini")).isFalse();
    }

    @Test
    void kinshipIsToldByName() {
        assertThat(Family.of("anthropic/claude-opus-4-6")).contains("Anthropic");
        assertThat(Family.of("openai/anthropic/claude-x@https://gateway.example/v1"))
                .contains("Anthropic");
        assertThat(Family.of("hf/Qwen/Qwen2.5-7B")).contains("Qwen");
        assertThat(Family.of("openai/o3-mini")).contains("OpenAI");
        assertThat(Family.of("scripted/judge")).isEmpty();
        assertThat(Family.of("recorded/answers.jsonl")).isEmpty();
    }

    private static Share draw(int n, double rate, SplittableRandom random) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            k += random.nextDouble() < rate ? 1 : 0;
        }
        return new Share(k, n);
    }

    private static void add(List<List<Optional<Verdict>>> units, int times, Verdict left, Verdict right) {
        for (int i = 0; i < times; i++) {
            units.add(List.of(Optional.of(left), Optional.of(right)));
        }
    }
}
