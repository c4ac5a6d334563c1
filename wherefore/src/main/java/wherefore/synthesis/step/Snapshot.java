package wherefore.synthesis.step;

import java.util.List;

/// What there is after a step.
///
/// @param items       those that go on, in order
/// @param dropped     those that this step dropped
/// @param outstanding answers that will come later; above 0 the step has to be performed again
public record Snapshot(List<Item> items, List<Dropped> dropped, int outstanding) {

    public static final Snapshot EMPTY = new Snapshot(List.of(), List.of(), 0);

    public Snapshot {
        items = List.copyOf(items);
        dropped = List.copyOf(dropped);
    }

    public static Snapshot of(List<Item> items) {
        return new Snapshot(items, List.of(), 0);
    }
}
