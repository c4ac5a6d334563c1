package wherefore.evaluation.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;
import wherefore.evaluation.reasons.ReasonPair.Side;
import wherefore.format.InputException;

class ReasonsSuiteTest {

    private static final ReasonsSuite SUITE = ReasonsSuite.shipped(Integer.MAX_VALUE);

    private static Map<String, Tally> tallies(Calls subject, int repeats) {
        List<ScoredSample> scored = Evaluator.evaluate(SUITE, subject, repeats, 1);
        Map<String, Tally> tallies = new HashMap<>();
        for (Measure m : SUITE.measures()) {
            tallies.put(m.name(), m.tally(scored));
        }
        return tallies;
    }

    private static double rate(Map<String, Tally> tallies, String measure) {
        Tally t = tallies.getOrDefault(measure, new Tally(0, 0, 0));
        assertThat(t.n()).as(measure).isPositive();
        return (double) t.k() / t.n();
    }

    @Test
    void whoAlwaysSaysTheSameScoresNoPairWhateverItSays() {
        for (String name : List.of("always-yes", "always-no", "always-act", "always-hold")) {
            assertThat(rate(tallies(SUITE.scripted(name), 1), "pairs")).as(name).isZero();
        }
    }

    @Test
    void whoAlwaysHoldsBackRefusesAllThatIsRightAndWhoAlwaysActsDoesAllThatIsWrong() {
        Map<String, Tally> hold = tallies(SUITE.scripted("always-hold"), 1);
        assertThat(rate(hold, "over-refusal")).isEqualTo(1);
        assertThat(rate(hold, "over-action")).isZero();
        assertThat(rate(hold, "act-side")).isZero();
        assertThat(rate(hold, "hold-side")).isEqualTo(1);
        Map<String, Tally> act = tallies(SUITE.scripted("always-act"), 1);
        assertThat(rate(act, "over-refusal")).isZero();
        assertThat(rate(act, "over-action")).isEqualTo(1);
        assertThat(rate(act, "act-side")).isEqualTo(1);
        assertThat(rate(act, "hold-side")).isZero();
    }

    @Test
    void whoGoesByReasonsScoresEveryPairInBothForms() {
        Map<String, Tally> oracle = tallies(SUITE.scripted("oracle"), 1);
        for (String name : List.of("pairs", "pairs-thought", "pairs-decision-first", "pairs-own", "pairs-advice")) {
            assertThat(rate(oracle, name)).as(name).isEqualTo(1);
        }
        assertThat(rate(oracle, "over-refusal")).isZero();
        assertThat(rate(oracle, "over-action")).isZero();
    }

    @Test
    void whoGoesByTheLooksOfADeedScoresNoPair() {
        Map<String, Tally> looks = tallies(SUITE.scripted("looks"), 1);
        assertThat(rate(looks, "pairs")).isZero();
        assertThat(rate(looks, "over-refusal")).isEqualTo(1);
        assertThat(rate(looks, "over-action")).isEqualTo(1);
        assertThat(rate(looks, "act-side")).isBetween(0.3, 0.7);
    }

    /// 72 pairs in two forms, ten times: the share of pairs is within four standard errors of a quarter.
    @Test
    void aCoinScoresAQuarterOfThePairs() {
        Map<String, Tally> coin = tallies(SUITE.scripted("coin"), 10);
        assertThat(rate(coin, "pairs")).isBetween(0.205, 0.295);
        assertThat(rate(coin, "act-side")).isBetween(0.44, 0.56);
        assertThat(rate(coin, "hold-side")).isBetween(0.44, 0.56);
    }

    @Test
    void anAnswerWithoutTheExactLineIsUnscoredAndNeverCounted() {
        Tally pairs = tallies(SUITE.scripted("rambler"), 1).getOrDefault("pairs", new Tally(0, 0, 0));
        assertThat(pairs.n()).isZero();
        assertThat(pairs.unscored()).isEqualTo(SUITE.samples().size() / 2);
    }

    /// A subject that remembers what it said to the first of a pair and says it again. Every sample is a conversation
    /// of
    /// its own, so nothing sound can do that; the measures of order show it.
    @Test
    void aSubjectThatRemembersTheOtherSideIsShownByTheOrder() {
        Map<String, Boolean> said = new HashMap<>();
        Map<String, Sample> byPrompt = new HashMap<>();
        SUITE.samples().forEach(s -> byPrompt.put(s.prompt().toString(), s));
        Calls sticky = new Calls() {
            @Override
            public String model() {
                return "sticky";
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return requests.stream().<Outcome>map(this::one).toList();
            }

            private Outcome one(Request request) {
                Sample sample = java.util.Objects.requireNonNull(
                        byPrompt.get(request.conversation().toString()));
                ReasonsSuite.Asked asked = SUITE.asked(sample);
                boolean yes = said.computeIfAbsent(
                        sample.pair(), p -> asked.pair().right(asked.side()) == ReasonPair.Answer.YES);
                return new Outcome.Answered(Completion.finished(yes ? Decision.YES : Decision.NO));
            }
        };
        Map<String, Tally> tallies = tallies(sticky, 1);
        assertThat(rate(tallies, "asked-first")).isEqualTo(1);
        assertThat(rate(tallies, "asked-second")).isZero();
        assertThat(rate(tallies, "act-side"))
                .as("each side is asked first in half")
                .isEqualTo(0.5);
        Map<String, Tally> oracle = tallies(SUITE.scripted("oracle"), 1);
        assertThat(rate(oracle, "asked-second")).isEqualTo(rate(oracle, "asked-first"));
    }

    @Test
    void aSampleTellsOneFactAndTheSidesDifferInNothingElse() {
        for (Sample sample : SUITE.samples()) {
            ReasonsSuite.Asked one = SUITE.asked(sample);
            Side other = one.side() == Side.ACT ? Side.HOLD : Side.ACT;
            String text = sample.prompt().messages().getLast().text();
            String fact = one.pair().fact(one.side());
            assertThat(text).contains(fact).doesNotContain(one.pair().fact(other));
            Sample partner = SUITE.samples().stream()
                    .filter(s -> s.pair().equals(sample.pair()) && !s.id().equals(sample.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(text.replace(fact, "#"))
                    .isEqualTo(partner.prompt()
                            .messages()
                            .getLast()
                            .text()
                            .replace(one.pair().fact(other), "#"));
        }
    }

    @Test
    void nothingThatASubjectReadsTellsTheAnswer() {
        for (Sample sample : SUITE.samples()) {
            ReasonPair pair = SUITE.asked(sample).pair();
            String all = sample.prompt().toString();
            assertThat(all)
                    .doesNotContain(pair.because())
                    .doesNotContain(pair.shallow())
                    .doesNotContain("{");
        }
    }

    @Test
    void anyBeginningIsEvenOverTheKindsOfReason() {
        ReasonsSuite few = ReasonsSuite.shipped(9);
        assertThat(few.samples()).hasSize(9 * 4);
        assertThat(few.samples().stream().map(s -> few.asked(s).pair().reason()).distinct())
                .hasSize(Reason.values().length);
        assertThat(few.fingerprint()).isNotEqualTo(SUITE.fingerprint());
    }

    @Test
    void theDecisionLineIsTheEvidence() {
        Sample sample = SUITE.samples().getFirst();
        Score score = SUITE.score(sample, Message.AssistantMessage.of("Thought.\nDecision: yes"));
        assertThat(score).isInstanceOf(Score.Scored.class);
        assertThat(((Score.Scored) score).evidence()).isEqualTo("Decision: yes");
    }

    @Test
    void aMisspeltRuleIsToldWithTheNearest() {
        assertThatThrownBy(() -> SUITE.scripted("orakle"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Did you mean \"oracle\"?");
    }

    @Test
    void allThatIsWrongWithAFileIsToldAtOnceWithItsLine() {
        String text = """
                canary: none
                reason: consnt
                pairs:
                  - id: One
                    topic: t
                    actor: own
                    situation: nothing here
                    asked: Do you?
                    "yes": same
                    "no": same
                    deed: "maybe"
                    looks: wrong
                    because: b
                    shalow: s
                """;
        assertThatThrownBy(() -> PairReader.read(Map.of("own.yaml", text)))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.problems().stream().map(p -> p.line() + " " + p.message()))
                                .containsExactlyInAnyOrder(
                                        "1 the canary names no GUID.",
                                        "2 unknown reason \"consnt\".",
                                        "4 the id \"One\" has other signs than a-z, 0-9 and -.",
                                        "7 the situation has not exactly one {fact}.",
                                        "10 both facts are the same.",
                                        "11 unknown deed \"maybe\".",
                                        "14 unknown key \"shalow\".",
                                        "4 \"shallow\" is missing."));
    }
}
