package wherefore.chat;

import java.util.Map;
import java.util.TreeMap;

/// Which prompt template a request was rendered from and what was put into its placeholders. Never sent to a model over
/// a wire: it is the lineage of the request, and what a writer that runs in this process reads instead of the prose.
///
/// @param template the template's name, such as `advice/respond`
/// @param version  the fingerprint of the template's text
/// @param bindings placeholder to value
public record PromptUse(String template, String version, Map<String, String> bindings) {

    public PromptUse {
        bindings = java.util.Collections.unmodifiableMap(new TreeMap<>(bindings));
    }
}
