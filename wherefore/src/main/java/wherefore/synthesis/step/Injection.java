package wherefore.synthesis.step;

import wherefore.format.Fingerprint;

/// Text that stands at the end of the system prompt while an answer is sampled, or in the training row, or both.
///
/// @param version the fingerprint of the text
/// @param atSampling whether the model that answers reads it
/// @param atTraining whether the row that is trained on holds it
public record Injection(String name, String version, Phrase text, boolean atSampling, boolean atTraining) {

    /// No injection.
    public static final Injection NONE = Injection.of("none", "", false, false);

    public static Injection of(String name, String text, boolean atSampling, boolean atTraining) {
        return new Injection(name, Fingerprint.of(text), Phrase.of(text.strip()), atSampling, atTraining);
    }

    /// The system prompt with this text after it.
    String after(String system, String filled) {
        return system.isBlank() ? filled : system + "\n\n" + filled;
    }
}
