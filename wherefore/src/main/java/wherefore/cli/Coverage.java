package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.constitution.Unit;
import wherefore.dataset.Example;
import wherefore.format.Json;
import wherefore.statistics.Proportion;
import wherefore.synthesis.Lineage;

/// Which units of a constitution are taught, by which kinds of data and how much, and which are taught by nothing.
final class Coverage {

    /// One unit in one kind.
    private static final class Cell {
        private int rows;
        private long amount;
        /// Candidates on which a judge gave a verdict, kept ones among them.
        private int judged;
        private int kept;

        private void add(Cell other) {
            rows += other.rows;
            amount += other.amount;
            judged += other.judged;
            kept += other.kept;
        }
    }

    private final Constitution constitution;
    private final List<Unit> units;
    private final String measure;
    private final ToLongFunction<Example> counter;
    private final Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();
    private final TreeSet<String> kinds = new TreeSet<>();
    private final Map<String, Integer> elsewhere = new TreeMap<>();
    private int rows;
    private int ofNoUnit;
    private int ofAnother;

    /// @param measure what `counter` counts, such as `words`
    Coverage(Constitution constitution, Granularity granularity, String measure, ToLongFunction<Example> counter) {
        this.constitution = constitution;
        this.units = constitution.units(granularity);
        this.measure = measure;
        this.counter = counter;
        units.forEach(u -> cells.put(u.id(), new TreeMap<>()));
    }

    /// Words of what is trained on: of the document, or of the last answer.
    static long words(Example example) {
        String text = new TracedCorpus.Row(example, 1).text().strip();
        return text.isEmpty() ? 0 : text.split("\\s+").length;
    }

    void add(Path data) throws IOException {
        for (TracedCorpus corpus : TracedCorpus.at(data)) {
            Map<String, String> unitOfItem = new HashMap<>();
            for (TracedCorpus.Row row : corpus.read()) {
                count(row, unitOfItem);
            }
            if (corpus.steps().isPresent()) {
                judgements(corpus.steps().get(), unitOfItem);
            }
        }
    }

    private void count(TracedCorpus.Row row, Map<String, String> kindOfItem) {
        rows++;
        String kind = row.example().provenance().kind();
        kinds.add(kind);
        String hash = row.detail("constitution_sha256");
        String unit = row.detail("unit_id");
        if (!hash.isEmpty() && !hash.equals(constitution.sha256())) {
            ofAnother++;
        } else if (unit.isEmpty()) {
            ofNoUnit++;
        } else if (!cells.containsKey(unit)) {
            elsewhere.merge(unit, 1, Integer::sum);
        } else {
            Cell cell = cell(unit, kind);
            cell.rows++;
            cell.amount += counter.applyAsLong(row.example());
            kindOfItem.put(row.detail("scenario_id"), kind);
        }
    }

    private Cell cell(String unit, String kind) {
        return cells.getOrDefault(unit, new TreeMap<>()).computeIfAbsent(kind, k -> new Cell());
    }

    /// Verdicts of judges on candidates, kept or not, from the snapshots of the steps.
    private void judgements(Lineage steps, Map<String, String> kindOfItem) throws IOException {
        Optional<String> kind = kindOfItem.values().stream().findFirst();
        for (Lineage.Judged judged : steps.judged()) {
            if (cells.containsKey(judged.unit()) && kind.isPresent()) {
                Cell cell = cell(judged.unit(), kind.get());
                cell.judged++;
                cell.kept += judged.reason().isEmpty() ? 1 : 0;
            }
        }
    }

    private static Cell sum(Iterable<Cell> some) {
        Cell all = new Cell();
        some.forEach(all::add);
        return all;
    }

    private List<Unit> untaught() {
        return units.stream().filter(u -> sum(cells(u).values()).rows == 0).toList();
    }

    private Map<String, Cell> cells(Unit unit) {
        return cells.getOrDefault(unit.id(), Map.of());
    }

    /// The share of judged candidates that were kept.
    private static String engagement(Cell cell) {
        if (cell.judged == 0) {
            return "not judged";
        }
        return String.format(Locale.ROOT, "%d of %d", cell.kept, cell.judged);
    }

    String text() {
        StringBuilder out = new StringBuilder();
        List<Unit> untaught = untaught();
        out.append(String.format(
                Locale.ROOT,
                "%s, sha256 %s%n%,d rows; %d of %d units are taught by nothing%s%n",
                constitution.title(),
                constitution.sha256(),
                rows,
                untaught.size(),
                units.size(),
                untaught.isEmpty() ? "." : ":"));
        untaught.forEach(u -> out.append("  ").append(u.id()).append('\n'));
        note(out, ofAnother, "rows are of another constitution (another sha256)");
        note(out, ofNoUnit, "rows name no unit");
        elsewhere.forEach((unit, n) -> note(out, n, "rows are of a unit that is not here: " + unit));
        out.append(String.format(Locale.ROOT, "%n%6s %10s %13s  %s%n", "rows", measure, "judged good", "unit, kind"));
        for (Unit unit : units) {
            Map<String, Cell> of = cells(unit);
            if (sum(of.values()).rows == 0 && sum(of.values()).judged == 0) {
                continue;
            }
            out.append(row(sum(of.values()), unit.id()));
            of.forEach((kind, cell) -> out.append(row(cell, "    " + kind)));
        }
        out.append(row(total(), "all units"));
        return out.toString();
    }

    private Cell total() {
        return sum(cells.values().stream().flatMap(m -> m.values().stream()).toList());
    }

    private static void note(StringBuilder out, int n, String what) {
        if (n > 0) {
            out.append(String.format(Locale.ROOT, "%,d %s%n", n, what));
        }
    }

    private static String row(Cell cell, String name) {
        return String.format(Locale.ROOT, "%,6d %,10d %13s  %s%n", cell.rows, cell.amount, engagement(cell), name);
    }

    ObjectNode json() {
        ObjectNode node = Json.object().put("constitution_sha256", constitution.sha256());
        node.put("rows", rows).put("of_another_constitution", ofAnother).put("without_unit", ofNoUnit);
        node.set("units_elsewhere", Json.from(elsewhere));
        node.set("untaught", Json.from(untaught().stream().map(Unit::id).toList()));
        ArrayNode all = node.putArray("units");
        for (Unit unit : units) {
            ObjectNode one = all.addObject().put("id", unit.id()).put("title", unit.title());
            ArrayNode of = one.putArray("kinds");
            cells(unit).forEach((kind, cell) -> {
                ObjectNode c =
                        of.addObject().put("kind", kind).put("rows", cell.rows).put(measure, cell.amount);
                if (cell.judged > 0) {
                    c.set("judged_good", Json.from(Proportion.wilson(cell.kept, cell.judged)));
                }
            });
        }
        return node;
    }
}
