package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.chat.Completion;

/// Each item asks once, and the answer's tagged blocks become fields. Where the step may be declined, an answer may say
/// why there is nothing to give instead: its item is dropped with that reason, which is no malformed answer.
///
/// @param declines  the tag of a block that declines, and the reason under which its item is dropped
/// @param otherwise the fields when the step is ablated
public record Draft(
        String name, Template template, List<Tag> gives, Optional<String> declines, Map<String, Phrase> otherwise)
        implements StepSpec {

    public Draft {
        gives = List.copyOf(gives);
        String declining = declines.orElse("");
        if (gives.stream().anyMatch(t -> t.name().equals(declining))) {
            throw new IllegalArgumentException("<" + declining + "> cannot both give and decline");
        }
    }

    @Override
    public Asks asks() {
        return Asks.WRITER;
    }

    @Override
    public Set<String> reads() {
        return template.placeholders();
    }

    @Override
    public Set<String> writes() {
        Set<String> written = new LinkedHashSet<>();
        gives.forEach(t -> written.add(t.name()));
        return written;
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.of(AnswerForm.tagged(template.name(), gives));
    }

    @Override
    public Step in(Scope scope) {
        return Round.of(name, template, scope).eachBecomes((item, answer) -> {
            if (declines.isPresent()) {
                refuseDeclined(declines.get(), answer);
            }
            return item.with(Tag.read(gives, answer));
        });
    }

    /// A block that was repeated empty, beside the blocks asked for, declines nothing.
    private static void refuseDeclined(String tag, Completion answer) throws UnusableAnswerException {
        for (Blocks block : Blocks.of(tag, answer.text())) {
            if (!block.text().isBlank()) {
                throw new UnusableAnswerException(tag, block.text());
            }
        }
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> i.with(fields(otherwise, i, scope))));
    }

    static Map<String, String> fields(Map<String, Phrase> phrases, Item item, Scope scope) {
        Map<String, String> fields = new LinkedHashMap<>();
        phrases.forEach((name, phrase) -> fields.put(name, scope.fill(phrase, item)));
        return fields;
    }
}
