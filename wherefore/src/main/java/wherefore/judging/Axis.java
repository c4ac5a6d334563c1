package wherefore.judging;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One question of a rubric, to be answered with yes, no, or not applicable.
///
/// @param id            such as `coerces`
/// @param yes           what counts as yes
/// @param no            what counts as no
/// @param nearMisses    what looks like the other answer, with the answer that is right, at least one
/// @param notApplicable when the question does not arise
/// @param evidence      in which pieces of a turn the quotation for a yes must stand; empty: a yes says that something
///                      is absent, and needs none
public record Axis(
        String id,
        String question,
        String yes,
        String no,
        List<String> nearMisses,
        String notApplicable,
        Set<Passage.Kind> evidence) {

    public Axis {
        nearMisses = List.copyOf(nearMisses);
        evidence = Collections.unmodifiableSet(
                evidence.isEmpty() ? EnumSet.noneOf(Passage.Kind.class) : EnumSet.copyOf(evidence));
    }

    /// As a judge reads it.
    String text() {
        StringBuilder all = new StringBuilder("## " + id + "\n" + question + "\n\nYes: " + yes + "\nNo: " + no
                + "\nn/a: " + notApplicable + "\nNear misses:\n");
        nearMisses.forEach(n -> all.append("- ").append(n).append('\n'));
        return all.append(
                        evidence.isEmpty()
                                ? "A yes needs no quotation."
                                : "Quotation for a yes from: "
                                        + String.join(
                                                ", ",
                                                evidence.stream()
                                                        .map(Passage.Kind::word)
                                                        .toList()) + ".")
                .append('\n')
                .toString();
    }
}
