package wherefore.chat.provider;

import java.util.List;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// A model as people name it: `provider/name`.
///
/// @param name all after the first slash, which may hold slashes of its own
public record ModelName(String provider, String name) {

    private static final List<String> KNOWN =
            List.of("anthropic", "openai", "batch-files", "recorded", "scripted", "checkpoint", "hf", "lab");

    /// Reads a name. One without provider, or with one that nobody knows, is an [InputException] that says what would
    /// do.
    public static ModelName of(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new InputException(
                    "",
                    0,
                    "\"" + text + "\" is not the name of a model.",
                    "A model is provider/name, such as batch-files/DIR, recorded/FILE or lab/writer.");
        }
        String provider = text.substring(0, slash);
        if (!KNOWN.contains(provider)) {
            throw new InputException(
                    "",
                    0,
                    "\"" + text + "\" names the provider \"" + provider + "\", which nobody knows.",
                    Suggestion.of(provider, KNOWN));
        }
        return new ModelName(provider, text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return provider + "/" + name;
    }
}
