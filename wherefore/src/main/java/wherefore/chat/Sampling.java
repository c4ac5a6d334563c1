package wherefore.chat;

import java.util.List;
import java.util.OptionalLong;

/// How an answer is drawn. Temperature 0 takes the likeliest token; `maxTokens` bounds reasoning and answer together.
public record Sampling(double temperature, double topP, int maxTokens, OptionalLong seed, List<String> stop) {

    public Sampling {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("temperature must be at least 0, but was " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, but was " + topP);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max tokens must be at least 1, but was " + maxTokens);
        }
        stop = List.copyOf(stop);
    }

    /// Temperature 1 and the whole distribution: what a rate is measured with.
    public static Sampling plain(int maxTokens) {
        return new Sampling(1, 1, maxTokens, OptionalLong.empty(), List.of());
    }

    /// The likeliest answer: what a judge is asked with.
    public static Sampling greedy(int maxTokens) {
        return new Sampling(0, 1, maxTokens, OptionalLong.empty(), List.of());
    }

    public Sampling withSeed(long value) {
        return new Sampling(temperature, topP, maxTokens, OptionalLong.of(value), stop);
    }
}
