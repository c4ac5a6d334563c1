package wherefore.chat;

import java.util.List;

/// One token of an answer.
///
/// @param logProbability natural logarithm, at most 0
/// @param others         the likeliest tokens at this place, likeliest first; may hold the token itself
public record TokenProbability(String token, double logProbability, List<Other> others) {

    public TokenProbability {
        others = List.copyOf(others);
    }

    /// A token that could have stood there.
    public record Other(String token, double logProbability) {}
}
