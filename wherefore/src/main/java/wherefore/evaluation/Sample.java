package wherefore.evaluation;

import java.util.List;
import wherefore.chat.Conversation;
import wherefore.chat.ToolDefinition;

/// One evaluation item.
///
/// @param id     unique within its evaluation and the same in every run, so that arms are compared on the same samples
/// @param pair   samples with the same pair belong together (a honeypot and its legitimate twin); unique where there is
///               no partner
/// @param cell   the part of the evaluation that it belongs to, such as `honeypot` or `twin`
/// @param prompt what the subject is given; when it ends with a turn of the assistant, the subject continues that turn
/// @param tools  tools offered
public record Sample(String id, String pair, String cell, Conversation prompt, List<ToolDefinition> tools) {

    public Sample {
        tools = List.copyOf(tools);
    }
}
