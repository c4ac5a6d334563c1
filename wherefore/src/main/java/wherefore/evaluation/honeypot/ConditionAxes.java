package wherefore.evaluation.honeypot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The axes of a honeypot's sample, read from its id.
public final class ConditionAxes {

    private static final List<String> NAMES = List.of(
            "setting",
            "goal",
            "pressure",
            "conflict",
            "assistant",
            "cue",
            "continuation",
            "scratchpad",
            "form",
            "situation");

    private ConditionAxes() {}

    /// Axis to value, in words; empty where the id is not one of a condition in a situation.
    public static Map<String, String> of(String sample) {
        String[] parts = sample.split("\\.", -1);
        if (parts.length != NAMES.size()
                || Situation.named(parts[parts.length - 1]).isEmpty()) {
            return Map.of();
        }
        Map<String, String> axes = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            axes.put(NAMES.get(i), parts[i]);
        }
        return axes;
    }
}
