package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Completion;
import wherefore.format.InputException;
import wherefore.format.Json;

/// A judge reads each item and answers with a small JSON object, `{"verdict": "...", "why": "..."}`; only items with
/// the
/// verdict that is kept go on. An answer that cannot be read is never a verdict: the item is dropped as ungraded.
///
/// @param keeps the verdict that is kept
/// @param known all verdicts that the judge may give
/// @param misbehaves verdicts that say that an AI did wrong in the text: such an item goes into quarantine
public record Screen(String name, Template template, String keeps, List<String> known, List<String> misbehaves)
        implements StepSpec {

    /// What stands before the verdict in the reason of a lost item.
    public static final String JUDGED = "judged ";

    /// What stands after the step's name in the field with the judge's reason.
    public static final String WHY = "_why";

    public Screen {
        known = List.copyOf(known);
        misbehaves = List.copyOf(misbehaves);
        if (misbehaves.contains(keeps) || !known.containsAll(misbehaves)) {
            throw new IllegalArgumentException("the verdicts of misbehaviour, " + misbehaves + ", must be among "
                    + known + ", and not the one that is kept");
        }
        if (!known.contains(keeps)) {
            throw new IllegalArgumentException("the verdict kept, \"" + keeps + "\", is not among " + known);
        }
    }

    @Override
    public Asks asks() {
        return Asks.JUDGE;
    }

    @Override
    public Set<String> reads() {
        return template.placeholders();
    }

    @Override
    public Set<String> writes() {
        return Set.of();
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.of(AnswerForm.verdict(template.name(), keeps));
    }

    @Override
    public Step in(Scope scope) {
        return Round.of(name, template, scope).eachBecomes(this::judged);
    }

    /// Whether this step dropped it because an AI does wrong in it.
    public boolean quarantines(Dropped dropped) {
        return dropped.step().equals(name)
                && misbehaves.stream().anyMatch(v -> dropped.reason().equals(JUDGED + v));
    }

    private Item judged(Item item, Completion answer) throws UnusableAnswerException {
        JsonNode verdict = object(answer.text());
        String given = verdict.path("verdict").asString("");
        String why = verdict.path("why").asString("");
        if (!known.contains(given)) {
            throw new UnusableAnswerException("ungraded", "the judge's verdict was \"" + given + "\"");
        }
        if (!given.equals(keeps)) {
            throw new UnusableAnswerException(JUDGED + given, why);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(name + WHY, why);
        return item.with(fields);
    }

    /// The JSON object in an answer; a fence or a word around it does no harm.
    private static JsonNode object(String text) throws UnusableAnswerException {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        if (open < 0 || close < open) {
            throw new UnusableAnswerException("ungraded", "the judge's answer holds no JSON object");
        }
        try {
            return Json.read(text.substring(open, close + 1), "", 0);
        } catch (InputException e) {
            throw new UnusableAnswerException("ungraded", "the judge's answer is " + e.getMessage());
        }
    }

    /// Everything is kept.
    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> i));
    }
}
