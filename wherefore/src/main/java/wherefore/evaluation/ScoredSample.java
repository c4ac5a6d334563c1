package wherefore.evaluation;

import java.util.List;
import java.util.Optional;
import wherefore.chat.Completion;
import wherefore.chat.Message;

/// A sample, what the subject answered and what the answer was found to be.
///
/// @param turns      all that was said between the sample's prompt and the last answer; empty where one answer was the
///                   whole attempt
/// @param completion the last answer; absent where the subject gave none, and then the score says why
public record ScoredSample(
        Sample sample, int repeat, List<Message> turns, Optional<Completion> completion, Score score) {

    public ScoredSample {
        turns = List.copyOf(turns);
    }

    public ScoredSample(Sample sample, int repeat, Optional<Completion> completion, Score score) {
        this(sample, repeat, List.of(), completion, score);
    }
}
