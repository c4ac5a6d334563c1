package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Breakpoint;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.Usage;
import wherefore.format.Json;

/// Anthropic's protocol on the wire: whole bodies as they are sent, and what is made of answers.
class AnthropicModelTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"zebra\":{\"type\":\"string\"},\"ant\":"
            + "{\"type\":\"integer\"}},\"required\":[\"zebra\",\"ant\"],\"additionalProperties\":false}";
    private static final String SEALED = "[{\"signature\":\"c2lnbmVk\",\"thinking\":\"hm ä\",\"type\":\"thinking\"},"
            + "{\"data\":\"c2VhbGVk\",\"type\":\"redacted_thinking\"},{\"citations\":null,\"text\":\"Looking.\",\"type\":"
            + "\"text\"},{\"id\":\"toolu_1\",\"input\":{\"zebra\":\"x\",\"ant\":1},\"name\":\"look\",\"type\":\"tool_use\"}]";

    private static Completion answered(String body, Request request, String settings)
            throws IOException, ChatModelException {
        try (WireServer server = WireServer.always(WireServer.json(200, body))) {
            return Asked.anthropic(server, settings).complete(request);
        }
    }

    private static String sent(Request request, String settings) throws IOException, ChatModelException {
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.BONJOUR))) {
            Asked.anthropic(server, settings).complete(request);
            assertThat(server.only().target()).isEqualTo("/v1/messages");
            return server.only().body();
        }
    }

    private static String message(String content, String stop) {
        return "{\"id\":\"msg_2\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":" + content
                + ",\"stop_reason\":" + stop + ",\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,"
                + "\"cache_creation_input_tokens\":200,\"cache_read_input_tokens\":3000,\"output_tokens\":40,"
                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":150,\"ephemeral_5m_input_tokens\":50},"
                + "\"output_tokens_details\":{\"thinking_tokens\":30}}}";
    }

    private static Request chat(Message... messages) {
        return Request.of(Conversation.of(messages), Sampling.plain(3000));
    }

    @Test
    void aWholeRequestIsSpeltAsTheInterfaceWantsIt() throws IOException, ChatModelException {
        Request request = new Request(
                Conversation.of(
                        Message.system("Be brief."),
                        Message.user("Weather in Rome and \"Oslo\"?\nä"),
                        new Message.AssistantMessage(
                                Optional.of("two calls"),
                                "I look.",
                                List.of(
                                        new ToolCall("toolu_1", "weather", "{\"city\": \"Rome\"}"),
                                        new ToolCall("toolu_2", "weather", "{\"city\": \"Oslo\"}"))),
                        new Message.ToolMessage("toolu_1", "weather", "sunny"),
                        new Message.ToolMessage("toolu_2", "weather", "snow"),
                        Message.user("So?")),
                List.of(new ToolDefinition("weather", "Tells the weather.", SCHEMA)),
                Optional.of(SCHEMA),
                new Sampling(0.7, 0.9, 200, OptionalLong.of(7), List.of("END")),
                3,
                Optional.empty());
        assertThat(sent(request, "effort: low, thinking: adaptive, extra: {service_tier: auto}"))
                .isEqualTo("{\"max_tokens\":200,\"messages\":[{\"content\":\"Weather in Rome and \\\"Oslo\\\"?\\nä\","
                        + "\"role\":\"user\"},{\"content\":[{\"text\":\"I look.\",\"type\":\"text\"},{\"id\":\"toolu_1\","
                        + "\"input\":{\"city\":\"Rome\"},\"name\":\"weather\",\"type\":\"tool_use\"},{\"id\":\"toolu_2\","
                        + "\"input\":{\"city\":\"Oslo\"},\"name\":\"weather\",\"type\":\"tool_use\"}],\"role\":\"assistant\"},"
                        + "{\"content\":[{\"tool_use_id\":\"toolu_1\",\"type\":\"tool_result\",\"content\":\"sunny\"},"
                        + "{\"tool_use_id\":\"toolu_2\",\"type\":\"tool_result\",\"content\":\"snow\"},{\"text\":\"So?\","
                        + "\"type\":\"text\"}],\"role\":\"user\"}],\"model\":\"m\",\"output_config\":{\"effort\":\"low\","
                        + "\"format\":{\"schema\":" + SCHEMA
                        + ",\"type\":\"json_schema\"}},\"stop_sequences\":[\"END\"],"
                        + "\"system\":[{\"text\":\"Be brief.\",\"type\":\"text\"}],\"thinking\":{\"type\":\"adaptive\"},"
                        + "\"tools\":[{\"input_schema\":" + SCHEMA + ",\"name\":\"weather\",\"description\":"
                        + "\"Tells the weather.\"}],\"temperature\":0.7,\"top_p\":0.9,\"service_tier\":\"auto\"}");
    }

    @Test
    void aPlainRequestHoldsNothingThatNobodyAskedFor() throws IOException, ChatModelException {
        assertThat(sent(Asked.hi(), ""))
                .isEqualTo(
                        "{\"max_tokens\":100,\"messages\":[{\"content\":\"Hi\",\"role\":\"user\"}],\"model\":\"m\"}");
    }

    @Test
    void samplingIsSentOnlyWhereItDiffersFromTheDefaultAndWithTheLastVersionThatTakesIt()
            throws IOException, ChatModelException {
        Request greedy = Request.of(Asked.hi().conversation(), Sampling.greedy(9));
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.BONJOUR))) {
            Asked.anthropic(server, "").complete(greedy);
            Asked.anthropic(server, "").complete(Asked.hi());
            Asked.anthropic(server, "leave-out: temperature").complete(greedy);
            assertThat(server.seen())
                    .extracting(s -> s.headers().get("anthropic-version"))
                    .containsExactly("2023-06-01", "2026-10-21", "2026-10-21");
            assertThat(server.seen())
                    .extracting(s -> s.body().contains("temperature"))
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void aModelThatTakesNoTemperatureIsToldWithTheSettingThatHelps() throws IOException {
        String no = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":"
                + "\"`temperature` is deprecated for this model.\"}}";
        try (WireServer server = WireServer.always(WireServer.json(400, no))) {
            assertThatThrownBy(() -> Asked.anthropic(server, "").complete(Asked.hi()))
                    .hasMessageContaining("leave-out: [temperature]");
        }
    }

    @Test
    void sharedPartsEndInTextBlocksThatTheCacheKeeps() throws IOException, ChatModelException {
        Request request = new Request(
                Conversation.of(Message.system("constitution|task"), Message.user("shared|own")),
                List.of(),
                Optional.empty(),
                Sampling.plain(9),
                0,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(new Breakpoint(0, 13), new Breakpoint(0, 17), new Breakpoint(1, 7)));
        String marked = "\"cache_control\":{\"type\":\"ephemeral\"}";
        assertThat(sent(request, ""))
                .isEqualTo("{\"max_tokens\":9,\"messages\":[{\"content\":[{\"text\":\"shared|\",\"type\":\"text\","
                        + marked
                        + "},{\"text\":\"own\",\"type\":\"text\"}],\"role\":\"user\"}],\"model\":\"m\",\"system\":[{\"text\":"
                        + "\"constitution|\",\"type\":\"text\"," + marked + "},{\"text\":\"task\",\"type\":\"text\","
                        + marked
                        + "}]}");
        assertThat(sent(request, "prompt-cache: 1h"))
                .contains("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");
        assertThat(sent(request, "prompt-cache: off"))
                .doesNotContain("cache_control")
                .contains("\"content\":\"shared|own\"");
    }

    @Test
    void noMoreThanFourPartsAreMarkedAndTheLongestAreKept() throws IOException, ChatModelException {
        Request request = new Request(
                Conversation.of(Message.user("abcdefg")),
                List.of(),
                Optional.empty(),
                Sampling.plain(9),
                0,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(
                        new Breakpoint(0, 1),
                        new Breakpoint(0, 2),
                        new Breakpoint(0, 3),
                        new Breakpoint(0, 4),
                        new Breakpoint(0, 5)));
        String body = sent(request, "");
        assertThat(body.split("cache_control", -1)).hasSize(5);
        assertThat(body)
                .contains("{\"text\":\"ab\",")
                .contains("{\"text\":\"e\",")
                .contains("{\"text\":\"fg\",");
    }

    @Test
    void thoughtsAndCallsComeApartAndTheSealedTurnGoesBackUnchanged() throws IOException, ChatModelException {
        Request asked = chat(Message.user("Look."));
        Completion answer = answered(message(SEALED, "\"tool_use\""), asked, "thinking: 1024");
        assertThat(answer.text()).isEqualTo("Looking.");
        assertThat(answer.message().reasoning()).contains("hm ä");
        assertThat(answer.message().calls())
                .containsExactly(new ToolCall("toolu_1", "look", "{\"zebra\":\"x\",\"ant\":1}"));
        assertThat(answer.usage()).contains(new Usage(10, 3000, 200, 150, 40, 30));
        assertThat(answer.message().verbatim()).isPresent();
        Request next = chat(
                Message.user("Look."), answer.message(), new Message.ToolMessage("toolu_1", "look", "nothing there"));
        JsonNode body = Json.read(sent(next, "thinking: 1024, show-thinking: true"), "", 1);
        assertThat(body.at("/messages/1/content")).isEqualTo(Json.read(SEALED, "", 1));
        assertThat(body.path("thinking"))
                .hasToString("{\"budget_tokens\":1024,\"type\":\"enabled\",\"display\":\"summarized\"}");
    }

    @Test
    void aSealedTurnThatSomebodyChangedGoesBackAsItNowReads() throws IOException, ChatModelException {
        Message changed =
                new Message.AssistantMessage(Optional.of("hm ä"), "I did not look.", List.of(), Optional.of(SEALED));
        assertThat(sent(chat(Message.user("Look."), changed, Message.user("And?")), ""))
                .contains("{\"content\":[{\"text\":\"I did not look.\",\"type\":\"text\"}],\"role\":\"assistant\"}");
        Message foreign = new Message.AssistantMessage(
                Optional.empty(), "x", List.of(), Optional.of("[{\"type\":\"reasoning.encrypted\",\"data\":\"y\"}]"));
        assertThat(sent(chat(Message.user("Look."), foreign, Message.user("And?")), ""))
                .contains("{\"content\":[{\"text\":\"x\",\"type\":\"text\"}],\"role\":\"assistant\"}");
    }

    @Test
    void anOrdinaryAnswerIsNotKeptTwice() throws IOException, ChatModelException {
        Completion answer = answered(Asked.BONJOUR, Asked.hi(), "");
        assertThat(answer.text()).isEqualTo("Bonjour.");
        assertThat(answer.message().verbatim()).isEmpty();
        assertThat(answer.message().reasoning()).isEmpty();
        assertThat(answer.served()).contains(new Completion.Served("m-2026", "msg_1"));
        assertThat(answer.usage()).contains(new Usage(9, 0, 0, 2, 0));
    }

    @Test
    void theStartOfAnAnswerIsSentWhereTheModelDoesNotThink() throws IOException, ChatModelException {
        Request begun = chat(Message.user("Hi"), Message.assistant("The answer is"));
        assertThat(sent(begun, ""))
                .contains("{\"content\":[{\"text\":\"The answer is\",\"type\":\"text\"}],\"role\":\"assistant\"}]");
        assertThat(sent(begun, "thinking: off")).contains("\"thinking\":{\"type\":\"disabled\"}");
        ApiModel thinking = Asked.model("anthropic/m@http://127.0.0.1:9", "thinking: adaptive");
        assertThatThrownBy(() -> thinking.check(List.of(begun))).hasMessageContaining("Set thinking: off");
        assertThatThrownBy(() -> thinking.complete(begun))
                .isInstanceOfSatisfying(
                        ChatModelException.class,
                        e -> assertThat(e.kind()).isEqualTo(ChatModelException.Kind.BAD_REQUEST));
    }

    @Test
    void whatAnthropicCannotTellIsRefusedBeforeTheCall() {
        ApiModel model = Asked.model("anthropic/m@http://127.0.0.1:9", "thinking: 4k");
        Request probabilities = new Request(
                Asked.hi().conversation(),
                List.of(),
                Optional.empty(),
                Sampling.plain(4000),
                0,
                Optional.empty(),
                OptionalInt.of(2),
                List.of());
        assertThatThrownBy(() -> model.check(List.of(probabilities)))
                .hasMessageContaining("Anthropic tells no log-probabilities.")
                .hasMessageContaining("thinking may take 4000 tokens, and the whole answer 4000.");
    }

    @Test
    void aSchemaMayBeAskedForByATool() throws IOException, ChatModelException {
        Request asked = new Request(
                Asked.hi().conversation(), List.of(), Optional.of(SCHEMA), Sampling.plain(9), 0, Optional.empty());
        assertThat(sent(asked, "schema-as: tool"))
                .isEqualTo("{\"max_tokens\":9,\"messages\":[{\"content\":\"Hi\",\"role\":\"user\"}],\"model\":\"m\","
                        + "\"tool_choice\":{\"name\":\"answer\",\"type\":\"tool\"},\"tools\":[{\"input_schema\":"
                        + SCHEMA
                        + ",\"name\":\"answer\",\"description\":\"Gives the answer.\"}]}");
        Completion answer = answered(
                message(
                        "[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"answer\",\"input\":{\"zebra\":\"z\",\"ant\":2}}]",
                        "\"tool_use\""),
                asked,
                "schema-as: tool");
        assertThat(answer.text()).isEqualTo("{\"zebra\":\"z\",\"ant\":2}");
        assertThat(answer.message().calls()).isEmpty();
        assertThat(answer.isWhole()).isTrue();
    }

    @Test
    void onlyKnownStopReasonsCountAsAnAnswer() throws IOException, ChatModelException {
        assertThat(stop("\"end_turn\"")).isEqualTo(StopReason.FINISHED);
        assertThat(stop("\"stop_sequence\"")).isEqualTo(StopReason.FINISHED);
        assertThat(stop("\"max_tokens\"")).isEqualTo(StopReason.LENGTH);
        assertThat(stop("\"model_context_window_exceeded\"")).isEqualTo(StopReason.LENGTH);
        assertThat(stop("\"refusal\"")).isEqualTo(new StopReason.Refused());
        assertThat(stop("\"pause_turn\"")).isEqualTo(new StopReason.Unknown("pause_turn"));
        assertThat(stop("null")).isEqualTo(new StopReason.Unknown(""));
    }

    private static StopReason stop(String reason) throws IOException, ChatModelException {
        return answered(message("[{\"type\":\"text\",\"text\":\"x\"}]", reason), Asked.hi(), "")
                .stop();
    }

    @Test
    void aModelThatTheServerDoesNotHaveIsNamedWithTheNearest() throws IOException {
        try (WireServer server = WireServer.answering(s -> switch (s.target()) {
            case "/v1/models/m" ->
                WireServer.json(
                        404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: m\"}}");
            case "/v1/models/alias" ->
                WireServer.json(
                        200,
                        "{\"type\":\"model\",\"id\":\"alias-20260101\",\"display_name\":\"A\",\"created_at\":"
                                + "\"2026-01-01T00:00:00Z\"}");
            default ->
                WireServer.json(
                        200,
                        "{\"data\":[{\"type\":\"model\",\"id\":\"m2\",\"display_name\":\"M\",\"created_at\":"
                                + "\"2026-01-01T00:00:00Z\"}],\"has_more\":false,\"first_id\":\"m2\",\"last_id\":\"m2\"}");
        })) {
            assertThatThrownBy(() -> Asked.anthropic(server, "").check(List.of(Asked.hi())))
                    .hasMessageContaining("the server has no model \"m\". Did you mean \"m2\"?");
            Asked.model("anthropic/alias@" + server.url(), "").check(List.of(Asked.hi()));
        }
    }
}
