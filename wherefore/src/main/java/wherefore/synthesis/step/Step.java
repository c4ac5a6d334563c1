package wherefore.synthesis.step;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import wherefore.chat.Calls;

/// One step of a kind of data. The snapshot returned holds the items that go on and those that this step dropped; when
/// answers are outstanding it says how many, and is not the step's result yet.
@FunctionalInterface
public interface Step {

    Snapshot perform(Snapshot before, Calls calls, RandomGenerator random);

    /// Every item goes on, changed in the same way; nobody is asked.
    static Step mapping(UnaryOperator<Item> change) {
        return (before, calls, random) ->
                Snapshot.of(before.items().stream().map(change).toList());
    }
}
