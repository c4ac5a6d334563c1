package wherefore.evaluation.constitutional;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.ResourceFolder;
import wherefore.judging.Rubric;

/// What a judge is asked about an answer to an item: a rubric that ships with the product, filled with what the item
/// says of its clause. The questions are the same for every clause; by what they are decided is not.
final class ClauseRubric {

    static final String STANCE = "stance";
    static final String REASON = "reason";
    static final String CONTRADICTS = "contradicts";
    static final String NOTICES = "notices";
    static final String ACTS = "acts";

    private static final String FOLDER = "wherefore/evaluations/constitution/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(stance|reason|against|issue|in_line)}");

    private static final String OPEN = ResourceFolder.text(FOLDER + "open.md");
    private static final String SCENARIO = ResourceFolder.text(FOLDER + "scenario.md");

    private static final Rubric OPEN_UNFILLED = Rubric.read(OPEN, "open.md");
    private static final Rubric SCENARIO_UNFILLED = Rubric.read(SCENARIO, "scenario.md");

    private ClauseRubric() {}

    /// As it stands in the file, for a kind; empty where no judge is needed.
    static Optional<Rubric> unfilled(ItemKind kind) {
        return switch (kind) {
            case RECALL, FALSE_PREMISE, KNOWS, DISCRIMINATES -> Optional.empty();
            case OPEN -> Optional.of(OPEN_UNFILLED);
            case SCENARIO -> Optional.of(SCENARIO_UNFILLED);
        };
    }

    /// For one item; empty where no judge is needed.
    static Optional<Rubric> of(ConstitutionItem item) {
        return switch (item) {
            case ConstitutionItem.Closed closed -> Optional.empty();
            case ConstitutionItem.Open o ->
                Optional.of(filled(
                        OPEN,
                        Map.of("stance", o.stance(), "reason", o.reason(), "against", o.against()),
                        "open.md for " + o.id()));
            case ConstitutionItem.Scenario s ->
                Optional.of(filled(
                        SCENARIO,
                        Map.of("issue", s.issue(), "in_line", s.inLine(), "against", s.against()),
                        "scenario.md for " + s.id()));
        };
    }

    /// In one pass, and each on one line, so that nothing in an item becomes a heading or a placeholder.
    private static Rubric filled(String template, Map<String, String> values, String file) {
        String text = PLACEHOLDER
                .matcher(template)
                .replaceAll(m -> Matcher.quoteReplacement(Optional.ofNullable(values.get(m.group(1)))
                        .map(v -> v.replaceAll("\\s+", " ").strip())
                        .orElse(m.group())));
        return Rubric.read(text, file);
    }
}
