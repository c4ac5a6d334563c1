package wherefore.faults;

/// What may happen to one exchange.
public enum Fault {
    /// Nothing: a whole, good answer.
    NONE(true),
    RATE_LIMITED(false),
    RATE_LIMITED_WITH_RETRY_AFTER(false),
    SERVER_ERROR(false),
    UNAVAILABLE(false),
    OVERLOADED(false),
    /// The answer is good, but the first byte comes late.
    SLOW_FIRST_BYTE(true),
    /// Half of the body, then nothing while the connection stays open.
    SILENCE_IN_THE_BODY(false),
    /// The body ends where it should by its length, but the JSON is cut.
    TRUNCATED_JSON(false),
    INVALID_JSON(false),
    /// The connection is reset (RST) instead of an answer.
    RESET(false),
    /// The connection is reset after half of the body.
    RESET_IN_THE_BODY(false),
    /// A page for people, with status 200.
    HTML_WITH_STATUS_200(false),
    /// An empty list of choices; a message without content, where there are no choices.
    NO_CHOICES(false),
    /// Withheld by a content filter; a refusal where the protocol has no filter. Billed.
    FILTERED(true),
    REFUSED(true),
    /// Two answers with one id.
    DUPLICATE_ID(true),
    /// An answer of 10 MB.
    HUGE(true);

    private final boolean isAnswer;

    Fault(boolean isAnswer) {
        this.isAnswer = isAnswer;
    }

    /// Whether it is an answer that has to be paid and kept, and must not be asked for again.
    public boolean isAnswer() {
        return isAnswer;
    }
}
