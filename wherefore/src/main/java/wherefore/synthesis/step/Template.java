package wherefore.synthesis.step;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.chat.Sampling;
import wherefore.format.Fingerprint;

/// A prompt: Markdown with an optional `# System` part, a `# User` part and, before them, lines of front matter
/// (`max-tokens`, `temperature`).
///
/// @param name    the template's name, such as `advice/scenario`
/// @param version the fingerprint of the file's text
public record Template(String name, String version, Optional<Phrase> system, Phrase user, Sampling sampling) {

    private static final Pattern FRONT = Pattern.compile("\\A---\\n(.*?)\\n---\\n", Pattern.DOTALL);
    private static final Pattern PARTS =
            Pattern.compile("\\A\\s*(?:# System\\n(?<system>.*?)\\n)?# User\\n(?<user>.*)\\z", Pattern.DOTALL);

    /// Reads a prompt's file. What is wrong in it is an [IllegalArgumentException] whose message says what.
    public static Template of(String name, String text) {
        String normal = text.replace("\r\n", "\n");
        Matcher front = FRONT.matcher(normal);
        boolean hasFront = front.find();
        Matcher parts = PARTS.matcher(hasFront ? normal.substring(front.end()) : normal);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a prompt has a part \"# User\" and before it, perhaps, \"# System\"");
        }
        return new Template(
                name,
                Fingerprint.of(normal),
                Optional.ofNullable(parts.group("system")).map(s -> Phrase.of(s.strip())),
                Phrase.of(parts.group("user").strip()),
                sampling(hasFront ? front.group(1) : ""));
    }

    /// The placeholders of both parts.
    public Set<String> placeholders() {
        Set<String> all = new LinkedHashSet<>();
        system.ifPresent(s -> all.addAll(s.placeholders()));
        all.addAll(user.placeholders());
        return all;
    }

    private static Sampling sampling(String front) {
        Sampling sampling = Sampling.plain(4000);
        for (String line : front.split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            String[] pair = line.split(":", 2);
            String value = pair.length == 2 ? pair[1].strip() : "";
            try {
                sampling = switch (pair[0].strip()) {
                    case "max-tokens" ->
                        new Sampling(
                                sampling.temperature(),
                                sampling.topP(),
                                Integer.parseInt(value),
                                sampling.seed(),
                                sampling.stop());
                    case "temperature" ->
                        new Sampling(
                                Double.parseDouble(value),
                                sampling.topP(),
                                sampling.maxTokens(),
                                sampling.seed(),
                                sampling.stop());
                    default ->
                        throw new IllegalArgumentException(
                                "unknown front matter \"" + line + "\"; known: max-tokens, temperature");
                };
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a number in \"" + line + "\"", e);
            }
        }
        return sampling;
    }
}
