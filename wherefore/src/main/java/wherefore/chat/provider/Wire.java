package wherefore.chat.provider;

import wherefore.chat.StopReason;

/// Stop reasons as the two vendors' interfaces and our recordings spell them.
final class Wire {

    private Wire() {}

    /// What a provider's stop reason means: an allowlist, because a new one is not known to be good.
    static StopReason stop(String spelling) {
        return switch (spelling) {
            case "end_turn", "stop_sequence", "tool_use", "stop", "tool_calls" -> StopReason.FINISHED;
            case "max_tokens", "length" -> StopReason.LENGTH;
            case "refusal" -> new StopReason.Refused();
            case "content_filter" -> new StopReason.Filtered();
            default -> new StopReason.Unknown(spelling);
        };
    }

    /// How a stop reason is written in a recording.
    static String spelling(StopReason stop) {
        return switch (stop) {
            case StopReason.Finished finished -> "end_turn";
            case StopReason.Length length -> "max_tokens";
            case StopReason.Refused refused -> "refusal";
            case StopReason.Filtered filtered -> "content_filter";
            case StopReason.Unknown unknown -> unknown.spelling();
        };
    }
}
