package wherefore.chat;

/// Nothing more is asked: the rest of a submission has no outcomes, and pretending otherwise (a failure for each of two
/// thousand requests) would let a step go on with rows that are missing for no reason of their own. Answers that came
/// before are in the ledger; the same command, run again, continues from there.
public final class CallsStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param why one line for a person; its kind says what stopped the calls
    public CallsStoppedException(ChatModelException why) {
        super(why.getMessage(), why);
    }

    /// What stopped the calls.
    public ChatModelException.Kind kind() {
        return getCause() instanceof ChatModelException why ? why.kind() : ChatModelException.Kind.STOPPED;
    }
}
