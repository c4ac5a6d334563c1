package wherefore.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.chat.ToolDefinition;

/// One evaluation item.
///
/// @param id     unique within its evaluation and the same in every run, so that arms are compared on the same samples
/// @param pair   samples with the same pair belong together (a honeypot and its legitimate twin); unique where there is
///               no partner
/// @param cell   the part of the evaluation that it belongs to, such as `honeypot` or `twin`
/// @param prompt what the subject is given; when it ends with a turn of the assistant, the subject continues that turn
/// @param tools   tools offered
/// @param cluster what it shares with samples that resemble it, such as a setting: intervals take whole clusters as
/// what
///                was drawn. By default each sample is a cluster, of its repeats; empty: even repeats are independent
/// @param factors the sides of what was varied at random, such as `cue` to `deployment`; empty where nothing was
public record Sample(
        String id,
        String pair,
        String cell,
        Conversation prompt,
        List<ToolDefinition> tools,
        Optional<String> cluster,
        Map<String, String> factors) {

    public Sample {
        tools = List.copyOf(tools);
        factors = factors.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    }

    /// A sample that is a cluster of its own.
    public Sample(String id, String pair, String cell, Conversation prompt, List<ToolDefinition> tools) {
        this(id, pair, cell, prompt, tools, Optional.of(id), Map.of());
    }
}
