package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Breakpoint;
import wherefore.chat.Calls;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.Usage;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.RequestId;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;

class BatchFilesTest {

    private static final Request ASKED = Request.of(
            Conversation.of(Message.system("Be brief."), Message.user("Why is the sky \"blue\"?\n{x} ä")),
            Sampling.plain(100));
    private static final Request OTHER = Request.of(Conversation.of(Message.user("And the sea?")), Sampling.plain(100));

    @TempDir
    Path folder;

    private Calls calls = new Providers().calls("scripted/writer", Path.of("")).orElseThrow();

    @BeforeEach
    void open() {
        calls = new Providers().calls("batch-files/.@some-model", folder).orElseThrow();
    }

    private void results(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String anthropic(Request request, String content, String stop) {
        return "{\"custom_id\":\"" + RequestId.of(request)
                + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"role\":\"assistant\",\"model\":\"m\",\"content\":"
                + content + ",\"stop_reason\":\"" + stop + "\"}}}\n";
    }

    private static String openAi(Request request, String content, String finish) {
        return "{\"id\":\"b\",\"custom_id\":\"" + RequestId.of(request)
                + "\",\"response\":{\"status_code\":200,\"body\":{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"" + content + "\"},\"finish_reason\":\"" + finish
                + "\"}]}},\"error\":null}\n";
    }

    private String text(Request request) {
        return switch (calls.submit(List.of(request)).getFirst()) {
            case Outcome.Answered answered -> answered.completion().text();
            case Outcome.Outstanding later -> "outstanding";
            case Outcome.Failed failed -> "failed";
        };
    }

    private String unused() throws IOException {
        Path file = folder.resolve("unused-answers.jsonl");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void requestsAreWrittenInTheShapesOfBothVendors() throws IOException {
        assertThat(text(ASKED)).isEqualTo("outstanding");
        JsonNode openAi =
                JsonLines.read(folder.resolve("requests.openai.jsonl")).getFirst();
        assertThat(Json.write(openAi))
                .isEqualTo("{\"custom_id\":\"" + RequestId.of(ASKED)
                        + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"messages\":[{\"content\":"
                        + "\"Be brief.\",\"role\":\"system\"},{\"content\":\"Why is the sky \\\"blue\\\"?\\n{x} ä\",\"role\":"
                        + "\"user\"}],\"model\":\"some-model\",\"max_tokens\":100,\"temperature\":1.0,\"top_p\":1.0}}");
        JsonNode anthropic =
                JsonLines.read(folder.resolve("requests.anthropic.jsonl")).getFirst();
        assertThat(Json.write(anthropic))
                .isEqualTo(
                        "{\"custom_id\":\"" + RequestId.of(ASKED)
                                + "\",\"params\":{\"max_tokens\":100,\"messages\":[{\"content\":\"Why is the sky \\\"blue\\\"?\\n{x} ä\","
                                + "\"role\":\"user\"}],\"model\":\"some-model\",\"system\":[{\"text\":\"Be brief.\",\"type\":\"text\"}]}}");
        assertThat(RequestId.of(ASKED)).matches("[a-zA-Z0-9_-]{1,64}");
    }

    @Test
    void answersOfBothShapesAreJoinedByTheirIdInAnyOrder() throws IOException {
        results("results-1.jsonl", openAi(OTHER, "Because.", "stop"));
        results(
                "results.jsonl",
                anthropic(
                        ASKED,
                        "[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\",\"text\":\"Scat\"},{\"type\":\"text\",\"text\":\"tering.\"}]",
                        "end_turn"));
        List<Outcome> outcomes = calls.submit(List.of(ASKED, OTHER));
        assertThat(outcomes)
                .extracting(o -> ((Outcome.Answered) o).completion().text())
                .containsExactly("Scattering.", "Because.");
        assertThat(((Outcome.Answered) outcomes.getFirst())
                        .completion()
                        .message()
                        .reasoning())
                .contains("hm");
        assertThat(folder.resolve("requests.openai.jsonl")).isEmptyFile();
    }

    @Test
    void whatIsAnsweredIsNotAskedAgain() throws IOException {
        calls.submit(List.of(ASKED, OTHER));
        results("results.jsonl", openAi(OTHER, "Because.", "stop"));
        calls.submit(List.of(ASKED, OTHER));
        assertThat(JsonLines.read(folder.resolve("requests.openai.jsonl")))
                .extracting(r -> r.path("custom_id").asString())
                .containsExactly(RequestId.of(ASKED));
    }

    @Test
    void anAnswerThatWasCutOffOrRefusedArrivesAsSuch() throws IOException {
        results("results.jsonl", openAi(ASKED, "Half a", "length"));
        results("results.jsonl", anthropic(OTHER, "[{\"type\":\"text\",\"text\":\"no\"}]", "refusal"));
        assertThat(calls.submit(List.of(ASKED, OTHER)))
                .extracting(o -> ((Outcome.Answered) o).completion().stop())
                .containsExactly(StopReason.LENGTH, new StopReason.Refused());
    }

    @Test
    void everyLineThatCouldNotBeUsedIsNamedWithItsReason() throws IOException {
        results("results-a.jsonl", "\uFEFF" + openAi(OTHER, "Because.", "stop"));
        results("results-b.jsonl", "garbage\n\n[1]\n{\"custom_id\":5}\n{\"custom_id\":\"stranger\"}\n");
        results(
                "results-c.jsonl",
                "{\"custom_id\":\"x\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":"
                        + "{\"type\":\"invalid_request_error\",\"message\":\"too long\"}}}}\n"
                        + "{\"custom_id\":\"y\",\"response\":null,\"error\":{\"code\":\"e\",\"message\":\"no credit\"}}\n");
        results("results-d.jsonl", openAi(OTHER, "Something else.", "stop"));
        results("results-e.jsonl", anthropic(ASKED, "[{\"type\":\"text\",\"text\":\"cut o", "end_turn"));
        Files.write(folder.resolve("results-f.jsonl"), new byte[] {'{', (byte) 0xff, (byte) 0xfe, '\n'});
        assertThat(text(ASKED)).isEqualTo("outstanding");
        assertThat(text(OTHER)).isEqualTo("Because.");
        assertThat(unused())
                .contains("results-b.jsonl\",\"line\":1", "results-b.jsonl\",\"line\":3", "it has no custom_id")
                .contains("errored: too long", "no credit", "there is another answer before it")
                .contains("results-e.jsonl", "results-f.jsonl", "neither \\\"result\\\" nor \\\"response\\\"");
    }

    @Test
    void anErrorThatALaterBatchMadeGoodIsForgotten() throws IOException {
        results(
                "results-1.jsonl",
                "{\"custom_id\":\"" + RequestId.of(ASKED) + "\",\"result\":{\"type\":\"expired\"}}\n");
        assertThat(text(ASKED)).isEqualTo("outstanding");
        assertThat(unused()).contains("its request expired");
        results("results-2.jsonl", openAi(ASKED, "Scattering.", "stop"));
        assertThat(text(ASKED)).isEqualTo("Scattering.");
        assertThat(unused()).isEmpty();
    }

    @Test
    void anAnswerOfTenMegabytesIsAnAnswer() throws IOException {
        results("results.jsonl", openAi(ASKED, "a".repeat(10_000_000), "stop"));
        assertThat(text(ASKED)).hasSize(10_000_000);
    }

    @Test
    void twoRolesThatShareAFolderShareItsRequests() throws IOException {
        Providers providers = new Providers();
        Calls writer = providers.calls("batch-files/shared", folder).orElseThrow();
        Calls judge = providers.calls("batch-files/shared", folder).orElseThrow();
        writer.submit(List.of(ASKED));
        judge.submit(List.of(OTHER));
        assertThat(JsonLines.read(folder.resolve("shared/requests.openai.jsonl")))
                .hasSize(2);
    }

    /// As it is with answers to ordinary calls.
    @Test
    void whatARunnerDoesNotKeepToIsMendedOrSaid() throws IOException {
        Request stops = Request.of(
                Conversation.of(Message.user("Count.")),
                new Sampling(1, 1, 100, OptionalLong.empty(), List.of("four")));
        results("results.jsonl", openAi(stops, "one two three four five", "stop"));
        assertThat(text(stops)).isEqualTo("one two three ");

        Request held = new Request(
                ASKED.conversation(),
                List.of(),
                Optional.of("{\"type\":\"object\"}"),
                ASKED.sampling(),
                0,
                Optional.empty());
        results("results.jsonl", openAi(held, "not an object", "stop"));
        Completion broken = ((Outcome.Answered) calls.submit(List.of(held)).getFirst()).completion();
        assertThat(broken.isWhole()).isFalse();
        assertThat(broken.stop()).isInstanceOf(StopReason.Unknown.class);
    }

    @Test
    void theIdHangsOnWhatIsSentAndOnTheRepeatAndOnNothingElse() {
        Request again = new Request(
                ASKED.conversation(),
                List.of(),
                java.util.Optional.empty(),
                ASKED.sampling(),
                0,
                java.util.Optional.of(new wherefore.chat.PromptUse("t", "v", java.util.Map.of("draw", "7"))));
        Request second = new Request(
                ASKED.conversation(),
                List.of(),
                java.util.Optional.empty(),
                ASKED.sampling(),
                1,
                java.util.Optional.empty());
        assertThat(RequestId.of(again)).isEqualTo(RequestId.of(ASKED));
        assertThat(RequestId.of(second)).isNotEqualTo(RequestId.of(ASKED));
    }

    @Test
    void aRecordingGivesTheAnswersAgainSortedAndWithoutUsage() throws IOException {
        results("results.jsonl", openAi(OTHER, "Because.", "stop") + openAi(ASKED, "Scattering.", "stop"));
        Path file = folder.resolve("kept.jsonl");
        assertThat(Recording.of(folder, file, "by hand", Origin.BATCH_FILE)).isEqualTo(2);
        List<JsonNode> rows = JsonLines.read(file);
        assertThat(rows.getFirst().path("made").asString()).isEqualTo("by hand");
        assertThat(rows.subList(1, 3)).extracting(r -> r.path("id").asString()).isSorted();
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).doesNotContain("usage");
        calls = new Providers().calls("recorded/kept.jsonl", folder).orElseThrow();
        assertThat(text(ASKED)).isEqualTo("Scattering.");
        Request never = Request.of(Conversation.of(Message.user("Never asked")), Sampling.plain(100));
        assertThatThrownBy(() -> calls.submit(List.of(never)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no answer to 1 of 1 requests")
                .hasMessageContaining(RequestId.of(never));
    }

    @Test
    void aBrokenRecordingIsToldWithItsLine() throws IOException {
        Path file = folder.resolve("kept.jsonl");
        Files.writeString(file, "{\"recording\":1,\"made\":\"x\"}\n{\"id\":\"a\",\"text\":\"t\"}\n");
        assertThatThrownBy(() -> new Providers().calls("recorded/kept.jsonl", folder))
                .hasMessageContaining("kept.jsonl:2: an answer needs id, text and stop");
        Files.writeString(file, "{\"id\":\"a\",\"text\":\"t\"}\n");
        assertThatThrownBy(() -> new Providers().calls("recorded/kept.jsonl", folder))
                .hasMessageContaining("is not a recording");
        assertThatThrownBy(() -> new Providers().calls("recorded/absent.jsonl", folder))
                .hasMessageContaining("there is no such recording");
    }

    @Test
    void aNameThatMeansNothingIsToldWithTheNearest() {
        assertThatThrownBy(() -> ModelName.of("batchfiles/x")).hasMessageContaining("Did you mean \"batch-files\"?");
        assertThatThrownBy(() -> ModelName.of("gpt-5")).hasMessageContaining("A model is provider/name");
        assertThatThrownBy(() -> new Providers().calls("scripted/sain", folder))
                .hasMessageContaining("Did you mean \"saint\"?");
    }

    @Test
    void aBatchFileAsksExactlyWhatGoesOverTheWire() throws IOException, ChatModelException {
        String schema = "{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"string\"},\"a\":{\"type\":\"number\"}},"
                + "\"required\":[\"b\",\"a\"],\"additionalProperties\":false}";
        Request request = new Request(
                Conversation.of(
                        Message.system("Be brief."),
                        Message.user("Shared. Own."),
                        new Message.AssistantMessage(
                                Optional.of("hm"), "Looking.", List.of(new ToolCall("t", "look", "{\"b\":\"x\"}"))),
                        new Message.ToolMessage("t", "look", "nothing"),
                        Message.user("So?")),
                List.of(new ToolDefinition("look", "Looks.", schema)),
                Optional.of(schema),
                new Sampling(0.5, 0.9, 300, OptionalLong.of(4), List.of("END")),
                2,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(new Breakpoint(0, 9), new Breakpoint(1, 8)));
        String settings = "effort: low, extra: {min_p: 0.05}";
        new Providers()
                .calls(Asked.settings("batch-files/.@m", settings), folder)
                .orElseThrow()
                .submit(List.of(request));
        try (WireServer server = WireServer.answering(
                s -> WireServer.json(200, s.target().equals("/v1/messages") ? Asked.BONJOUR : Asked.HELLO))) {
            Asked.openAi(server, settings).complete(request);
            Asked.anthropic(server, settings).complete(request);
            assertThat(Json.write(JsonLines.read(folder.resolve("requests.openai.jsonl"))
                            .getFirst()
                            .path("body")))
                    .isEqualTo(server.seen().get(0).body());
            assertThat(Json.write(JsonLines.read(folder.resolve("requests.anthropic.jsonl"))
                            .getFirst()
                            .path("params")))
                    .isEqualTo(server.seen().get(1).body());
        }
    }

    @Test
    void twoRolesThatShareAFolderAskTheSame() {
        Providers providers = new Providers();
        providers.calls(Asked.settings("batch-files/shared@m", "effort: low"), folder);
        providers.calls(Asked.settings("batch-files/shared@m", "effort: low, concurrency: 3"), folder);
        assertThatThrownBy(() -> providers.calls("batch-files/shared@m", folder))
                .hasMessageContaining("two roles share these batch files, with different models or settings.");
        assertThatThrownBy(() -> providers.calls(Asked.settings("batch-files/shared@n", "effort: low"), folder))
                .hasMessageContaining("Give each role a folder of its own.");
    }

    @Test
    void aLargeFileOfRequestsGoesOnInFurtherFilesAndOldOnesGo() throws IOException {
        BatchFiles files = new BatchFiles(
                "batch-files/x",
                "m",
                ModelSettings.of("batch-files/x"),
                folder,
                new BatchFiles.Limits(2, 1_000_000, 100, 1_500));
        List<Request> five = java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> Request.of(
                        Conversation.of(Message.user("question " + i + " ".repeat(400))), Sampling.plain(100)))
                .toList();
        files.submit(five);
        assertThat(lines("requests.openai.jsonl", "requests.openai-2.jsonl", "requests.openai-3.jsonl"))
                .containsExactly(2, 2, 1);
        assertThat(lines("requests.anthropic.jsonl", "requests.anthropic-2.jsonl"))
                .containsExactly(2, 2);
        assertThat(Files.size(folder.resolve("requests.anthropic.jsonl"))).isLessThan(1_500);
        for (Request request : five.subList(0, 4)) {
            results("results.jsonl", openAi(request, "Yes.", "stop"));
        }
        files.submit(five);
        assertThat(lines("requests.openai.jsonl")).containsExactly(1);
        assertThat(folder.resolve("requests.openai-2.jsonl")).doesNotExist();
        assertThat(folder.resolve("requests.openai-3.jsonl")).doesNotExist();
    }

    private List<Integer> lines(String... files) throws IOException {
        List<Integer> counts = new java.util.ArrayList<>();
        for (String file : files) {
            counts.add(JsonLines.read(folder.resolve(file)).size());
        }
        return counts;
    }

    @Test
    void whatFailedStandsInTheFilesOfRequestsAgainAndNothingElse() throws IOException {
        results(
                "results.jsonl",
                openAi(ASKED, "Scattering.", "stop")
                        + "{\"id\":\"b\",\"custom_id\":\"" + RequestId.of(OTHER)
                        + "\",\"response\":{\"status_code\":429,\"body\":{\"error\":{\"message\":\"too fast\"}}},"
                        + "\"error\":null}\n");
        assertThat(calls.submit(List.of(ASKED, OTHER)).get(1)).isInstanceOf(Outcome.Outstanding.class);
        assertThat(JsonLines.read(folder.resolve("requests.openai.jsonl")))
                .extracting(r -> r.path("custom_id").asString())
                .containsExactly(RequestId.of(OTHER));
        assertThat(unused()).contains("its request failed with status 429: too fast");
    }

    @Test
    void anAnswerThatAnEarlierStepTookIsNoStrangerToALaterProcess() throws IOException {
        results("results.jsonl", openAi(ASKED, "Scattering.", "stop"));
        assertThat(text(ASKED)).isEqualTo("Scattering.");
        BatchFiles later = new BatchFiles("batch-files/calls", "m", ModelSettings.of("batch-files/calls"), folder);
        assertThat(later.submit(List.of(OTHER)).getFirst()).isInstanceOf(Outcome.Outstanding.class);
        assertThat(later.unused()).isEmpty();
    }

    @Test
    void anAnswerThatFitsNoQuestionIsNamedAsLongAsOneIsMissing() throws IOException {
        Request stale = Request.of(Conversation.of(Message.user("An older prompt")), Sampling.plain(100));
        results("results.jsonl", openAi(stale, "Yes.", "stop"));
        assertThat(text(ASKED)).isEqualTo("outstanding");
        assertThat(unused()).contains(RequestId.of(stale), "nobody asks for it");
        results("results-2.jsonl", openAi(ASKED, "Scattering.", "stop"));
        assertThat(text(ASKED)).isEqualTo("Scattering.");
        assertThat(unused()).isEmpty();
    }

    @Test
    void theOutputOfABatchRunnerIsReadWithItsReasoningUsageAndFailures() throws IOException {
        results(
                "results.jsonl",
                "{\"id\":\"vllm-1\",\"custom_id\":\"" + RequestId.of(ASKED)
                        + "\",\"response\":{\"status_code\":200,\"request_id\":\"r\",\"body\":{\"id\":\"chatcmpl-1\",\"object\":"
                        + "\"chat.completion\",\"created\":1,\"model\":\"q\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                        + "\"assistant\",\"content\":\"Scattering.\",\"refusal\":null,\"reasoning_content\":\"hm\","
                        + "\"tool_calls\":[]},\"logprobs\":null,\"finish_reason\":\"stop\",\"stop_reason\":null}],\"usage\":"
                        + "{\"prompt_tokens\":20,\"total_tokens\":25,\"completion_tokens\":5,\"prompt_tokens_details\":"
                        + "{\"cached_tokens\":8}},\"prompt_logprobs\":null}},\"error\":null}\n"
                        + "{\"id\":\"vllm-2\",\"custom_id\":\"" + RequestId.of(OTHER)
                        + "\",\"response\":{\"status_code\":400,\"request_id\":\"r\",\"body\":null},\"error\":"
                        + "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"code\":400}}\n");
        List<Outcome> outcomes = calls.submit(List.of(ASKED, OTHER));
        Completion answer = ((Outcome.Answered) outcomes.getFirst()).completion();
        assertThat(answer.message().reasoning()).contains("hm");
        assertThat(answer.usage()).contains(new Usage(12, 8, 0, 5, 0));
        assertThat(answer.served()).contains(new Completion.Served("q", "chatcmpl-1"));
        assertThat(unused()).contains("its request failed with status 400: too long");
    }

    @Test
    void anAnswerByFileSaysWhatTheSameAnswerByAnOrdinaryCallSays() throws IOException, ChatModelException {
        Request schema = new Request(
                ASKED.conversation(),
                List.of(),
                Optional.of("{\"type\":\"object\"}"),
                ASKED.sampling(),
                0,
                Optional.empty());
        String message = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":["
                + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"c2ln\"},"
                + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"answer\",\"input\":{\"a\":1}}],"
                + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":2,\"cache_read_input_tokens\":3}}";
        results(
                "results.jsonl",
                "{\"custom_id\":\"" + RequestId.of(schema) + "\",\"result\":{\"type\":\"succeeded\",\"message\":"
                        + message + "}}\n");
        Calls files = new Providers()
                .calls(Asked.settings("batch-files/.@m", "schema-as: tool"), folder)
                .orElseThrow();
        try (WireServer server = WireServer.always(WireServer.json(200, message))) {
            assertThat(((Outcome.Answered) files.submit(List.of(schema)).getFirst()).completion())
                    .isEqualTo(Asked.anthropic(server, "schema-as: tool").complete(schema));
        }
    }
}
