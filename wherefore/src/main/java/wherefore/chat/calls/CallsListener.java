package wherefore.chat.calls;

import java.util.function.Supplier;

/// Hears how paid calls go on.
public interface CallsListener {

    CallsListener SILENT = new CallsListener() {};

    /// Something changed: a call began or ended. Called often and from several threads, so the count is made only if
    /// somebody looks at it.
    default void advanced(String model, Supplier<CallsCount> count) {}

    /// Something that a person may want to know at once, in one line: a batch began, or ended.
    default void told(String model, String line) {}

    /// The submission has ended, whole or stopped. `count` is the same object as in all calls of [#advanced] for this
    /// submission.
    default void ended(String model, Supplier<CallsCount> count) {}
}
