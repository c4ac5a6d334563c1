package wherefore.chat.calls;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import wherefore.chat.Breakpoint;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.TokenProbability;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.Usage;

/// Requests and answers of every shape.
public final class Answers {

    public static final ModelIdentity MODEL = ModelIdentity.of("anthropic", "some-model");
    public static final CallLabel LABEL = new CallLabel("advice/respond", "run-1");
    public static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");
    public static final Usage USAGE = new Usage(10, 20, 30, 40, 5);

    private Answers() {}

    public static Request request(String text) {
        return Request.of(Conversation.of(Message.user(text)), Sampling.plain(100));
    }

    public static LedgerEntry entry(String question, String answer) {
        return entry(
                request(question),
                new Completion(Message.AssistantMessage.of(answer), StopReason.FINISHED, Optional.of(USAGE)));
    }

    public static LedgerEntry entry(Request request, Completion completion) {
        return new LedgerEntry(
                CallKey.of(request, MODEL),
                Optional.of(request),
                completion,
                LABEL,
                NOON,
                NOON.plusMillis(1_500),
                1,
                Origin.API);
    }

    /// Every part that a request can have.
    public static Request full() {
        String constitution = "We hold these reasons. \"ä\"\n".repeat(200);
        return new Request(
                Conversation.of(
                        Message.system(constitution + "And today: {x}"),
                        Message.user("Hello\u0000 \uD83D\uDE00"),
                        new Message.AssistantMessage(
                                Optional.of("hm"),
                                "Let me look.",
                                List.of(
                                        new ToolCall("c1", "read", "{\"path\": \"a\"}"),
                                        new ToolCall("c2", "read", "{}")),
                                Optional.of("[{\"type\":\"thinking\",\"signature\":\"s==\"}]")),
                        new Message.ToolMessage("c1", "read", "content"),
                        new Message.ToolMessage("c2", "read", "")),
                List.of(new ToolDefinition("read", "reads", "{\"type\":\"object\"}")),
                Optional.of("{\"type\":\"object\"}"),
                new Sampling(0.7, 0.9, 123, OptionalLong.of(Long.MAX_VALUE), List.of("END", "\n\n")),
                7,
                Optional.of(new PromptUse("advice/respond", "v1", Map.of("item", "3"))),
                OptionalInt.of(5),
                List.of(new Breakpoint(0, constitution.length())));
    }

    /// One answer for each shape that an answer can have.
    public static List<Completion> everyShape() {
        return List.of(
                Completion.finished(""),
                Completion.finished("plain \"ä\" \u0000 \uD83D\uDE00\r\n\t</text>"),
                new Completion(Message.AssistantMessage.of("half"), StopReason.LENGTH, Optional.of(USAGE)),
                new Completion(Message.AssistantMessage.of("no"), new StopReason.Refused(), Optional.of(USAGE)),
                new Completion(Message.AssistantMessage.of(""), new StopReason.Filtered(), Optional.empty()),
                new Completion(
                        Message.AssistantMessage.of("?"), new StopReason.Unknown("pause_turn"), Optional.empty()),
                new Completion(Message.AssistantMessage.of("?"), new StopReason.Unknown(""), Optional.empty()),
                new Completion(
                        new Message.AssistantMessage(
                                Optional.of("thought"),
                                "said",
                                List.of(new ToolCall("1", "a", "{\"x\":1}"), new ToolCall("2", "b", "not json")),
                                Optional.of("[{\"type\":\"redacted_thinking\",\"data\":\"AA==\"}]")),
                        StopReason.FINISHED,
                        Optional.of(new Usage(0, 0, 0, 0, 0)),
                        List.of(
                                new TokenProbability(
                                        "sa",
                                        -0.1234567890123,
                                        List.of(
                                                new TokenProbability.Other("sa", -0.1234567890123),
                                                new TokenProbability.Other("ta", Double.NEGATIVE_INFINITY))),
                                new TokenProbability("id", 0, List.of())),
                        Optional.of(new Completion.Served("some-model-2026-01", "msg_1"))),
                Completion.finished("long ".repeat(2_000_000)));
    }
}
