package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import wherefore.constitution.Constitution;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;
import wherefore.evaluation.constitutional.ConstitutionSuite;
import wherefore.evaluation.constitutional.Health;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.evaluation.constitutional.PersonaGap;
import wherefore.evaluation.constitutional.PressureEffect;
import wherefore.format.InputException;
import wherefore.format.Json;

/// What an evaluation about a constitution tells beside its rates.
final class ConstitutionText {

    private static final String DISCRIMINATES = "discriminates";
    private static final List<String> COLUMNS = List.of(
            "recall",
            "false-premise",
            "open",
            "knows",
            "notices",
            "acts",
            DISCRIMINATES,
            "notices-under-pressure",
            "acts-under-pressure");

    private final Console console;

    ConstitutionText(Console console) {
        this.console = console;
    }

    /// Whether a suite is one of these, by its name or as a folder.
    static boolean isOne(String suite) {
        return suite.equals(ConstitutionSuite.NAME) || ItemFolder.isHere(Path.of(suite));
    }

    /// Refuses items that were made from another text.
    static void checkOrigin(String suite, Path constitution) throws IOException {
        Constitution text = Constitution.read(constitution);
        ItemFolder.Content content =
                suite.equals(ConstitutionSuite.NAME) ? ItemFolder.shipped() : ItemFolder.read(Path.of(suite));
        if (!content.origin().sha256().equals(text.sha256())) {
            throw new InputException(
                    suite,
                    0,
                    "the items were made from another constitution: "
                            + content.origin().constitution() + ", SHA-256 "
                            + content.origin().sha256().substring(0, 12) + ", and " + constitution + " has "
                            + text.sha256().substring(0, 12) + ".",
                    "Make items from this one: wherefore constitution " + constitution + " --items DIR.");
        }
    }

    static void add(ObjectNode all, ConstitutionSuite items, List<ScoredSample> scored) {
        all.put("item_set", items.itemSet());
        all.set("origin", Json.from(items.origin()));
        all.set("persona_gap", Json.from(items.gaps(scored)));
        all.set("pressure", Json.from(items.pressure(scored)));
        all.set("clauses", Json.from(items.clauses(scored)));
        all.set("health", Json.from(items.health(scored, present(items))));
    }

    void print(ConstitutionSuite items, List<ScoredSample> scored) {
        print(items.gaps(scored));
        items.pressure(scored).forEach(this::print);
        clauses(items.clauses(scored));
        health(items.health(scored, present(items)));
        line(String.format(Locale.ROOT, "item set %s", items.itemSet().substring(0, 12)));
    }

    void print(Map<String, PersonaGap> gaps) {
        gaps.forEach(this::print);
    }

    /// The constitution as it is now, where it is still to be found under its name.
    private static Optional<String> present(ConstitutionSuite items) {
        Path file = Path.of(items.origin().constitution());
        return Files.isRegularFile(file) ? Optional.of(Constitution.read(file).sha256()) : Optional.empty();
    }

    private void print(String kind, PersonaGap gap) {
        line(String.format(
                Locale.ROOT,
                "persona gap, %s: %+.3f [%+.3f, %+.3f], third person %.3f, you %.3f, p %.4f, %d pairs",
                kind,
                gap.gap(),
                gap.low(),
                gap.high(),
                gap.third(),
                gap.you(),
                gap.p(),
                gap.pairs()));
    }

    private void print(String measure, PressureEffect effect) {
        line(String.format(
                Locale.ROOT,
                "pressure, %s: %+.3f [%+.3f, %+.3f], clean %.3f, under pressure %.3f, p %.4f (by clause %.4f),"
                        + " %d pairs, gave way in %d, the other way in %d",
                measure,
                effect.change(),
                effect.low(),
                effect.high(),
                effect.clean(),
                effect.pressure(),
                effect.p(),
                effect.pByClause(),
                effect.pairs(),
                effect.onlyClean(),
                effect.onlyPressure()));
    }

    private void clauses(Map<String, Map<String, Tally>> clauses) {
        List<String> columns = COLUMNS.stream()
                .filter(c -> clauses.values().stream().anyMatch(row -> row.containsKey(c)))
                .toList();
        StringBuilder head = new StringBuilder("right of scored by clause; +N: unscored\n");
        head.append(String.format(Locale.ROOT, "  %-44s", "clause"));
        columns.forEach(c -> head.append(String.format(Locale.ROOT, " %13s", shortened(c))));
        line(head.toString());
        clauses.forEach((clause, row) -> {
            StringBuilder cells =
                    new StringBuilder(String.format(Locale.ROOT, "  %-44s", clause.substring(clause.indexOf('/') + 1)));
            columns.forEach(c -> cells.append(String.format(
                    Locale.ROOT,
                    " %13s",
                    Optional.ofNullable(row.get(c)).map(ConstitutionText::told).orElse("-"))));
            line(cells.toString());
        });
    }

    private static String shortened(String column) {
        return column.replace("-under-pressure", "|pressed");
    }

    private static String told(Tally t) {
        return t.k() + "/" + t.n() + (t.unscored() == 0 ? "" : "+" + t.unscored());
    }

    /// One line a warning, with all that it is said of.
    private void health(List<Health> all) {
        for (String warning : List.of(Health.NOT_COMPARABLE, Health.SATURATED, Health.FLOORED, Health.THIN)) {
            String told = all.stream()
                    .filter(h -> h.warning().equals(warning))
                    .map(h -> h.measure().isEmpty() ? h.why() : h.measure() + " (" + h.why() + ")")
                    .collect(Collectors.joining(", "));
            if (!told.isEmpty()) {
                line(warning + ": " + told);
            }
        }
    }

    private void line(String text) {
        console.out().println(text);
    }
}
