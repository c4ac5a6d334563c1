package wherefore.chat.calls;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;

/// Who was asked, with everything that can change an answer and nothing else: no key, no limit, no timeout, no proxy.
///
/// @param provider such as `anthropic`
/// @param name     the model as the provider names it; followed by `@` and the base URL where that is not the vendor's
/// @param settings the text of a JSON object: every further setting that can change an answer; `{}` where there is none
public record ModelIdentity(String provider, String name, String settings) {

    private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("://[^/@]*@");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(authorization|api[-_]?key|access[-_]?token|secret|password|credential).*");

    public ModelIdentity {
        if (provider.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("a model needs provider and name, but was " + provider + "/" + name);
        }
        if (PASSWORD_IN_ADDRESS.matcher(name).find()) {
            throw new InputException(
                    "",
                    0,
                    provider + ": the address of a model must not hold a user or a password.",
                    "Take it out of the address and name a variable that holds the key (key-env).");
        }
        JsonNode read = Json.read(settings, provider + "/" + name, 0);
        if (!read.isObject()) {
            throw new IllegalArgumentException("settings must be a JSON object, but were " + settings);
        }
        refuseSecrets(read, provider + "/" + name);
    }

    /// A model with no settings of its own.
    public static ModelIdentity of(String provider, String name) {
        return new ModelIdentity(provider, name, "{}");
    }

    /// The model as people name it: `anthropic/claude-opus-4-6`.
    public String label() {
        return provider + "/" + name;
    }

    /// What is kept is shown and exported: a setting that by its name holds a secret never gets that far.
    private static void refuseSecrets(JsonNode node, String model) {
        node.properties().forEach(e -> {
            if (SECRET.matcher(e.getKey()).matches()) {
                throw new InputException(
                        "",
                        0,
                        model + ": the setting \"" + e.getKey() + "\" would be kept with every answer.",
                        "Give a key by a variable of the environment (key-env), never as a setting.");
            }
        });
        node.valueStream().forEach(value -> refuseSecrets(value, model));
    }
}
