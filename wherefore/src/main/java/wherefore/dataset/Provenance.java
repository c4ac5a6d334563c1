package wherefore.dataset;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Where an example came from: the kind of data, and whatever its steps recorded (unit, scenario, prompt versions,
/// models, injection, constitution hash, what was ablated), as texts by name.
public record Provenance(String kind, Map<String, String> details) {

    public Provenance {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    public static Provenance of(String kind) {
        return new Provenance(kind, Map.of());
    }
}
