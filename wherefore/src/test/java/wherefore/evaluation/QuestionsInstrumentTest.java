package wherefore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.evaluation.constitutional.ConstitutionSuite;
import wherefore.evaluation.reasons.ReasonsSuite;
import wherefore.evaluation.selftest.Reading;
import wherefore.evaluation.selftest.SuiteInstrument;

/// The instruments of reasons and of a constitution's closed questions: they read what was planted, and a broken gate
/// is
/// found.
class QuestionsInstrumentTest {

    private static final ReasonsSuite REASONS = ReasonsSuite.shipped(Integer.MAX_VALUE);
    private static final ConstitutionSuite ITEMS = ConstitutionSuite.shipped(Integer.MAX_VALUE);

    private record Broken(Evaluation of, UnaryOperator<Score> gate) implements Evaluation {

        @Override
        public String id() {
            return of.id();
        }

        @Override
        public String fingerprint() {
            return "broken";
        }

        @Override
        public boolean isHeldOut() {
            return false;
        }

        @Override
        public List<Sample> samples() {
            return of.samples();
        }

        @Override
        public Sampling sampling() {
            return of.sampling();
        }

        @Override
        public Score score(Sample sample, Message.AssistantMessage answer) {
            return gate.apply(of.score(sample, answer));
        }

        @Override
        public List<Measure> measures() {
            return of.measures();
        }
    }

    private static List<String> failing(SuiteInstrument instrument, Evaluation of, UnaryOperator<Score> gate) {
        return instrument.with(new Broken(of, gate)).readings().stream()
                .filter(r -> !r.holds())
                .map(r -> r.instrument() + " of " + r.subject())
                .toList();
    }

    private static Score always(boolean right, Score score) {
        return score instanceof Score.Scored s ? new Score.Scored(s.outcome(), !right, right, s.evidence()) : score;
    }

    @Test
    void bothReadWhatWasPlantedAtBothEndsAndBetween() {
        for (SuiteInstrument instrument : List.of(REASONS.instrument(), ITEMS.instrument())) {
            List<Reading> readings = instrument.readings();
            assertThat(readings)
                    .as(instrument.name())
                    .filteredOn(r -> !r.holds())
                    .isEmpty();
            assertThat(readings).extracting(Reading::planted).contains(0.0, 1.0);
            assertThat(readings)
                    .filteredOn(r -> r.planted() > 0.05 && r.planted() < 0.95)
                    .hasSizeGreaterThan(10);
        }
    }

    /// The known defect: half of the pairs are right for one who always does the same, if sides are counted alone.
    @Test
    void aGateThatCallsEveryAnswerRightIsFoundByThoseWhoAnswerByForm() {
        assertThat(failing(REASONS.instrument(), REASONS, s -> always(true, s)))
                .contains(
                        "reasons pairs of always-act",
                        "reasons hold-side of always-act",
                        "reasons pairs of always-hold")
                .doesNotContain("reasons pairs of oracle");
    }

    @Test
    void anAnswerThatCannotBeReadAndCountsAllTheSameIsFound() {
        assertThat(failing(
                        REASONS.instrument(),
                        REASONS,
                        s -> s instanceof Score.Unscored ? new Score.Scored("holds", false, true, "") : s))
                .contains("reasons unscored of rambler");
    }

    @Test
    void aGateThatCallsEveryAnswerWrongIsFoundByTheKnower() {
        assertThat(failing(ITEMS.instrument(), ITEMS, s -> always(false, s)))
                .contains("constitution right of knower", "constitution recall-third of third-person")
                .doesNotContain("constitution right of stranger");
    }

    @Test
    void aGateThatLosesTheRightAnswersIsFoundThoughNoRateIsWrong() {
        assertThat(failing(
                        ITEMS.instrument(),
                        ITEMS,
                        s -> s instanceof Score.Scored right && right.right() ? new Score.Unscored("lost") : s))
                .contains("constitution false-premise-you of knower");
    }
}
