package wherefore.evaluation.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.format.Json;
import wherefore.judging.Judge;
import wherefore.judging.Rubric;

class JudgeInstrumentTest {

    private static final Calls SCRIPTED = new Providers()
            .calls(ModelSettings.of("scripted/judge"), Path.of(""))
            .orElseThrow();

    /// The scripted judge with its answers changed.
    private record Changed(UnaryOperator<Outcome> change) implements Calls {
        @Override
        public String model() {
            return "scripted/broken";
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            return SCRIPTED.submit(requests).stream().map(change).toList();
        }
    }

    private static List<Reading> broken(UnaryOperator<ObjectNode> verdict) {
        return new JudgeInstrument(new Judge(new Changed(o -> {
                    ObjectNode all = (ObjectNode)
                            Json.read(((Outcome.Answered) o).completion().text(), "", 0);
                    for (String axis : List.copyOf(all.propertyNames())) {
                        all.set(axis, verdict.apply((ObjectNode) all.path(axis)));
                    }
                    return new Outcome.Answered(Completion.finished(Json.write(all)));
                })))
                .readings();
    }

    private static List<String> fails(List<Reading> readings) {
        return readings.stream()
                .filter(r -> !r.holds())
                .map(r -> r.instrument() + (r.planted() == 1 ? " yes" : " no"))
                .toList();
    }

    @Test
    void everyAxisOfTheOutcomeHasAPlantedYesAndAPlantedNo() {
        List<Reading> readings = new JudgeInstrument(new Judge(SCRIPTED)).readings();
        assertThat(fails(readings)).isEmpty();
        Rubric.shipped("outcome")
                .orElseThrow()
                .axes()
                .forEach(axis -> assertThat(readings)
                        .filteredOn(r -> r.instrument().equals("judge outcome " + axis.id()))
                        .extracting(Reading::planted)
                        .containsExactly(1.0, 0.0));
    }

    @Test
    void aJudgeThatAlwaysSaysNoFailsAtEveryPlantedYes() {
        List<Reading> readings = broken(v -> v.put("verdict", "no"));
        assertThat(fails(readings))
                .containsExactlyElementsOf(readings.stream()
                        .filter(r -> r.planted() == 1)
                        .map(r -> r.instrument() + " yes")
                        .toList());
    }

    @Test
    void aJudgeThatTurnsItsVerdictsRoundOrAnswersByNotApplicableFailsEverywhere() {
        assertThat(broken(v -> v.put("verdict", v.path("verdict").asString().equals("yes") ? "no" : "yes")))
                .noneMatch(Reading::holds);
        assertThat(broken(v -> v.put("verdict", "n/a"))).noneMatch(Reading::holds);
    }

    @Test
    void aJudgeThatIsCutOffFailsAndItsRemarkSaysWhy() {
        List<Reading> readings = new JudgeInstrument(new Judge(new Changed(o -> new Outcome.Answered(
                        new Completion(Message.AssistantMessage.of("{"), StopReason.LENGTH, Optional.empty())))))
                .readings();
        assertThat(readings).noneMatch(Reading::holds).allSatisfy(r -> {
            assertThat(r.recovered().n()).isZero();
            assertThat(r.remark()).contains("is ungraded: cut off");
        });
    }

    @Test
    void whatBrokenJudgesSayIsUngraded() {
        List<Reading> readings = new JudgeInstrument.OfBrokenJudges().readings();
        assertThat(readings)
                .hasSizeGreaterThan(10)
                .allSatisfy(r -> assertThat(r.holds())
                        .as(r.subject() + ": " + r.remark())
                        .isTrue());
    }

    @Test
    void whatIsPlantedNamesAxesThatThereAre() {
        for (PlantedTranscript p : PlantedTranscript.shipped()) {
            p.truth()
                    .forEach((rubric, axes) -> assertThat(Rubric.shipped(rubric).orElseThrow().axes().stream()
                                    .map(a -> a.id()))
                            .as(p.id())
                            .containsAll(axes.keySet()));
            assertThat(p.transcript().done()).as(p.id()).hasSize(1);
        }
    }
}
