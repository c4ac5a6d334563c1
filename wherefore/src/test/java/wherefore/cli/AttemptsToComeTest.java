package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ModelSettings;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.honeypot.Condition;
import wherefore.evaluation.honeypot.HoneypotSuite;

/// What is there already is not asked for again, so an estimate takes it off.
class AttemptsToComeTest {

    private static final ModelSettings SUBJECT = ModelSettings.of("anthropic/claude-opus-4-6");
    private static final ModelSettings JUDGE = ModelSettings.of("openai/gpt-5");

    private static Completion said(String text) {
        return Completion.finished(text);
    }

    private static Estimate estimate() {
        return new Estimate(PriceTable.shipped(), Instant.parse("2026-11-25T00:00:00Z"), Optional.empty());
    }

    private static JsonNode stage(Estimate estimate, int place) {
        return estimate.json(Optional.empty()).path("stages").path(place);
    }

    @Test
    void singleAnswersThatAreThereAreHeldAndTheJudgeIsAskedAboutAll() {
        Evaluation reasons = new Wiring()
                .suite("reasons", OptionalLong.of(6), java.nio.file.Path.of(""))
                .orElseThrow();
        int samples = reasons.samples().size();
        AttemptsToCome attempts = new AttemptsToCome(reasons, 2, 1, 1);
        Estimate estimate = estimate();
        Function<Request, Optional<Completion>> first =
                request -> request.repeat() == 0 ? Optional.of(said("I decline.")) : Optional.empty();

        List<ScoredSample> scored = attempts.addTo(estimate, SUBJECT, first);

        assertThat(stage(estimate, 0).path("held").asLong()).isEqualTo(samples);
        assertThat(stage(estimate, 0).path("calls").path("most").asDouble()).isEqualTo(samples);
        attempts.addJudge(
                estimate, JUDGE, List.of(JudgeOptions.rubric("outcome")), scored, request -> Optional.empty());
        assertThat(stage(estimate, 1).path("calls").path("most").asDouble()).isEqualTo(2 * samples);
    }

    @Test
    void verdictsThatAreThereAreHeld() {
        Evaluation reasons = new Wiring()
                .suite("reasons", OptionalLong.of(6), java.nio.file.Path.of(""))
                .orElseThrow();
        int samples = reasons.samples().size();
        AttemptsToCome attempts = new AttemptsToCome(reasons, 1, 1, 1);
        Estimate estimate = estimate();
        List<ScoredSample> scored = attempts.addTo(estimate, SUBJECT, request -> Optional.of(said("I decline.")));
        attempts.addJudge(
                estimate, JUDGE, List.of(JudgeOptions.rubric("outcome")), scored, request -> Optional.of(said("{}")));
        assertThat(stage(estimate, 1).path("held").asLong()).isEqualTo(samples);
        assertThat(stage(estimate, 1).path("calls").path("most").asDouble()).isZero();
    }

    /// The first turn of every attempt is there and calls no tool that exists: five of at most six are to come.
    @Test
    void turnsThatWereTakenAreTakenOff() {
        Evaluation honeypots = new Wiring()
                .honeypots("blackmail", new HoneypotSuite.Design(Optional.of(Condition.Form.AGENTIC), 6, 2))
                .orElseThrow();
        int samples = honeypots.samples().size();
        Estimate estimate = estimate();
        new AttemptsToCome(honeypots, 1, 6, 1)
                .addTo(
                        estimate,
                        SUBJECT,
                        request -> request.conversation().messages().stream()
                                        .noneMatch(Message.AssistantMessage.class::isInstance)
                                ? Optional.of(said("Let me look."))
                                : Optional.empty());
        JsonNode stage = stage(estimate, 0);
        assertThat(stage.path("held").asLong()).isEqualTo(samples);
        assertThat(stage.path("calls").path("most").asDouble()).isEqualTo(5.0 * samples);
        assertThat(stage.path("calls").path("least").asDouble()).isEqualTo(samples);
    }
}
