package wherefore.chat.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// A model as people name it: `provider/name`, or `provider/name@http://host:port/v1` for a server of one's own choice.
///
/// @param name all after the first slash, which may hold slashes of its own
public record ModelName(String provider, String name) {

    private static final List<String> KNOWN =
            List.of("anthropic", "openai", "batch-files", "recorded", "scripted", "checkpoint", "hf", "lab");
    private static final Pattern AT_A_SERVER = Pattern.compile("(.*)@([A-Za-z][A-Za-z0-9+.-]*://.*)");
    /// A version such as `v1`, `v4` or `v1beta` stands in the address of every server of this protocol.
    private static final Pattern VERSION = Pattern.compile("v[0-9][a-z0-9]*");

    /// Reads a name. One without provider, or with one that nobody knows, is an [InputException] that says what would
    /// do.
    public static ModelName of(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new InputException(
                    "",
                    0,
                    "\"" + text + "\" is not the name of a model.",
                    "A model is provider/name, such as anthropic/NAME, openai/NAME@http://127.0.0.1:8000/v1,"
                            + " batch-files/DIR, recorded/FILE or lab/writer.");
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

    /// The model's name at its server.
    public String atServer() {
        Matcher at = AT_A_SERVER.matcher(name);
        return at.matches() ? at.group(1) : name;
    }

    /// The server, where the name gives one: without a slash at its end. An address that cannot be one of this
    /// provider's protocol is an [InputException].
    public Optional<URI> server() {
        Matcher at = AT_A_SERVER.matcher(name);
        if (!at.matches()) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(at.group(2).replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw bad("its address is none: " + e.getReason() + ".", "Write @http://host:port/v1.");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw bad("its address is none of http or https.", "Write @http://host:port/v1.");
        }
        if (uri.getUserInfo() != null) {
            throw new InputException(
                    "",
                    0,
                    "the address of a model at " + uri.getHost() + " holds a name or password.",
                    "Take it out and name the variable that holds the key by key-env or --key-env.");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            // Some servers take a key there: it is not repeated.
            throw new InputException(
                    "",
                    0,
                    "the address of a model at " + uri.getHost() + " has a query or a fragment.",
                    "Write @http://host:port/v1, and name the variable that holds a key by key-env or --key-env.");
        }
        boolean versioned = List.of(uri.getPath().split("/")).stream()
                .anyMatch(part -> VERSION.matcher(part).matches());
        if (provider.equals("openai") && !versioned) {
            throw bad("its address has no /v1.", "Write @" + uri + "/v1.");
        }
        if (provider.equals("anthropic") && uri.getPath().endsWith("/v1")) {
            String without = uri.toString().substring(0, uri.toString().length() - "/v1".length());
            throw bad("its address ends in /v1, which is added for this protocol.", "Write @" + without + ".");
        }
        if (atServer().isEmpty()) {
            throw bad("the model's own name is missing.", "Write " + provider + "/NAME@" + uri + ".");
        }
        return Optional.of(uri);
    }

    private InputException bad(String what, String remedy) {
        return new InputException("", 0, "\"" + this + "\": " + what, remedy);
    }

    @Override
    public String toString() {
        return provider + "/" + name;
    }
}
