package wherefore.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Which hypotheses were declared before the first evaluation existed. They are written down when the study first runs;
/// one that appears, or changes, when an evaluation is already there is exploratory for good.
final class Declarations {

    static final String FILE = "declared.jsonl";

    private Declarations() {}

    /// The names of hypotheses that were declared before.
    ///
    /// @param evaluated whether an evaluation of this study exists already
    static Set<String> settle(Path out, List<StudyFile.Hypothesis> hypotheses, boolean evaluated) throws IOException {
        Path file = out.resolve(FILE);
        Set<JsonNode> before = new LinkedHashSet<>();
        if (Files.exists(file)) {
            before.addAll(JsonLines.read(file));
        }
        if (!evaluated) {
            Set<JsonNode> now = new LinkedHashSet<>(before);
            hypotheses.forEach(h -> now.add(row(h)));
            if (!now.equals(before) || !Files.exists(file)) {
                JsonLines.write(file, now);
            }
            before = now;
        }
        Set<JsonNode> declared = before;
        return hypotheses.stream()
                .filter(h -> declared.contains(row(h)))
                .map(StudyFile.Hypothesis::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static ObjectNode row(StudyFile.Hypothesis h) {
        return Json.object()
                .put("name", h.name())
                .put("claim", h.claim().strip().replaceAll("\\s+", " "))
                .put("on", h.on().strip().replaceAll("\\s+", " "));
    }
}
