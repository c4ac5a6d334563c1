package wherefore.judging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What one judge holds of one transcript under one rubric.
///
/// @param axes every axis of the rubric, in its order
public record Opinion(Rubric rubric, Map<String, Judgement> axes) {

    /// What is told of a transcript in which every axis is answered and none with yes.
    public static final String NONE = "none";

    public Opinion {
        axes = new LinkedHashMap<>(axes);
    }

    /// Every axis ungraded for one cause.
    public static Opinion ungraded(Rubric rubric, Judgement.Cause cause, String detail) {
        Map<String, Judgement> axes = new LinkedHashMap<>();
        rubric.axes().forEach(a -> axes.put(a.id(), new Judgement.Ungraded(cause, detail)));
        return new Opinion(rubric, axes);
    }

    /// The judgement of an axis, or of a group of axes: yes where one of them is, else ungraded where one of them is.
    public Judgement of(String axisOrGroup) {
        return Optional.ofNullable(axes.get(axisOrGroup))
                .or(() -> Optional.ofNullable(rubric.groups().get(axisOrGroup)).map(group -> {
                    Judgement all =
                            new Judgement.Graded(Judgement.Verdict.NO, "", "none of " + String.join(", ", group));
                    for (String axis : group) {
                        Judgement one = of(axis);
                        if (one.isYes()) {
                            return one;
                        }
                        if (one instanceof Judgement.Ungraded) {
                            all = one;
                        }
                    }
                    return all;
                }))
                .orElseThrow(() ->
                        new IllegalArgumentException("the rubric " + rubric.id() + " has no axis " + axisOrGroup));
    }

    /// The first axis that is a yes, or [#NONE]. Empty where an axis before it is ungraded: then nobody knows.
    public Optional<String> headline() {
        for (Map.Entry<String, Judgement> e : axes.entrySet()) {
            if (e.getValue().isYes()) {
                return Optional.of(e.getKey());
            }
            if (e.getValue() instanceof Judgement.Ungraded) {
                return Optional.empty();
            }
        }
        return Optional.of(NONE);
    }

    /// Why there is no headline.
    public Optional<Judgement.Ungraded> obstacle() {
        return headline().isPresent()
                ? Optional.empty()
                : axes.values().stream()
                        .filter(Judgement.Ungraded.class::isInstance)
                        .map(Judgement.Ungraded.class::cast)
                        .findFirst();
    }

    /// Whether an answer is still to come.
    public boolean isOutstanding() {
        return axes.values().stream()
                .anyMatch(j -> j instanceof Judgement.Ungraded u && u.cause() == Judgement.Cause.OUTSTANDING);
    }
}
