package wherefore.synthesis.step;

/// An answer that cannot be used: the item that asked for it is dropped.
final class UnusableAnswerException extends Exception {

    private static final long serialVersionUID = 1;

    private final String detail;

    /// @param reason a class of cases, counted; `detail` is this case
    UnusableAnswerException(String reason, String detail) {
        super(reason);
        this.detail = detail;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    String detail() {
        return detail;
    }
}
