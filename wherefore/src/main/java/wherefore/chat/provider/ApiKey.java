package wherefore.chat.provider;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import wherefore.format.InputException;

/// A key to a server. Its value leaves this object for one header of a request and never for a text: neither
/// `toString` nor any message shows it.
final class ApiKey {

    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]+");
    /// What looks like a key of one of the vendors: a server may repeat a part of one in its refusal.
    private static final Pattern KEY_LIKE = Pattern.compile("\\bsk-[A-Za-z0-9*_.-]{3,}");
    /// Shorter texts are no keys, and hiding them would spoil words.
    private static final int SHORTEST = 6;

    private final String value;
    private final String origin;

    private ApiKey(String value, String origin) {
        this.value = value;
        this.origin = origin;
    }

    /// The key for a model. The vendor's own variable is read for the vendor's own address alone; another server gets a
    /// key only where settings name one, and none is valid there.
    ///
    /// @param server      the base URL, where it is not the vendor's
    /// @param environment the variables of the environment; one that is set to nothing is absent
    static Optional<ApiKey> find(
            ModelName name,
            Optional<URI> server,
            ModelSettings.Access access,
            Function<String, Optional<String>> environment) {
        if (access.keyFile().isPresent()) {
            return Optional.of(ofFile(access.keyFile().get()));
        }
        if (access.keyEnv().isEmpty() && server.isPresent()) {
            return Optional.empty();
        }
        String variable = access.keyEnv().orElse(vendorsVariable(name.provider()));
        String value = environment
                .apply(variable)
                .orElseThrow(() -> new InputException(
                        "",
                        0,
                        "\"" + name + "\" needs a key, but the variable " + variable + " is not set.",
                        "Set it (export " + variable + "=...), or name another variable by key-env or --key-env, or a"
                                + " file of mode 600 by key-file."));
        return Optional.of(of(value, "the variable " + variable));
    }

    static String vendorsVariable(String provider) {
        return provider.equals("anthropic") ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY";
    }

    private static ApiKey ofFile(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InputException(file.toString(), 0, "there is no such key file.", "Correct key-file.");
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                    .containsAll(mode)) {
                throw new InputException(
                        file.toString(),
                        0,
                        "others than its owner may use this key file, or it may be executed.",
                        "Run: chmod 600 " + file);
            }
            return of(Files.readString(file, StandardCharsets.UTF_8), "the file " + file);
        } catch (IOException | UnsupportedOperationException e) {
            // The cause is not handed on: a decoder's complaint may hold bytes of the file.
            throw new InputException(
                    file.toString(), 0, "the key file cannot be read.", "Make it readable for you alone (mode 600).");
        }
    }

    private static ApiKey of(String value, String origin) {
        String key = value.strip();
        if (!USABLE.matcher(key).matches()) {
            throw new InputException(
                    "",
                    0,
                    "what " + origin + " holds cannot be a key: it is empty or has spaces or characters beyond ASCII.",
                    "Put the key there, and nothing else.");
        }
        return new ApiKey(key, origin);
    }

    /// The value, for a header of a request and nothing else.
    String reveal() {
        return value;
    }

    /// A text without the key, and without what looks like one.
    static String scrub(Optional<ApiKey> key, String text) {
        String clean = key.filter(k -> k.value.length() >= SHORTEST)
                .map(k -> text.replace(k.value, "[key]"))
                .orElse(text);
        return KEY_LIKE.matcher(clean).replaceAll("[key]");
    }

    @Override
    public String toString() {
        return "a key from " + origin;
    }
}
