package wherefore.study;

/// One training run of every arm: a seed and the subject that it starts from. The run is the unit of the estimates.
///
/// @param subject the model's name, such as `lab/base-1`
public record Run(long seed, String subject) {

    /// `seed 3 of lab/base-2`.
    String label() {
        return "seed " + seed + " of " + subject;
    }
}
