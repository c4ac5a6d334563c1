package wherefore.run.inspect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.chat.ToolCall;
import wherefore.chat.Usage;
import wherefore.evaluation.honeypot.ConditionAxes;
import wherefore.format.Fingerprint;
import wherefore.format.Json;

/// Attempts as Inspect's samples: whole, and as the lines of its list.
final class SampleShape {

    static final String OUTCOME = "outcome";
    static final String MISALIGNED = "misaligned";
    static final String RIGHT = "right";

    /// Longest text in a list of samples, in characters.
    private static final int BRIEF = 1_000;

    private static final int ID_DIGITS = 22;

    private final String evaluation;
    private final String model;
    private final String created;

    /// @param evaluation the log's id: two logs with the same samples have other ids of attempts
    SampleShape(String evaluation, String model, Instant created) {
        this.evaluation = evaluation;
        this.model = model;
        this.created = created.toString();
    }

    /// A sample's id as it may stand in the name of an archive's member.
    static String id(String ours) {
        String safe = ours.replaceAll("[/:\\\\]", "-").replace("_epoch_", "-epoch-");
        return safe.equals(ours) ? ours : safe + "-" + Fingerprint.of(ours).substring(0, 8);
    }

    static String member(Attempt one) {
        return "samples/" + id(one.id()) + "_epoch_" + (one.repeat() + 1) + ".json";
    }

    ObjectNode whole(Attempt one) {
        String uuid = uuid(one);
        List<Message> all = new ArrayList<>(one.prompt());
        all.addAll(one.said());
        ArrayNode messages = messages(all, uuid);
        ObjectNode sample = head(one, messages(one.prompt(), uuid));
        sample.set("messages", messages);
        sample.set("output", output(one, messages));
        Map<String, ObjectNode> scores = scores(one);
        sample.set("scores", Json.from(scores));
        sample.set("metadata", metadata(one));
        sample.putObject("store");
        sample.set("events", new Events(one, uuid).all(messages, scores));
        usages(sample, one);
        tail(sample, one);
        if (one.isBroken()) {
            sample.putObject("error")
                    .put("message", one.unscored().orElse(""))
                    .put("traceback", "")
                    .put("traceback_ansi", "");
        }
        sample.putObject("attachments");
        return sample;
    }

    /// The same in short, as Inspect lists samples.
    ObjectNode summary(Attempt one) {
        ObjectNode sample = head(
                one,
                Json.from(brief(
                        one.prompt().isEmpty() ? "" : one.prompt().getLast().text())));
        sample.set("metadata", metadata(one));
        Map<String, ObjectNode> scores = scores(one);
        for (ObjectNode score : scores.values()) {
            score.remove("metadata");
            score.put("explanation", brief(score.path("explanation").asString("")));
        }
        sample.set("scores", Json.from(scores));
        usages(sample, one);
        tail(sample, one);
        if (one.isBroken()) {
            sample.put("error", one.unscored().orElse(""));
        }
        return sample.put("completed", true)
                .put("message_count", one.prompt().size() + one.said().size());
    }

    private static ObjectNode head(Attempt one, JsonNode input) {
        ObjectNode sample = Json.object().put("id", id(one.id())).put("epoch", one.repeat() + 1);
        sample.set("input", input);
        // There is no gold answer: what is right depends on what the subject found and did.
        return sample.put("target", "");
    }

    private void tail(ObjectNode sample, Attempt one) {
        sample.put("started_at", created).put("completed_at", created).put("uuid", uuid(one));
    }

    private String uuid(Attempt one) {
        return new Fingerprint()
                .with("evaluation", evaluation)
                .with("sample", one.id())
                .with("repeat", one.repeat())
                .hex()
                .substring(0, ID_DIGITS);
    }

    private static ObjectNode metadata(Attempt one) {
        ObjectNode metadata = Json.object().put("cell", one.cell()).put("pair", one.pair());
        if (!id(one.id()).equals(one.id())) {
            metadata.put("sample", one.id());
        }
        ConditionAxes.of(one.id()).forEach(metadata::put);
        return metadata;
    }

    private void usages(ObjectNode node, Attempt one) {
        ObjectNode usages = node.putObject("model_usage");
        one.usage().ifPresent(u -> usages.set(model, usage(u)));
        node.putObject("role_usage");
    }

    static ObjectNode usage(Usage usage) {
        return Json.object()
                .put("input_tokens", usage.input())
                .put("output_tokens", usage.output())
                .put("total_tokens", usage.input() + usage.cacheRead() + usage.cacheWrite() + usage.output())
                .put("input_tokens_cache_read", usage.cacheRead())
                .put("input_tokens_cache_write", usage.cacheWrite())
                .put("reasoning_tokens", usage.reasoning());
    }

    private static String brief(String text) {
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF - 3) + "...";
    }

    private ArrayNode messages(List<Message> turns, String uuid) {
        ArrayNode all = Json.object().arrayNode();
        for (Message turn : turns) {
            ObjectNode node = all.addObject().put("id", uuid + "-" + all.size());
            switch (turn) {
                case Message.SystemMessage m -> node.put("role", "system").put("content", m.text());
                case Message.UserMessage m ->
                    node.put("role", "user").put("content", m.text()).put("source", "input");
                case Message.ToolMessage m ->
                    node.put("role", "tool")
                            .put("content", m.text())
                            .put("tool_call_id", m.callId())
                            .put("function", m.name());
                case Message.AssistantMessage m -> assistant(node, m);
            }
        }
        return all;
    }

    private void assistant(ObjectNode node, Message.AssistantMessage message) {
        node.put("role", "assistant");
        if (message.reasoning().isPresent()) {
            ArrayNode parts = node.putArray("content");
            parts.addObject()
                    .put("type", "reasoning")
                    .put("reasoning", message.reasoning().get())
                    .put("redacted", false);
            parts.addObject().put("type", "text").put("text", message.text());
        } else {
            node.put("content", message.text());
        }
        node.put("source", "generate").put("model", model);
        if (!message.calls().isEmpty()) {
            ArrayNode calls = node.putArray("tool_calls");
            message.calls().forEach(c -> call(c, calls.addObject()));
        }
    }

    private static void call(ToolCall call, ObjectNode node) {
        node.put("id", call.id()).put("function", call.name());
        Optional<JsonNode> arguments = arguments(call);
        node.set("arguments", arguments.orElseGet(Json::object));
        node.put("type", "function");
        if (arguments.isEmpty()) {
            node.put("parse_error", "the arguments are no JSON object: " + call.arguments());
        }
    }

    private static Optional<JsonNode> arguments(ToolCall call) {
        try {
            return Optional.of(BareJson.MAPPER.readTree(call.arguments())).filter(JsonNode::isObject);
        } catch (JacksonException torn) {
            return Optional.empty();
        }
    }

    private ObjectNode output(Attempt one, ArrayNode messages) {
        ObjectNode output = Json.object().put("model", model);
        ArrayNode choices = output.putArray("choices");
        if (one.answer().isPresent()) {
            choice(
                    choices,
                    messages.get(messages.size() - 1),
                    stop(one, one.answer().get()));
        }
        output.put("completion", one.answer().map(Message::text).orElse(""));
        one.usage().ifPresent(u -> output.set("usage", usage(u)));
        if (one.isBroken()) {
            output.put("error", one.unscored().orElse(""));
        }
        return output;
    }

    private static void choice(ArrayNode choices, JsonNode message, String stop) {
        choices.addObject().put("stop_reason", stop).set("message", message);
    }

    private static String stop(Attempt one, Message.AssistantMessage last) {
        return switch (one.stop().orElse("")) {
            case "finished" -> last.calls().isEmpty() ? "stop" : "tool_calls";
            case "length" -> "max_tokens";
            case "filtered", "refused" -> "content_filter";
            default -> "unknown";
        };
    }

    /// Scorer to score. An attempt without a score has no number in any of them, with the reason as explanation.
    private static Map<String, ObjectNode> scores(Attempt one) {
        Map<String, ObjectNode> scores = new LinkedHashMap<>();
        JsonNode row = one.score();
        Optional<String> why = one.unscored();
        String answer = told(one);
        for (String scorer : List.of(MISALIGNED, RIGHT, OUTCOME)) {
            ObjectNode score = Json.object();
            if (why.isPresent()) {
                score.put("value", Double.NaN);
            } else if (scorer.equals(OUTCOME)) {
                score.put("value", row.path("outcome").asString(""));
            } else {
                score.put("value", row.path(scorer).asBoolean(false) ? 1 : 0);
            }
            if (scorer.equals(MISALIGNED)) {
                score.put("answer", answer);
            }
            score.put(
                    "explanation",
                    why.map(w -> "Unscored: " + w).orElse(row.path("evidence").asString("")));
            ObjectNode metadata = score.putObject("metadata").put("by", "mechanical");
            why.ifPresent(w -> metadata.put("unscored", w));
            if (row.has("findings") && scorer.equals(OUTCOME)) {
                metadata.set("findings", row.path("findings"));
            }
            score.putArray("history");
            scores.put(scorer, score);
        }
        one.judgements().forEach((judge, judged) -> scores.put(judge, judgement(judge, judged)));
        return scores;
    }

    /// What the subject did in short: the text of the last answer, or the tools that were used.
    private static String told(Attempt one) {
        String text = one.answer().map(Message::text).orElse("");
        return brief(
                text.isBlank()
                        ? one.said().stream()
                                .filter(Message.AssistantMessage.class::isInstance)
                                .flatMap(m -> ((Message.AssistantMessage) m).calls().stream())
                                .map(ToolCall::name)
                                .collect(Collectors.joining(", "))
                        : text);
    }

    /// A judge under one rubric: each axis a value, so that the viewer shows a column for it. Yes is 1, no is 0;
    /// what is not graded is no number, with its cause among the reasons.
    private static ObjectNode judgement(String judge, JsonNode row) {
        ObjectNode score = Json.object();
        ObjectNode values = score.putObject("value");
        StringJoiner reasons = new StringJoiner("\n");
        row.path("axes").properties().forEach(e -> {
            JsonNode axis = e.getValue();
            String verdict = axis.path("verdict").asString("");
            switch (verdict) {
                case "yes" -> values.put(e.getKey(), 1);
                case "no" -> values.put(e.getKey(), 0);
                case "" -> values.put(e.getKey(), Double.NaN);
                default -> values.put(e.getKey(), verdict);
            }
            reasons.add("- **" + e.getKey() + "**: "
                    + (axis.has("ungraded")
                            ? "ungraded: " + axis.path("ungraded").asString("") + " "
                                    + axis.path("detail").asString("")
                            : verdict + ". " + axis.path("why").asString("")
                                    + quoted(axis.path("evidence").asString(""))));
        });
        score.put("explanation", reasons.toString());
        ObjectNode metadata = score.putObject("metadata").put("by", "judge").put("judge", judge);
        for (String key : List.of("rubric", "version", "fingerprint")) {
            metadata.set(key, row.path(key));
        }
        score.putArray("history");
        return score;
    }

    private static String quoted(String evidence) {
        return evidence.isBlank() ? "" : " \u201c" + evidence + "\u201d";
    }

    /// What the viewer tells as the transcript: the sample, each answer with what came since the one before, each
    /// use of a tool, and the scores. No event repeats the conversation so far, so that an attempt of many turns
    /// stays small.
    private final class Events {

        private final Attempt one;
        private final String uuid;
        private final ArrayNode all = Json.object().arrayNode();

        Events(Attempt one, String uuid) {
            this.one = one;
            this.uuid = uuid;
        }

        ArrayNode all(ArrayNode messages, Map<String, ObjectNode> scores) {
            ObjectNode init = event("sample_init", "main");
            ObjectNode sample = init.putObject("sample");
            sample.set("input", first(messages, one.prompt().size()));
            sample.put("target", "").put("id", id(one.id()));
            init.putObject("state");
            span("solvers", () -> turns(messages));
            span(
                    "scorers",
                    () -> scores.forEach((name, score) -> {
                        ObjectNode event = event("score", span("scorers"));
                        event.put("scorer", name).put("intermediate", false).put("target", "");
                        event.set("score", score);
                    }));
            return all;
        }

        private void turns(ArrayNode messages) {
            ArrayNode news = first(messages, one.prompt().size());
            for (int i = one.prompt().size(); i < messages.size(); i++) {
                JsonNode message = messages.get(i);
                if (message.path("role").asString("").equals("assistant")) {
                    boolean last = i == messages.size() - 1;
                    model(message, news, last);
                    news = Json.object().arrayNode();
                    uses(messages, i);
                } else {
                    news.add(message);
                }
            }
        }

        private void model(JsonNode message, ArrayNode news, boolean last) {
            ObjectNode event = event("model", span("solvers"));
            event.put("model", model);
            event.set("input", news);
            event.putArray("tools");
            event.put("tool_choice", "auto").putObject("config");
            ObjectNode output = event.putObject("output").put("model", model);
            String stop = last && one.answer().isPresent()
                    ? stop(one, one.answer().get())
                    : message.has("tool_calls") ? "tool_calls" : "stop";
            choice(output.putArray("choices"), message, stop);
            output.put("completion", text(message));
        }

        /// The uses of tools that the answer at this place asks for. Where the attempt was over with them, no result
        /// stands in the transcript.
        private void uses(ArrayNode messages, int at) {
            for (JsonNode call : messages.get(at).path("tool_calls")) {
                String id = call.path("id").asString("");
                ObjectNode event = event("tool", span("solvers"));
                event.put("type", "function").put("id", id).set("function", call.path("function"));
                event.set("arguments", call.path("arguments"));
                JsonNode result = result(messages, at, id);
                event.put("result", result.path("content").asString(""));
                if (result.has("id")) {
                    event.set("message_id", result.path("id"));
                }
                event.putArray("events");
            }
        }

        /// What stands between this answer and the next; ids of calls may return in later turns.
        private JsonNode result(ArrayNode messages, int at, String id) {
            for (int i = at + 1;
                    i < messages.size()
                            && !messages.get(i).path("role").asString("").equals("assistant");
                    i++) {
                if (messages.get(i).path("tool_call_id").asString("").equals(id)) {
                    return messages.get(i);
                }
            }
            return Json.object();
        }

        private void span(String name, Runnable content) {
            event("span_begin", span(name))
                    .put("id", span(name))
                    .put("name", name)
                    .put("type", name);
            content.run();
            event("span_end", span(name)).put("id", span(name));
        }

        private String span(String name) {
            return uuid + "-" + name;
        }

        private ObjectNode event(String kind, String span) {
            return all.addObject()
                    .put("event", kind)
                    .put("uuid", uuid + "-e" + all.size())
                    .put("span_id", span)
                    .put("timestamp", created)
                    .put("working_start", 0.0);
        }

        private static ArrayNode first(ArrayNode messages, int n) {
            ArrayNode some = Json.object().arrayNode();
            for (int i = 0; i < n; i++) {
                some.add(messages.get(i));
            }
            return some;
        }

        private static String text(JsonNode message) {
            JsonNode content = message.path("content");
            return content.isArray()
                    ? content.get(content.size() - 1).path("text").asString("")
                    : content.asString("");
        }
    }
}
