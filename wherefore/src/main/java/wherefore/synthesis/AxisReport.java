package wherefore.synthesis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.synthesis.step.Dropped;
import wherefore.synthesis.step.Item;

/// What became of the candidates, by axis and value: how many were dealt, accepted, not needed any more, and dropped
/// with
/// which reason. A filter that prefers one value of an axis shows here and nowhere else.
final class AxisReport {

    private final Map<String, Map<String, Tally>> axes = new LinkedHashMap<>();

    private static final class Tally {
        private int dealt;
        private int accepted;
        private int surplus;
        private final Map<String, Integer> dropped = new TreeMap<>();
    }

    AxisReport(List<String> names) {
        names.forEach(n -> axes.put(n, new TreeMap<>()));
    }

    void dealt(Item item) {
        each(item, t -> t.dealt++);
    }

    void accepted(Item item) {
        each(item, t -> t.accepted++);
    }

    /// Made, but another candidate had the place already.
    void surplus(Item item) {
        each(item, t -> t.surplus++);
    }

    void dropped(Dropped lost) {
        each(lost.item(), t -> t.dropped.merge(lost.step() + ": " + lost.reason(), 1, Integer::sum));
    }

    private void each(Item item, java.util.function.Consumer<Tally> change) {
        axes.forEach((axis, values) ->
                item.find(axis).ifPresent(v -> change.accept(values.computeIfAbsent(v, k -> new Tally()))));
    }

    ObjectNode json() {
        ObjectNode all = Json.object();
        axes.forEach((axis, values) -> {
            ObjectNode node = all.putObject(axis);
            values.forEach((value, t) -> {
                ObjectNode counts = node.putObject(value).put("dealt", t.dealt).put("accepted", t.accepted);
                if (t.surplus > 0) {
                    counts.put("surplus", t.surplus);
                }
                ObjectNode dropped = counts.putObject("dropped");
                t.dropped.forEach(dropped::put);
            });
        });
        return all;
    }
}
