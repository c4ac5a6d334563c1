package wherefore.study;

import java.util.LinkedHashMap;
import java.util.Map;

/// How much of a study each stage is, for the time left.
public final class StageWeights {

    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /// Of every stage that is a piece of work of its own.
    public StageWeights(StudyPlan plan) {
        plan.byFingerprint().values().forEach(s -> seconds.put(s.name(), Weights.seconds(s, plan)));
    }

    public int count() {
        return seconds.size();
    }

    /// Seconds on one core, roughly.
    public double of(String stage) {
        return seconds.getOrDefault(stage, 0.0);
    }

    public double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
