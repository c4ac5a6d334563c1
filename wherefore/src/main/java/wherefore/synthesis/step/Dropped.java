package wherefore.synthesis.step;

/// An item that did not go on, with the step that dropped it and the reason. The reason names a class of cases, so that
/// equal reasons can be counted; `detail` tells this one.
public record Dropped(Item item, String step, String reason, String detail) {}
