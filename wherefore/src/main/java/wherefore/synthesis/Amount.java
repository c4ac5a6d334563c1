package wherefore.synthesis;

import java.util.function.ToLongFunction;
import wherefore.dataset.Example;

/// How much data is wanted.
public sealed interface Amount {

    /// So many finished examples.
    record Rows(int count) implements Amount {
        public Rows {
            if (count < 1) {
                throw new IllegalArgumentException("rows must be at least 1, but was " + count);
            }
        }
    }

    /// Finished examples with at most so many tokens together that bear loss; the last one that would exceed it is left
    /// out.
    ///
    /// @param counter the loss-bearing tokens of one example, as the subject's tokenizer counts them
    record Tokens(long count, ToLongFunction<Example> counter) implements Amount {
        public Tokens {
            if (count < 1) {
                throw new IllegalArgumentException("tokens must be at least 1, but was " + count);
            }
        }
    }
}
