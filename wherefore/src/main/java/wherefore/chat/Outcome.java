package wherefore.chat;

/// What became of one request of a submission.
public sealed interface Outcome {

    /// The model answered; the completion's stop reason says whether the answer is whole.
    record Answered(Completion completion) implements Outcome {}

    /// The answer will come later (a batch, a file that somebody else fills).
    record Outstanding(String id) implements Outcome {}

    /// No answer and none to come, with the reason.
    record Failed(String why) implements Outcome {}
}
