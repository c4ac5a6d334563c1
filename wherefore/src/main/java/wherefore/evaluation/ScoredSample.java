package wherefore.evaluation;

import wherefore.chat.Completion;

/// A sample, what the subject answered and what the answer was found to be.
///
/// @param completion absent where the subject gave none; then the score says why
public record ScoredSample(Sample sample, int repeat, java.util.Optional<Completion> completion, Score score) {}
