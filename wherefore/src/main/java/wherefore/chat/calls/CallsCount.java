package wherefore.chat.calls;

import wherefore.chat.Usage;

/// How far a submission is.
///
/// @param asked      requests of the submission
/// @param done       requests with an outcome, from the ledger or new
/// @param fromLedger the part of `done` that was in the ledger already and costs nothing
/// @param inFlight   calls that a server works on
/// @param waiting    calls that failed and will be asked again
/// @param retried    tries that were not the first of their call
/// @param refused    new answers that the model declined
/// @param filtered   new answers that a content filter withheld
/// @param cutOff     new answers that the token limit cut
/// @param unknown    new answers that ended for a reason which is not known to be good
/// @param failed     requests that ended without an answer
/// @param usage      tokens of the new answers, as far as servers told
/// @param unbilled   new answers without usage: what they cost is unknown, not nothing
public record CallsCount(
        int asked,
        int done,
        int fromLedger,
        int inFlight,
        int waiting,
        int retried,
        int refused,
        int filtered,
        int cutOff,
        int unknown,
        int failed,
        Usage usage,
        int unbilled) {

    /// Requests with an answer.
    public int answers() {
        return done - failed;
    }
}
