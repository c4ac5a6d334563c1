package wherefore.chat;

/// Tokens that a call was billed for.
///
/// @param input      input tokens that were neither read from nor written to a cache
/// @param cacheRead  input tokens read from the prompt cache
/// @param cacheWrite input tokens written to the prompt cache
/// @param output     output tokens, reasoning included
/// @param reasoning  the part of `output` that was reasoning, as far as the provider tells
public record Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning) {

    /// Both together.
    public Usage plus(Usage more) {
        return new Usage(
                input + more.input,
                cacheRead + more.cacheRead,
                cacheWrite + more.cacheWrite,
                output + more.output,
                reasoning + more.reasoning);
    }
}
