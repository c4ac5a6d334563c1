package wherefore.run.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.Usage;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.format.Json;

/// One sample of a log as an attempt of ours.
final class SampleReader {

    private static final String ATTACHMENT = "attachment://";

    private final JsonNode sample;
    private final Consumer<String> loses;

    /// @param loses is told each thing that is not understood
    SampleReader(JsonNode sample, Consumer<String> loses) {
        this.sample = sample;
        this.loses = loses;
    }

    ScoredSample attempt(String unscored) {
        List<Message> all = messages();
        int prompt = 0;
        while (prompt < all.size() && !(all.get(prompt) instanceof Message.AssistantMessage)) {
            prompt++;
        }
        List<Message> said = new ArrayList<>(all.subList(prompt, all.size()));
        boolean broken = sample.path("error").isObject();
        Optional<Completion> last = Optional.empty();
        if (!broken) {
            while (!said.isEmpty() && !(said.getLast() instanceof Message.AssistantMessage)) {
                said.removeLast();
                loses.accept("a turn behind the last answer");
            }
            last = said.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Completion((Message.AssistantMessage) said.removeLast(), stop(), usage()));
        }
        String why = broken
                ? "error in the log: " + sample.path("error").path("message").asString("")
                : last.isEmpty() ? "no answer in the log" : unscored;
        String id = sample.path("id").asString("");
        JsonNode metadata = sample.path("metadata");
        return new ScoredSample(
                new Sample(
                        metadata.path("sample").asString(id),
                        metadata.path("pair").asString(id),
                        metadata.path("cell").asString("imported"),
                        new Conversation(all.subList(0, prompt)),
                        List.of()),
                Math.max(1, sample.path("epoch").asInt(1)) - 1,
                said,
                last,
                new Score.Unscored(why));
    }

    /// What the log's scorers said: value, answer and explanation of each.
    ObjectNode scores() {
        ObjectNode all = Json.object();
        sample.path("scores").properties().forEach(e -> {
            ObjectNode one = all.putObject(e.getKey());
            JsonNode value = e.getValue().path("value");
            // What is no number stands in their logs for what could not be scored.
            if (value.isFloatingPointNumber() && !Double.isFinite(value.asDouble())) {
                one.putNull("value");
            } else {
                one.set("value", value);
            }
            for (String key : List.of("answer", "explanation")) {
                if (e.getValue().hasNonNull(key)) {
                    one.put(key, attached(e.getValue().path(key).asString("")));
                }
            }
        });
        return all;
    }

    private List<Message> messages() {
        List<Message> all = new ArrayList<>();
        JsonNode turns = sample.path("messages").isEmpty() ? sample.path("input") : sample.path("messages");
        if (turns.isString()) {
            all.add(Message.user(attached(turns.asString(""))));
        }
        for (JsonNode turn : turns.isArray() ? turns : Json.object().arrayNode()) {
            message(turn, all.isEmpty()).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Message> message(JsonNode turn, boolean first) {
        String text = text(turn.path("content"));
        return switch (turn.path("role").asString("")) {
            case "system" -> {
                if (!first) {
                    loses.accept("a system message after the first turn, read as one of the user");
                }
                yield Optional.of(first ? Message.system(text) : Message.user(text));
            }
            case "user" -> Optional.of(Message.user(text));
            case "assistant" ->
                Optional.of(new Message.AssistantMessage(
                        reasoning(turn.path("content")), text, calls(turn.path("tool_calls"))));
            case "tool" ->
                Optional.of(new Message.ToolMessage(
                        turn.path("tool_call_id").asString(""),
                        turn.path("function").asString(""),
                        text.isEmpty() ? turn.path("error").path("message").asString("") : text));
            default -> {
                loses.accept("a turn of the role \"" + turn.path("role").asString("") + "\"");
                yield Optional.empty();
            }
        };
    }

    private String text(JsonNode content) {
        if (content.isString()) {
            return attached(content.asString(""));
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            switch (part.path("type").asString("")) {
                case "text" -> parts.add(attached(part.path("text").asString("")));
                case "reasoning" -> {
                    // Told apart, beside the text.
                }
                default -> {
                    String type = part.path("type").asString("");
                    loses.accept("a content of the type \"" + type + "\"");
                    parts.add("[" + type + "]");
                }
            }
        }
        return String.join("\n", parts);
    }

    private Optional<String> reasoning(JsonNode content) {
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content.isArray() ? content : Json.object().arrayNode()) {
            if (part.path("type").asString("").equals("reasoning")) {
                boolean sealed = part.path("redacted").asBoolean(false);
                String text =
                        attached(part.path(sealed ? "summary" : "reasoning").asString(""));
                if (sealed) {
                    loses.accept("reasoning that its vendor sealed");
                }
                if (!text.isBlank()) {
                    parts.add(text);
                }
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", parts));
    }

    private List<ToolCall> calls(JsonNode calls) {
        List<ToolCall> all = new ArrayList<>();
        for (JsonNode call : calls) {
            if (call.hasNonNull("parse_error")) {
                loses.accept("a tool call whose arguments Inspect could not read");
            }
            all.add(new ToolCall(
                    call.path("id").asString(""),
                    call.path("function").asString(""),
                    call.path("arguments").isObject()
                            ? attached(call.path("arguments")).toString()
                            : "{}"));
        }
        return all;
    }

    /// A text, or what stands for it among the sample's attachments.
    private String attached(String text) {
        if (!text.startsWith(ATTACHMENT)) {
            return text;
        }
        JsonNode whole = sample.path("attachments").path(text.substring(ATTACHMENT.length()));
        if (!whole.isString()) {
            loses.accept("an attachment that is not there");
            return text;
        }
        return whole.asString();
    }

    /// The same for all texts of a value.
    private JsonNode attached(JsonNode value) {
        if (value.isString()) {
            return Json.from(attached(value.asString("")));
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties().forEach(e -> copy.set(e.getKey(), attached(e.getValue())));
            return copy;
        }
        return value;
    }

    private StopReason stop() {
        String reason = sample.path("output")
                .path("choices")
                .path(0)
                .path("stop_reason")
                .asString("stop");
        return switch (reason) {
            case "stop", "tool_calls" -> StopReason.FINISHED;
            case "max_tokens", "model_length" -> StopReason.LENGTH;
            case "content_filter" -> new StopReason.Filtered();
            default -> new StopReason.Unknown(reason);
        };
    }

    private Optional<Usage> usage() {
        List<Usage> all = sample.path("model_usage")
                .valueStream()
                .map(u -> new Usage(
                        u.path("input_tokens").asLong(0),
                        u.path("input_tokens_cache_read").asLong(0),
                        u.path("input_tokens_cache_write").asLong(0),
                        u.path("output_tokens").asLong(0),
                        u.path("reasoning_tokens").asLong(0)))
                .toList();
        // Where several models took part, whose is whose is not known.
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }
}
