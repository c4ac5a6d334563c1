package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.TokenProbability;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.Usage;
import wherefore.format.Json;

/// OpenAI's protocol on the wire: whole bodies as they are sent, and what is made of answers.
class OpenAiModelTest {

    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"zebra\":{\"type\":\"string\"},\"ant\":{\"type\":\"integer\","
                    + "\"minimum\":1.5}},\"required\":[\"zebra\",\"ant\"],\"additionalProperties\":false}";

    private static Completion answered(String body, String settings) throws IOException, ChatModelException {
        try (WireServer server = WireServer.always(WireServer.json(200, body))) {
            return Asked.openAi(server, settings).complete(Asked.hi());
        }
    }

    private static String sent(Request request, String settings) throws IOException, ChatModelException {
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO))) {
            Asked.openAi(server, settings).complete(request);
            return server.only().body();
        }
    }

    private static String message(String message, String more) {
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":" + message + more + "}]}";
    }

    @Test
    void aWholeRequestIsSpeltAsTheInterfaceWantsIt() throws IOException, ChatModelException {
        Request request = new Request(
                Conversation.of(
                        Message.system("Be brief."),
                        Message.user("Weather in Rome and \"Oslo\"?\nä"),
                        new Message.AssistantMessage(
                                Optional.of("two calls"),
                                "",
                                List.of(
                                        new ToolCall("call_1", "weather", "{\"city\": \"Rome\"}"),
                                        new ToolCall("call_2", "weather", "{\"city\": \"Oslo\"}"))),
                        new Message.ToolMessage("call_1", "weather", "sunny"),
                        new Message.ToolMessage("call_2", "weather", "snow"),
                        Message.user("So?")),
                List.of(new ToolDefinition("weather", "Tells the weather.", SCHEMA)),
                Optional.of(SCHEMA),
                new Sampling(0.7, 0.9, 200, OptionalLong.of(7), List.of("END", "\n\n")),
                3,
                Optional.empty(),
                OptionalInt.of(5),
                List.of());
        assertThat(sent(
                        request,
                        "extra: {min_p: 0.05, chat_template_kwargs: {enable_thinking: false}}, effort: low,"
                                + " upstream: [deepinfra, together]"))
                .isEqualTo(
                        "{\"messages\":[{\"content\":\"Be brief.\",\"role\":\"system\"},{\"content\":"
                                + "\"Weather in Rome and \\\"Oslo\\\"?\\nä\",\"role\":\"user\"},{\"role\":\"assistant\","
                                + "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"arguments\":"
                                + "\"{\\\"city\\\": \\\"Rome\\\"}\",\"name\":\"weather\"},\"type\":\"function\"},{\"id\":\"call_2\","
                                + "\"function\":{\"arguments\":\"{\\\"city\\\": \\\"Oslo\\\"}\",\"name\":\"weather\"},\"type\":"
                                + "\"function\"}]},{\"content\":\"sunny\",\"role\":\"tool\",\"tool_call_id\":\"call_1\"},{\"content\":"
                                + "\"snow\",\"role\":\"tool\",\"tool_call_id\":\"call_2\"},{\"content\":\"So?\",\"role\":\"user\"}],"
                                + "\"model\":\"m\",\"logprobs\":true,\"max_tokens\":200,\"reasoning_effort\":\"low\","
                                + "\"response_format\":{\"json_schema\":{\"name\":\"answer\",\"schema\":" + SCHEMA
                                + ",\"strict\":true},\"type\":\"json_schema\"},\"seed\":7,\"stop\":[\"END\",\"\\n\\n\"],"
                                + "\"temperature\":0.7,\"tools\":[{\"function\":{\"name\":\"weather\",\"description\":"
                                + "\"Tells the weather.\",\"parameters\":" + SCHEMA + "},\"type\":\"function\"}],"
                                + "\"top_logprobs\":5,\"top_p\":0.9,\"provider\":{\"order\":[\"deepinfra\",\"together\"],"
                                + "\"allow_fallbacks\":false},\"min_p\":0.05,\"chat_template_kwargs\":{\"enable_thinking\":false}}");
    }

    @Test
    void aPlainRequestHoldsNothingThatNobodyAskedFor() throws IOException, ChatModelException {
        assertThat(sent(Asked.hi(), ""))
                .isEqualTo("{\"messages\":[{\"content\":\"Hi\",\"role\":\"user\"}],\"model\":\"m\",\"max_tokens\":100,"
                        + "\"temperature\":1.0,\"top_p\":1.0}");
    }

    @Test
    void fieldsThatAServerDoesNotTakeAreLeftOutOrNamedOtherwise() throws IOException, ChatModelException {
        assertThat(sent(
                        Request.of(
                                Asked.hi().conversation(), Sampling.greedy(50).withSeed(3)),
                        "leave-out: [temperature, top_p, seed], max-tokens-field: max_completion_tokens"))
                .isEqualTo("{\"messages\":[{\"content\":\"Hi\",\"role\":\"user\"}],\"model\":\"m\","
                        + "\"max_completion_tokens\":50}");
    }

    @Test
    void openAiItselfIsToldTheLimitByTheNewerFieldAndOnlyOthersThatAllIsDrawnFrom() {
        assertThat(plainTo("openai/m")).isEqualTo("\"max_completion_tokens\":100,\"temperature\":1.0}");
        assertThat(plainTo("openai/m@http://h/v1")).isEqualTo("\"max_tokens\":100,\"temperature\":1.0,\"top_p\":1.0}");
    }

    /// What follows the model's name in the body of a plain request.
    private static String plainTo(String model) {
        ModelName name = ModelName.of(model);
        String body = Json.write(
                OpenAiWire.body(Asked.hi(), name.atServer(), ModelSettings.of(model), OpenAiWire.Spoken.to(name)));
        return body.substring(body.indexOf("\"model\":\"m\",") + "\"model\":\"m\",".length());
    }

    @Test
    void whatAServerSaysFromAStopSequenceOnIsTakenOff() throws IOException, ChatModelException {
        assertThat(stopped("one two stop", "stop").text()).isEqualTo("one two ");
        assertThat(stopped("one two three", "two", "three").text()).isEqualTo("one ");
        assertThat(stopped("one two", "three").text()).isEqualTo("one two");
    }

    private static Completion stopped(String text, String... stops) throws IOException, ChatModelException {
        String body = message("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", ",\"finish_reason\":\"stop\"");
        try (WireServer server = WireServer.always(WireServer.json(200, body))) {
            return Asked.openAi(server, "")
                    .complete(Request.of(
                            Asked.hi().conversation(), new Sampling(1, 1, 100, OptionalLong.empty(), List.of(stops))));
        }
    }

    @Test
    void anAnswerThatTookNoNoticeOfItsSchemaIsNotKnownToBeGood() throws IOException, ChatModelException {
        assertThat(underSchema("Surely.")).isInstanceOf(StopReason.Unknown.class);
        assertThat(underSchema("{\\\"zebra\\\":\\\"z\\\",\\\"ant\\\":2}")).isEqualTo(StopReason.FINISHED);
    }

    private static StopReason underSchema(String text) throws IOException, ChatModelException {
        String body = message("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", ",\"finish_reason\":\"stop\"");
        try (WireServer server = WireServer.always(WireServer.json(200, body))) {
            return Asked.openAi(server, "")
                    .complete(new Request(
                            Asked.hi().conversation(),
                            List.of(),
                            Optional.of(SCHEMA),
                            Sampling.plain(100),
                            0,
                            Optional.empty()))
                    .stop();
        }
    }

    @Test
    void reasoningOfEarlierTurnsIsSentBackOnlyWhereSettingsNameItsField() throws IOException, ChatModelException {
        Request request = Request.of(
                Conversation.of(
                        Message.user("1?"),
                        new Message.AssistantMessage(Optional.of("hm"), "one", List.of()),
                        Message.user("2?")),
                Sampling.plain(9));
        assertThat(sent(request, "")).doesNotContain("hm");
        assertThat(sent(request, "return-reasoning: reasoning_content"))
                .contains("{\"role\":\"assistant\",\"content\":\"one\",\"reasoning_content\":\"hm\"}");
    }

    @Test
    void theStartOfAnAnswerGoesToServersThatAreKnownToGoOnFromIt() throws IOException, ChatModelException {
        Request begun =
                Request.of(Conversation.of(Message.user("Hi"), Message.assistant("The answer is")), Sampling.plain(9));
        assertThat(sent(begun, "prefill: continue-final-message"))
                .isEqualTo("{\"messages\":[{\"content\":\"Hi\",\"role\":\"user\"},{\"role\":\"assistant\",\"content\":"
                        + "\"The answer is\"}],\"model\":\"m\",\"max_tokens\":9,\"temperature\":1.0,\"top_p\":1.0,"
                        + "\"continue_final_message\":true,\"add_generation_prompt\":false}");
        assertThat(sent(begun, "prefill: prefix"))
                .contains("{\"role\":\"assistant\",\"content\":\"The answer is\",\"prefix\":true}");
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO))) {
            ApiModel plain = Asked.openAi(server, "");
            assertThatThrownBy(() -> plain.check(List.of(begun)))
                    .hasMessageContaining("prefill: continue-final-message");
            assertThatThrownBy(() -> plain.complete(begun)).hasMessageContaining("prefill: continue-final-message");
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void anAnswerHasTextStopUsageAndWhoServedIt() throws IOException, ChatModelException {
        Completion answer = answered(Asked.HELLO, "");
        assertThat(answer.text()).isEqualTo("Hello.");
        assertThat(answer.stop()).isEqualTo(StopReason.FINISHED);
        assertThat(answer.usage()).contains(new Usage(9, 0, 0, 2, 0));
        assertThat(answer.served()).contains(new Completion.Served("m-2026", "chatcmpl-1"));
    }

    @Test
    void cachedTokensAreCountedOnceAndReasoningIsPartOfTheOutput() throws IOException, ChatModelException {
        assertThat(answered(
                                message("{\"role\":\"assistant\",\"content\":\"x\"}", ",\"finish_reason\":\"stop\"")
                                        .replace(
                                                "]}",
                                                "],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":70,"
                                                        + "\"total_tokens\":1070,\"prompt_tokens_details\":"
                                                        + "{\"cached_tokens\":768},\"completion_tokens_details\":"
                                                        + "{\"reasoning_tokens\":64}}}"),
                                "")
                        .usage())
                .contains(new Usage(232, 768, 0, 70, 64));
    }

    @Test
    void usageThatAServerDoesNotTellIsAbsentAndNotZero() throws IOException, ChatModelException {
        Completion answer =
                answered(message("{\"role\":\"assistant\",\"content\":\"x\"}", ",\"finish_reason\":\"stop\""), "");
        assertThat(answer.usage()).isEmpty();
    }

    @Test
    void severalToolCallsOfOneTurnAreReadInOrder() throws IOException, ChatModelException {
        Completion answer = answered(
                message(
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\": 1}\"}},{\"id\":\"b\",\"type\":"
                                + "\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}",
                        ",\"finish_reason\":\"tool_calls\""),
                "");
        assertThat(answer.message().calls())
                .containsExactly(new ToolCall("a", "f", "{\"x\": 1}"), new ToolCall("b", "g", "{}"));
        assertThat(answer.text()).isEmpty();
        assertThat(answer.isWhole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"reasoning_content", "reasoning"})
    void reasoningInAFieldOfItsOwnIsKeptApart(String field) throws IOException, ChatModelException {
        Completion answer = answered(
                message(
                        "{\"role\":\"assistant\",\"" + field + "\":\"because\",\"content\":\"yes\"}",
                        ",\"finish_reason\":\"stop\""),
                "");
        assertThat(answer.message().reasoning()).contains("because");
        assertThat(answer.text()).isEqualTo("yes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>\\nhm\\n</think>\\n\\nyes|true|hm|yes",
                "hm\\n</think>\\n\\nyes|true|hm|yes",
                "<think>cut off|true|cut off|''",
                "yes|true|''|yes",
                "<think></think>yes|true|''|yes",
                "<think>hm</think>yes|false|''|<think>hm</think>yes"
            })
    void tagsOfThoughtAreTakenOffWhereSettingsSaySo(String content, boolean tags, String reasoning, String text)
            throws IOException, ChatModelException {
        Completion answer = answered(
                message("{\"role\":\"assistant\",\"content\":\"" + content + "\"}", ",\"finish_reason\":\"stop\""),
                tags ? "think-tags: true" : "");
        assertThat(answer.message().reasoning().orElse("")).isEqualTo(reasoning);
        assertThat(answer.text()).isEqualTo(text);
    }

    @Test
    void logProbabilitiesAreReadWithTheirAlternatives() throws IOException, ChatModelException {
        Completion answer = answered(
                message(
                        "{\"role\":\"assistant\",\"content\":\"yes\"}",
                        ",\"finish_reason\":\"stop\",\"logprobs\":{\"content\":[{\"token\":\"yes\",\"logprob\":-0.25,"
                                + "\"bytes\":null,\"top_logprobs\":[{\"token\":\"yes\",\"logprob\":-0.25,\"bytes\":null},"
                                + "{\"token\":\"no\",\"logprob\":-1.5,\"bytes\":null}]}]}"),
                "");
        assertThat(answer.tokens())
                .containsExactly(new TokenProbability(
                        "yes",
                        -0.25,
                        List.of(new TokenProbability.Other("yes", -0.25), new TokenProbability.Other("no", -1.5))));
    }

    @Test
    void onlyKnownStopReasonsCountAsAnAnswer() throws IOException, ChatModelException {
        assertThat(stop("\"length\"")).isEqualTo(StopReason.LENGTH);
        assertThat(stop("\"content_filter\"")).isEqualTo(new StopReason.Filtered());
        assertThat(stop("\"eos_by_magic\"")).isEqualTo(new StopReason.Unknown("eos_by_magic"));
        assertThat(stop("null")).isEqualTo(new StopReason.Unknown(""));
    }

    private static StopReason stop(String reason) throws IOException, ChatModelException {
        return answered(message("{\"role\":\"assistant\",\"content\":\"x\"}", ",\"finish_reason\":" + reason), "")
                .stop();
    }

    @Test
    void aRefusalIsAStopReasonAndItsWordsAreKept() throws IOException, ChatModelException {
        Completion answer = answered(
                message(
                        "{\"role\":\"assistant\",\"content\":null,\"refusal\":\"I will not.\"}",
                        ",\"finish_reason\":\"stop\""),
                "");
        assertThat(answer.stop()).isEqualTo(new StopReason.Refused());
        assertThat(answer.text()).isEqualTo("I will not.");
    }

    @Test
    void aFilteredAnswerWithoutContentIsStillAnAnswer() throws IOException, ChatModelException {
        Completion answer = answered(
                message("{\"role\":\"assistant\",\"content\":null}", ",\"finish_reason\":\"content_filter\""), "");
        assertThat(answer.stop()).isEqualTo(new StopReason.Filtered());
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void theServerIsAskedOnceWhetherItHasTheModelBeforeAnythingIsPaid() throws IOException, ChatModelException {
        String list = "{\"object\":\"list\",\"data\":[{\"id\":\"qwen3-8b\",\"object\":\"model\",\"created\":1,"
                + "\"owned_by\":\"x\"},{\"id\":\"llama-3\",\"object\":\"model\",\"created\":1,\"owned_by\":\"x\"}]}";
        try (WireServer server = WireServer.answering(s -> switch (s.method() + " " + s.target()) {
            case "GET /v1/models" -> WireServer.json(200, list);
            case "POST /v1/chat/completions" -> WireServer.json(200, Asked.HELLO);
            default -> WireServer.json(404, "{\"detail\":\"Not Found\"}");
        })) {
            ApiModel misspelt = Asked.model("openai/qwen-8b@" + server.url() + "/v1", "");
            assertThatThrownBy(() -> misspelt.check(List.of(Asked.hi())))
                    .hasMessageContaining("the server has no model \"qwen-8b\"")
                    .hasMessageContaining("Did you mean \"qwen3-8b\"?");
            assertThat(server.seen()).noneMatch(s -> s.method().equals("POST"));
            ApiModel right = Asked.model("openai/qwen3-8b@" + server.url() + "/v1", "");
            int before = server.seen().size();
            right.check(List.of(Asked.hi()));
            right.check(List.of(Asked.hi()));
            assertThat(server.seen()).hasSize(before + 1);
            Asked.model("openai/other@" + server.url() + "/v1", "unlisted: true")
                    .check(List.of(Asked.hi()));
            assertThat(server.seen()).hasSize(before + 1);
        }
    }

    @Test
    void aServerWithoutAListIsTakenAtItsWordAtTheCall() throws IOException {
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO))) {
            Asked.openAi(server, "").check(List.of(Asked.hi()));
        }
    }

    @Test
    void aSchemaThatIsNoneIsToldBeforeAnyCall() throws IOException {
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO))) {
            Request wrong = new Request(
                    Asked.hi().conversation(),
                    List.of(new ToolDefinition("f", "does", "{\"type\":\"objet\"}")),
                    Optional.of("{\"type\":\"object\",\"required\":\"x\"}"),
                    Sampling.plain(9),
                    0,
                    Optional.empty());
            assertThatThrownBy(() -> Asked.openAi(server, "").check(List.of(wrong)))
                    .hasMessageContaining("the schema of the answer is none: /required must be a list of names.")
                    .hasMessageContaining("the schema of the tool \"f\" is none: /type is \"objet\"");
            assertThat(server.seen()).isEmpty();
        }
    }
}
