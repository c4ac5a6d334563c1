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
}
