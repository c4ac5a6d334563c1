package wherefore.chat;

/// Why a model stopped. Only [Finished] counts as an answer; the others reach the caller and every count.
public sealed interface StopReason {

    /// The answer is whole: an end of turn, a stop sequence or a tool call.
    record Finished() implements StopReason {}

    /// The token limit cut the answer.
    record Length() implements StopReason {}

    /// A content filter of the provider withheld it.
    record Filtered() implements StopReason {}

    /// The model declined by the provider's own refusal signal.
    record Refused() implements StopReason {}

    /// A reason that is not known to be good, as the provider spelt it.
    record Unknown(String spelling) implements StopReason {}

    StopReason FINISHED = new Finished();
    StopReason LENGTH = new Length();
}
