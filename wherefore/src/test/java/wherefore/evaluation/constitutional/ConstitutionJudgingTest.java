package wherefore.evaluation.constitutional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;
import wherefore.format.Json;
import wherefore.judging.Judge;

/// Subjects of known behaviour on the items that ship, with a judge that reads their turns of phrase.
class ConstitutionJudgingTest {

    private static final ConstitutionSuite SUITE = ConstitutionSuite.shipped(Integer.MAX_VALUE);

    /// What the scripted subjects say, axis by axis.
    private static final Map<String, String> PHRASES = Map.of(
            "stance", "I hold this: ",
            "reason", "I hold it because of this: ",
            "contradicts", "On the contrary.",
            "notices", "I notice something here.",
            "acts", "I will not do it that way.");

    private static Judge judge(BiFunction<String, String, String> answer) {
        return new Judge(new Calls() {
            @Override
            public String model() {
                return "a judge";
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return requests.stream()
                        .map(r -> {
                            Map<String, String> bindings =
                                    r.prompt().orElseThrow().bindings();
                            return (Outcome) new Outcome.Answered(Completion.finished(answer.apply(
                                    bindings.getOrDefault("axes", ""), bindings.getOrDefault("said", ""))));
                        })
                        .toList();
            }
        });
    }

    private static String byPhrases(String axes, String said) {
        ObjectNode all = Json.object();
        for (String axis : axes.split(" ", -1)) {
            String phrase = Objects.requireNonNull(PHRASES.get(axis));
            boolean yes = said.contains(phrase);
            all.putObject(axis)
                    .put("evidence", yes ? phrase : "")
                    .put("why", "it says so")
                    .put("verdict", yes ? "yes" : "no");
        }
        return Json.write(all);
    }

    private static List<ScoredSample> answered(String subject) {
        return Evaluator.evaluate(SUITE, SUITE.scripted(subject), 1, 1);
    }

    private static List<ScoredSample> graded(String subject) {
        List<ScoredSample> answered = answered(subject);
        return SUITE.graded(answered, SUITE.judged(judge(ConstitutionJudgingTest::byPhrases), answered));
    }

    private static Tally tally(String measure, List<ScoredSample> scored) {
        Measure found = SUITE.measures().stream()
                .filter(m -> m.name().equals(measure))
                .findFirst()
                .orElseThrow();
        return found.tally(scored);
    }

    private static Tally all(long n) {
        return new Tally(n, n, 0);
    }

    private static Tally none(long n) {
        return new Tally(0, n, 0);
    }

    @Test
    void whoKnowsAllTakesEveryStanceGivesItsReasonNoticesAndActsWhateverIsPermitted() {
        List<ScoredSample> scored = graded("knower");
        assertThat(tally("right", scored)).isEqualTo(all(114));
        assertThat(tally("open-you", scored)).isEqualTo(all(11));
        assertThat(tally("open-third", scored)).isEqualTo(all(11));
        assertThat(tally("open-gives-reason", scored)).isEqualTo(all(22));
        assertThat(tally("open-contradicts", scored)).isEqualTo(none(22));
        assertThat(List.of("notices", "acts", "notices-under-pressure", "acts-under-pressure"))
                .allSatisfy(m -> assertThat(tally(m, scored)).isEqualTo(all(12)));
        assertThat(SUITE.gaps(scored).get("open"))
                .isNotNull()
                .satisfies(g -> assertThat(g.gap()).isZero());
        assertThat(SUITE.pressure(scored)).hasSize(2).allSatisfy((measure, effect) -> {
            assertThat(effect.change()).isZero();
            assertThat(effect.p()).isEqualTo(1);
        });
    }

    /// The gap over 11 open questions: all right of the third person, none of itself.
    @Test
    void whoKnowsOfAThirdPersonOnlyHasTheWholeGapInOpenQuestionsToo() {
        List<ScoredSample> scored = graded("third-person");
        PersonaGap gap = Objects.requireNonNull(SUITE.gaps(scored).get("open"));
        assertThat(gap.gap()).isEqualTo(1);
        assertThat(gap.pairs()).isEqualTo(11);
        assertThat(tally("open-contradicts", scored)).isEqualTo(new Tally(11, 22, 0));
        assertThat(SUITE.gaps(scored)).as("scenarios are in no person").doesNotContainKey("scenario");
        assertThat(Objects.requireNonNull(SUITE.gaps(scored).get("all")).pairs())
                .isEqualTo(57);
    }

    @Test
    void whoNoticesAndDoesNotActIsSeenInEveryClauseBesideWhatItKnows() {
        List<ScoredSample> scored = graded("noticer");
        assertThat(tally("notices", scored)).isEqualTo(all(12));
        assertThat(tally("acts", scored)).isEqualTo(none(12));
        assertThat(SUITE.clauses(scored)).hasSize(12).allSatisfy((clause, row) -> {
            assertThat(row.get("knows")).isEqualTo(all(2));
            assertThat(row.get("notices")).isEqualTo(all(1));
            assertThat(row.get("acts")).isEqualTo(none(1));
            assertThat(row.get("notices-under-pressure")).isEqualTo(all(1));
            assertThat(row).containsKey("discriminates");
        });
    }

    /// 12 scenarios, all of which give way: McNemar 2 / 2^12.
    @Test
    void whoYieldsToALicenceLosesAllOfItUnderPressure() {
        List<ScoredSample> scored = graded("yielder");
        PressureEffect acts = Objects.requireNonNull(SUITE.pressure(scored).get("acts"));
        assertThat(acts.clean()).isEqualTo(1);
        assertThat(acts.pressure()).isZero();
        assertThat(acts.change()).isEqualTo(-1);
        assertThat(acts.onlyClean()).isEqualTo(12);
        assertThat(acts.p()).isEqualTo(2 / Math.pow(2, 12), within(1e-12));
        assertThat(acts.pByClause()).isEqualTo(2 / Math.pow(2, 12), within(1e-12));
    }

    @Test
    void theTwoFormsOfAScenarioDifferByTheLicenceAloneAndNeitherTellsWhatThereIsToNotice() {
        var byCell = SUITE.samples().stream()
                .filter(s -> s.cell().startsWith("scenario."))
                .collect(java.util.stream.Collectors.groupingBy(s -> s.pair()));
        assertThat(byCell).hasSize(12).allSatisfy((pair, two) -> {
            assertThat(two).hasSize(2);
            var item = (ConstitutionItem.Scenario) SUITE.asked(two.getFirst());
            List<Message> clean = two.get(0).prompt().messages();
            List<Message> pressure = two.get(1).prompt().messages();
            assertThat(pressure.getFirst().text()).isEqualTo(clean.getFirst().text() + "\n\n" + item.licence());
            assertThat(pressure.getLast()).isEqualTo(clean.getLast());
            assertThat(clean.toString() + pressure).doesNotContain(item.issue(), item.inLine(), item.against());
        });
    }

    @Test
    void withoutAJudgeWhatNeedsOneIsUnscoredAndCounted() {
        List<ScoredSample> scored = answered("knower");
        assertThat(scored.stream()
                        .filter(s -> s.score().equals(new Score.Unscored(ConstitutionSuite.NEEDS_JUDGE)))
                        .count())
                .isEqualTo(SUITE.forJudge())
                .isEqualTo(46);
        assertThat(tally("notices", scored)).isEqualTo(new Tally(0, 0, 12));
        assertThat(tally("open-you", scored)).isEqualTo(new Tally(0, 0, 11));
        assertThat(SUITE.pressure(scored)).isEmpty();
        assertThat(SUITE.health(scored, Optional.empty()))
                .as("of what was not measured no health is told")
                .noneSatisfy(h -> assertThat(h.measure()).isEqualTo("notices"));
    }

    @Test
    void whatTheJudgeGivesNoVerdictOnStaysUnscoredWithItsCause() {
        List<ScoredSample> answered = answered("knower");
        List<ScoredSample> scored = SUITE.graded(answered, SUITE.judged(judge((axes, said) -> "yes!"), answered));
        assertThat(scored.stream()
                        .map(ScoredSample::score)
                        .filter(Score.Unscored.class::isInstance)
                        .distinct())
                .containsExactly(new Score.Unscored("ungraded by the judge: parse failure"));
        assertThat(tally("acts", scored)).isEqualTo(new Tally(0, 0, 12));
        // A quotation that the subject never said counts for nothing.
        List<ScoredSample> invented = SUITE.graded(
                answered,
                SUITE.judged(
                        judge((axes, said) -> byPhrases(axes, String.join(" ", PHRASES.values()))
                                .replace("here.", "there.")),
                        answered));
        assertThat(tally("notices", invented)).isEqualTo(new Tally(0, 0, 12));
    }

    @Test
    void aJudgeIsAskedOnlyAboutWhatNeedsOneAndByTheRubricOfTheClause() {
        List<String> asked = new ArrayList<>();
        List<ScoredSample> answered = answered("knower");
        JudgedSamples judged = SUITE.judged(
                new Judge(new Calls() {
                    @Override
                    public String model() {
                        return "reader";
                    }

                    @Override
                    public List<Outcome> submit(List<Request> requests) {
                        requests.forEach(r ->
                                asked.add(r.conversation().messages().getLast().text()));
                        return requests.stream()
                                .map(r -> (Outcome) new Outcome.Failed("read"))
                                .toList();
                    }
                }),
                answered);
        assertThat(asked)
                .hasSize(46)
                .allSatisfy(
                        t -> assertThat(t).doesNotContain("{stance}", "{reason}", "{against}", "{issue}", "{in_line}"));
        assertThat(asked)
                .filteredOn(t -> t.contains("Garnet Street"))
                .hasSize(2)
                .allSatisfy(t -> assertThat(t).contains("the new drains have seen nothing but one dry summer"));
        assertThat(judged.opinions())
                .hasSameSizeAs(answered)
                .allSatisfy(o -> assertThat(o).hasSize(2));
        assertThat(judged.outstanding()).isZero();
    }

    @Test
    void aJudgedSuiteIsAnotherInstrumentThanOneWithoutAJudgeOrWithAnother() {
        assertThat(List.of(
                        SUITE.fingerprint(),
                        SUITE.judgedBy("a").fingerprint(),
                        SUITE.judgedBy("b").fingerprint()))
                .doesNotHaveDuplicates();
        assertThat(SUITE.judgedBy("a").itemSet()).isEqualTo(SUITE.itemSet());
    }

    /// 114 of 114 is saturated and not thin; 12 of 12 is both; 0 of 12 is floored.
    @Test
    void numbersThatSayLessThanTheySeemAreMarked() {
        List<Health> health = SUITE.health(graded("yielder"), Optional.of("another text"));
        assertThat(warnings(health, "right")).containsExactly(Health.SATURATED);
        assertThat(warnings(health, "notices")).containsExactly(Health.SATURATED, Health.THIN);
        assertThat(warnings(health, "acts-under-pressure")).containsExactly(Health.FLOORED, Health.THIN);
        assertThat(warnings(health, "")).containsExactly(Health.NOT_COMPARABLE);
        assertThat(warnings(
                        SUITE.health(
                                graded("yielder"), Optional.of(SUITE.origin().sha256())),
                        ""))
                .isEmpty();
    }

    private static List<String> warnings(List<Health> health, String measure) {
        return health.stream()
                .filter(h -> h.measure().equals(measure))
                .map(Health::warning)
                .toList();
    }
}
