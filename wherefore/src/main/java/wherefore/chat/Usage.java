package wherefore.chat;

/// Tokens that a call was billed for.
///
/// @param input          input tokens that were neither read from nor written to a cache
/// @param cacheRead      input tokens read from the prompt cache
/// @param cacheWrite     input tokens written to the prompt cache
/// @param cacheWriteHour the part of `cacheWrite` that is to stay for an hour, which costs more; the rest stays for
/// five
///                       minutes
/// @param output         output tokens, reasoning included
/// @param reasoning      the part of `output` that was reasoning, as far as the provider tells
public record Usage(long input, long cacheRead, long cacheWrite, long cacheWriteHour, long output, long reasoning) {

    public Usage {
        if (cacheWriteHour > cacheWrite) {
            throw new IllegalArgumentException(
                    "written for an hour are " + cacheWriteHour + " of " + cacheWrite + " tokens written");
        }
    }

    /// Where nothing was written to the cache for an hour.
    public Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
        this(input, cacheRead, cacheWrite, 0, output, reasoning);
    }

    /// The same with this part of what was written to the cache there for an hour.
    public Usage forAnHour(long written) {
        return new Usage(input, cacheRead, cacheWrite, Math.clamp(written, 0, cacheWrite), output, reasoning);
    }

    /// Both together.
    public Usage plus(Usage more) {
        return new Usage(
                input + more.input,
                cacheRead + more.cacheRead,
                cacheWrite + more.cacheWrite,
                cacheWriteHour + more.cacheWriteHour,
                output + more.output,
                reasoning + more.reasoning);
    }
}
