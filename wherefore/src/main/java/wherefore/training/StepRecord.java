package wherefore.training;

import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;

/// One optimizer step.
///
/// @param step            from 1
/// @param steps           how many there will be
/// @param loss            mean negative log probability, in nats, of the step's loss-bearing tokens before the update
/// @param learningRate    of this step
/// @param gradientNorm    Euclidean length of all gradients before clipping
/// @param tokensSeen      tokens read up to here, without padding
/// @param tokensBearing   loss-bearing tokens up to here
/// @param tokensPerSecond tokens read a second since the first step began; differs between runs
public record StepRecord(
        int step,
        int steps,
        double loss,
        double learningRate,
        double gradientNorm,
        long tokensSeen,
        long tokensBearing,
        double tokensPerSecond) {

    /// A line of `steps.jsonl`: everything but the rate, so that the same training gives the same bytes.
    public ObjectNode toJson() {
        return Json.object()
                .put("step", step)
                .put("steps", steps)
                .put("loss", loss)
                .put("learning_rate", learningRate)
                .put("gradient_norm", gradientNorm)
                .put("tokens_seen", tokensSeen)
                .put("tokens_bearing", tokensBearing);
    }
}
