package wherefore.chat.calls;

import java.util.List;
import wherefore.chat.BatchModel;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// Calls that go by batches: later, for less, none twice.
///
/// An answer in the ledger is free; a request in a batch that runs already, begun by this process or by one that is
/// dead, is waited for there; the rest is handed over in as few batches as the provider permits. Each batch stands in
/// the ledger with its members before it is handed over, and one whose name never came back is looked for before it is
/// handed over again. Answers are joined by their ids, in any order, and durable before anyone sees them.
///
/// Items that failed, expired, were cancelled at the provider or declined by the model go into the next batch, alone:
/// as often as the pace permits, a refusal once. What is refused again is a refusal; what fails again is
/// [Outcome.Failed]. Each is an event in the ledger.
///
/// Where requests share a long beginning, one of them is asked as an ordinary call first: inside a cold batch every
/// item would pay for writing the provider's cache.
///
/// @param asked    the batch interface of the model
/// @param identity what the answers are kept under
/// @param ordinary the same model, asked at once
/// @param around   what is shared by all calls of the command; its budget counts at the price of batches
/// @param manner   how it is gone about
public record BatchCalls(
        BatchModel asked, ModelIdentity identity, Calls ordinary, Surroundings around, BatchPace pace, Manner manner)
        implements Calls {

    /// What a submission does with what is not in the ledger.
    public enum Manner {
        /// Hands over batches and waits for them.
        WAITS,
        /// Hands over batches and leaves; what is not there yet is outstanding, and the same submission continues.
        LEAVES,
        /// Waits for batches that run already, and asks the rest at once.
        ENDS_BATCHES
    }

    @Override
    public String model() {
        return asked.name();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return new BatchSubmission(this, requests).outcomes();
    }
}
