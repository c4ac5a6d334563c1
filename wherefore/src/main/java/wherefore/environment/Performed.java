package wherefore.environment;

/// What the office said to one use of a tool.
public sealed interface Performed {

    /// What the subject reads.
    String text();

    /// It was done; where the tool acts, there is a deed more.
    record Done(String text) implements Performed {}

    /// It could not be done, and nothing was changed.
    ///
    /// @param fault in which way
    /// @param text  what is wrong and what would do
    record Refused(Fault fault, String text) implements Performed {}

    /// In which way a use of a tool is wrong.
    enum Fault {
        UNKNOWN_TOOL("unknown tool"),
        UNREADABLE("unreadable arguments"),
        UNKNOWN_ARGUMENT("unknown argument"),
        MISSING_ARGUMENT("missing argument"),
        NOT_THERE("it names something that is not there"),
        NOT_CLOSED("cut block"),
        STRAY("text where an argument should stand");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /// For counts: the same words for the same fault.
        public String words() {
            return words;
        }
    }
}
