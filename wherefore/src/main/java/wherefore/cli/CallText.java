package wherefore.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.CallLabel;
import wherefore.chat.calls.CallSummary;
import wherefore.chat.calls.CompletionJson;
import wherefore.chat.calls.LedgerBatch;
import wherefore.chat.calls.LedgerEntry;
import wherefore.format.Json;

/// Calls of a ledger as a person and as a script reads them.
final class CallText {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private CallText() {}

    /// In UTC.
    static String second(Instant instant) {
        return SECOND.format(instant);
    }

    static ObjectNode named(CallKey key, CallLabel label) {
        ObjectNode node = Json.object()
                .put("id", key.hex())
                .put("request_id", key.request())
                .put("model", key.model().label());
        node.set("settings", Json.read(key.model().settings(), "ledger", 0));
        return node.put("stage", label.stage()).put("run", label.run());
    }

    static ObjectNode json(CallSummary call) {
        ObjectNode node = named(call.key(), call.label());
        call.repeat().ifPresent(r -> node.put("repeat", r));
        node.put("stop", call.stop());
        call.usage().ifPresent(u -> node.set("usage", Json.from(u)));
        return node.put("asked", call.asked().toString())
                .put("answered", call.answered().toString())
                .put("tries", call.tries())
                .put("origin", call.origin().label());
    }

    static ObjectNode json(LedgerBatch batch) {
        ObjectNode node = Json.object().put("mark", batch.mark());
        batch.batch().ifPresent(b -> node.put("batch", b));
        node.put("model", batch.model().label());
        node.set("settings", Json.read(batch.model().settings(), "ledger", 0));
        node.put("run", batch.run()).put("begun", batch.begun().toString());
        batch.ended().ifPresent(e -> node.put("ended", e.toString()));
        node.put("cancelled", batch.cancelled()).put("items", batch.items()).put("open", batch.open());
        node.set("outcomes", Json.from(batch.outcomes()));
        return node;
    }

    static ObjectNode json(LedgerEntry entry) {
        ObjectNode node = named(entry.key(), entry.label());
        node.put("asked", entry.asked().toString())
                .put("answered", entry.answered().toString())
                .put("tries", entry.tries())
                .put("origin", entry.origin().label());
        entry.request().ifPresent(r -> node.set("request", request(r)));
        node.set("completion", CompletionJson.write(entry.completion()));
        return node;
    }

    private static ObjectNode request(Request request) {
        ObjectNode node = Json.object();
        ArrayNode messages = node.putArray("messages");
        for (Message message : request.conversation().messages()) {
            ObjectNode turn = messages.addObject().put("role", role(message)).put("text", message.text());
            if (message instanceof Message.AssistantMessage answer) {
                answer.reasoning().ifPresent(r -> turn.put("reasoning", r));
                if (!answer.calls().isEmpty()) {
                    turn.set("calls", Json.from(answer.calls()));
                }
            }
            if (message instanceof Message.ToolMessage tool) {
                turn.put("call_id", tool.callId());
            }
        }
        node.set("tools", Json.from(request.tools()));
        request.schema().ifPresent(s -> node.put("schema", s));
        node.put("temperature", request.sampling().temperature())
                .put("top_p", request.sampling().topP())
                .put("max_tokens", request.sampling().maxTokens());
        request.sampling().seed().ifPresent(s -> node.put("seed", s));
        node.set("stop", Json.from(request.sampling().stop()));
        return node.put("repeat", request.repeat());
    }

    private static String role(Message message) {
        return switch (message) {
            case Message.SystemMessage system -> "system";
            case Message.UserMessage user -> "user";
            case Message.AssistantMessage answer -> "assistant";
            case Message.ToolMessage tool -> "tool";
        };
    }

    /// Everything that a person wants to read of a call.
    static String of(LedgerEntry entry) {
        StringBuilder text = new StringBuilder();
        line(text, "call", entry.key().hex());
        line(text, "request", entry.key().request());
        line(text, "model", entry.key().model().label());
        if (!entry.key().model().settings().equals("{}")) {
            line(text, "settings", entry.key().model().settings());
        }
        line(text, "stage", entry.label().stage());
        line(text, "run", entry.label().run());
        line(
                text,
                "asked",
                second(entry.asked()) + " UTC, answered " + second(entry.answered()) + ", tries " + entry.tries() + ", "
                        + entry.origin().label());
        entry.completion().served().ifPresent(s -> line(text, "answered by", (s.model() + " " + s.id()).strip()));
        line(text, "tokens", entry.completion().usage().map(CallText::told).orElse("unknown"));
        line(text, "stopped", stop(entry.completion().stop()));
        entry.request()
                .ifPresentOrElse(
                        r -> asked(text, r),
                        () -> text.append("\nThe request is not known: the answer came without it.\n"));
        head(text, "ANSWER");
        turn(text, entry.completion().message());
        return text.toString();
    }

    private static void asked(StringBuilder text, Request request) {
        line(
                text,
                "sampling",
                String.format(
                        Locale.ROOT,
                        "temperature %s, top-p %s, at most %,d tokens, repeat %d",
                        request.sampling().temperature(),
                        request.sampling().topP(),
                        request.sampling().maxTokens(),
                        request.repeat()));
        request.tools().forEach(t -> line(text, "tool", t.name() + ": " + t.description()));
        request.schema().ifPresent(s -> line(text, "schema", s));
        for (Message message : request.conversation().messages()) {
            head(text, role(message).toUpperCase(Locale.ROOT));
            turn(text, message);
        }
    }

    private static void turn(StringBuilder text, Message message) {
        if (message instanceof Message.AssistantMessage answer) {
            answer.reasoning()
                    .ifPresent(r -> text.append("(reasoning) ").append(r).append("\n\n"));
        }
        if (message instanceof Message.ToolMessage tool) {
            text.append("(result of ").append(tool.callId()).append(")\n");
        }
        text.append(message.text()).append('\n');
        List<ToolCall> calls = message instanceof Message.AssistantMessage answer ? answer.calls() : List.of();
        for (ToolCall call : calls) {
            text.append("(call ")
                    .append(call.id())
                    .append(") ")
                    .append(call.name())
                    .append(' ');
            text.append(call.arguments()).append('\n');
        }
    }

    private static void head(StringBuilder text, String title) {
        text.append("\n---- ").append(title).append(" ----\n");
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
        }
    }

    private static String told(Usage usage) {
        return String.format(
                Locale.ROOT,
                "%,d input, %,d read from the cache, %,d written to it, %,d output (%,d of them reasoning)",
                usage.input(),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning());
    }

    private static String stop(StopReason stop) {
        return switch (stop) {
            case StopReason.Finished finished -> "finished";
            case StopReason.Length length -> "at the token limit";
            case StopReason.Filtered filtered -> "filtered by the provider";
            case StopReason.Refused refused -> "refused";
            case StopReason.Unknown unknown -> "for a reason that is not known to be good: " + unknown.spelling();
        };
    }
}
