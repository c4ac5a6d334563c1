package wherefore.chat.calls;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.StopReason;
import wherefore.chat.TokenProbability;
import wherefore.chat.ToolCall;
import wherefore.chat.Usage;
import wherefore.format.Json;

/// An answer as JSON, as ledgers and recordings hold it. What is written is read again unchanged; what is absent is
/// left
/// out.
public final class CompletionJson {

    /// Of the usage; left out where it is 0.
    static final String CACHE_WRITE_HOUR = "cache_write_hour";

    private CompletionJson() {}

    /// `stop`, `text`, and where present `reasoning`, `calls`, `verbatim`, `tokens`, `usage`, `served`.
    public static ObjectNode write(Completion completion) {
        Message.AssistantMessage message = completion.message();
        ObjectNode node = Json.object().put("stop", stop(completion.stop())).put("text", message.text());
        message.reasoning().ifPresent(r -> node.put("reasoning", r));
        if (!message.calls().isEmpty()) {
            node.set("calls", calls(message.calls()));
        }
        message.verbatim().ifPresent(v -> node.put("verbatim", v));
        if (!completion.tokens().isEmpty()) {
            ArrayNode tokens = node.putArray("tokens");
            completion.tokens().forEach(t -> token(t, tokens.addObject()));
        }
        completion.usage().ifPresent(u -> node.set("usage", usage(u)));
        completion
                .served()
                .ifPresent(s -> node.putObject("served").put("model", s.model()).put("id", s.id()));
        return node;
    }

    /// Reads what [#write] wrote.
    ///
    /// @param stop what the field `stop` means
    public static Completion read(JsonNode node, StopReason stop) {
        return new Completion(
                new Message.AssistantMessage(
                        text(node, "reasoning"),
                        node.path("text").asString(""),
                        calls(node.path("calls")),
                        text(node, "verbatim")),
                stop,
                usage(node.path("usage")),
                node.path("tokens").valueStream().map(CompletionJson::token).toList(),
                node.path("served").isObject()
                        ? Optional.of(new Completion.Served(
                                node.path("served").path("model").asString(""),
                                node.path("served").path("id").asString("")))
                        : Optional.empty());
    }

    static Completion read(JsonNode node) {
        return read(node, stop(node.path("stop").asString("")));
    }

    /// One spelling for each reason; one that is not known keeps the provider's.
    public static String stop(StopReason stop) {
        return switch (stop) {
            case StopReason.Finished finished -> "end_turn";
            case StopReason.Length length -> "max_tokens";
            case StopReason.Refused refused -> "refusal";
            case StopReason.Filtered filtered -> "content_filter";
            case StopReason.Unknown unknown -> unknown.spelling();
        };
    }

    private static StopReason stop(String spelling) {
        return switch (spelling) {
            case "end_turn" -> StopReason.FINISHED;
            case "max_tokens" -> StopReason.LENGTH;
            case "refusal" -> new StopReason.Refused();
            case "content_filter" -> new StopReason.Filtered();
            default -> new StopReason.Unknown(spelling);
        };
    }

    static ArrayNode calls(List<ToolCall> calls) {
        ArrayNode nodes = Json.object().putArray("calls");
        calls.forEach(
                c -> nodes.addObject().put("id", c.id()).put("name", c.name()).put("arguments", c.arguments()));
        return nodes;
    }

    static List<ToolCall> calls(JsonNode nodes) {
        return nodes.valueStream()
                .map(c -> new ToolCall(
                        c.path("id").asString(""),
                        c.path("name").asString(""),
                        c.path("arguments").asString("")))
                .toList();
    }

    static Optional<String> text(JsonNode node, String field) {
        return node.path(field).isString() ? Optional.of(node.path(field).asString()) : Optional.empty();
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode node = (ObjectNode) Json.from(usage);
        if (usage.cacheWriteHour() == 0) {
            node.remove(CACHE_WRITE_HOUR);
        }
        return node;
    }

    private static Optional<Usage> usage(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Usage(
                                node.path("input").asLong(0),
                                node.path("cache_read").asLong(0),
                                node.path("cache_write").asLong(0),
                                node.path("output").asLong(0),
                                node.path("reasoning").asLong(0))
                        .forAnHour(node.path(CACHE_WRITE_HOUR).asLong(0)))
                : Optional.empty();
    }

    private static void token(TokenProbability token, ObjectNode node) {
        probability(token.token(), token.logProbability(), node);
        if (!token.others().isEmpty()) {
            ArrayNode others = node.putArray("others");
            token.others().forEach(o -> probability(o.token(), o.logProbability(), others.addObject()));
        }
    }

    /// JSON has no infinity: a probability of zero is written as null.
    private static void probability(String token, double logProbability, ObjectNode node) {
        node.put("token", token);
        if (Double.isFinite(logProbability)) {
            node.put("log_probability", logProbability);
        } else {
            node.putNull("log_probability");
        }
    }

    private static TokenProbability token(JsonNode node) {
        return new TokenProbability(
                node.path("token").asString(""),
                probability(node),
                node.path("others")
                        .valueStream()
                        .map(o -> new TokenProbability.Other(o.path("token").asString(""), probability(o)))
                        .toList());
    }

    private static double probability(JsonNode node) {
        return node.path("log_probability").isNumber()
                ? node.path("log_probability").asDouble(0)
                : Double.NEGATIVE_INFINITY;
    }
}
