package wherefore.chat.provider;

import com.anthropic.core.JsonValue;
import com.anthropic.core.ObjectMappers;
import com.anthropic.errors.AnthropicException;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingConfigAdaptive;
import com.anthropic.models.messages.ThinkingConfigDisabled;
import com.anthropic.models.messages.ThinkingConfigEnabled;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.ToolUseBlockParam;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Breakpoint;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.Usage;
import wherefore.format.Json;

/// Requests and answers as Anthropic's Messages interface spells them, by the types of its Java library.
final class AnthropicWire {

    private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();
    private static final int MOST_BREAKPOINTS = 4;
    /// The tool that stands for the answer where a schema is asked for by a tool.
    private static final String ANSWER = "answer";

    static final String LAST_VERSION_WITH_SAMPLING = "2023-06-01";

    private AnthropicWire() {}

    /// The body of a message's request, and of an item of a batch.
    static ObjectNode body(Request request, String model, ModelSettings settings) {
        try {
            return (ObjectNode) Json.read(
                    MAPPER.writeValueAsString(params(request, model, settings)._body()), "request", 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written", e);
        }
    }

    static MessageCreateParams params(Request request, String model, ModelSettings settings) {
        MessageCreateParams.Builder params = MessageCreateParams.builder()
                .model(model)
                .maxTokens(request.sampling().maxTokens());
        List<Breakpoint> breakpoints = breakpoints(request, settings);
        request.conversation()
                .system()
                .ifPresent(s -> params.systemOfTextBlockParams(texts(s, 0, breakpoints, settings)));
        messages(request, breakpoints, settings, params);
        sampling(request, settings.answers().leaveOut(), params);
        tools(request, settings, params);
        output(request, settings, params);
        settings.answers()
                .thinking()
                .ifPresent(t -> thinking(t, settings.answers().showThinking(), params));
        settings.answers()
                .extra()
                .forEach((name, value) -> params.putAdditionalBodyProperty(name, value(Json.write(value))));
        return params.build();
    }

    private static void thinking(ModelSettings.Thinking thinking, boolean shown, MessageCreateParams.Builder params) {
        switch (thinking) {
            case ModelSettings.Thinking.Off off ->
                params.thinking(ThinkingConfigDisabled.builder().build());
            case ModelSettings.Thinking.Adaptive adaptive -> {
                ThinkingConfigAdaptive.Builder config = ThinkingConfigAdaptive.builder();
                if (shown) {
                    config.display(ThinkingConfigAdaptive.Display.SUMMARIZED);
                }
                params.thinking(config.build());
            }
            case ModelSettings.Thinking.Budget budget -> {
                ThinkingConfigEnabled.Builder config =
                        ThinkingConfigEnabled.builder().budgetTokens(budget.tokens());
                if (shown) {
                    config.display(ThinkingConfigEnabled.Display.SUMMARIZED);
                }
                params.thinking(config.build());
            }
        }
    }

    /// The last four: the longest shared beginnings. The cache itself looks for shorter ones before them.
    private static List<Breakpoint> breakpoints(Request request, ModelSettings settings) {
        if (settings.flow().promptCache() == ModelSettings.PromptCache.OFF) {
            return List.of();
        }
        List<Breakpoint> markable = request.breakpoints().stream()
                .filter(b -> switch (request.conversation().messages().get(b.message())) {
                    case Message.SystemMessage system -> true;
                    case Message.UserMessage user -> true;
                    case Message.AssistantMessage answer -> false;
                    case Message.ToolMessage tool -> false;
                })
                .distinct()
                .toList();
        return markable.subList(Math.max(0, markable.size() - MOST_BREAKPOINTS), markable.size());
    }

    /// A text in one block, or split where shared parts end.
    private static List<TextBlockParam> texts(
            String text, int message, List<Breakpoint> breakpoints, ModelSettings settings) {
        List<TextBlockParam> blocks = new ArrayList<>();
        int from = 0;
        int[] ends = breakpoints.stream()
                .filter(b -> b.message() == message)
                .mapToInt(Breakpoint::end)
                .sorted()
                .toArray();
        for (int end : ends) {
            blocks.add(TextBlockParam.builder()
                    .text(text.substring(from, end))
                    .cacheControl(cache(settings))
                    .build());
            from = end;
        }
        if (from < text.length() || blocks.isEmpty()) {
            blocks.add(TextBlockParam.builder().text(text.substring(from)).build());
        }
        return blocks;
    }

    private static CacheControlEphemeral cache(ModelSettings settings) {
        CacheControlEphemeral.Builder cache = CacheControlEphemeral.builder();
        if (settings.flow().promptCache() == ModelSettings.PromptCache.ONE_HOUR) {
            cache.ttl(CacheControlEphemeral.Ttl.TTL_1H);
        }
        return cache.build();
    }

    /// Results of tools, and what a person says after them, make one turn of the user: the interface wants all results
    /// of a turn together.
    private static void messages(
            Request request, List<Breakpoint> breakpoints, ModelSettings settings, MessageCreateParams.Builder params) {
        List<Message> messages = request.conversation().messages();
        List<ContentBlockParam> results = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            switch (messages.get(i)) {
                case Message.SystemMessage system -> {}
                case Message.ToolMessage tool ->
                    results.add(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                            .toolUseId(tool.callId())
                            .content(tool.text())
                            .build()));
                case Message.UserMessage user -> {
                    int index = i;
                    boolean shared = breakpoints.stream().anyMatch(b -> b.message() == index);
                    if (results.isEmpty() && !shared) {
                        params.addUserMessage(user.text());
                    } else {
                        List<ContentBlockParam> turn = new ArrayList<>(results);
                        texts(user.text(), i, breakpoints, settings)
                                .forEach(t -> turn.add(ContentBlockParam.ofText(t)));
                        params.addUserMessageOfContentBlockParams(turn);
                        results.clear();
                    }
                }
                case Message.AssistantMessage answer -> {
                    flush(results, params);
                    if (!answer.text().isEmpty() || !answer.calls().isEmpty()) {
                        params.addAssistantMessageOfContentBlockParams(blocks(answer));
                    }
                }
            }
        }
        flush(results, params);
    }

    private static void flush(List<ContentBlockParam> results, MessageCreateParams.Builder params) {
        if (!results.isEmpty()) {
            params.addUserMessageOfContentBlockParams(List.copyOf(results));
            results.clear();
        }
    }

    /// A turn of the assistant: unchanged as it came, or made of its text and calls.
    private static List<ContentBlockParam> blocks(Message.AssistantMessage answer) {
        Optional<List<ContentBlockParam>> verbatim = answer.verbatim().flatMap(v -> unchanged(v, answer));
        if (verbatim.isPresent()) {
            return verbatim.get();
        }
        List<ContentBlockParam> blocks = new ArrayList<>();
        if (!answer.text().isEmpty()) {
            blocks.add(ContentBlockParam.ofText(answer.text()));
        }
        for (ToolCall call : answer.calls()) {
            blocks.add(ContentBlockParam.ofToolUse(ToolUseBlockParam.builder()
                    .id(call.id())
                    .name(call.name())
                    .input(read(call.arguments(), ToolUseBlockParam.Input.class, "the arguments of " + call.name()))
                    .build()));
        }
        return blocks;
    }

    /// The blocks as they came, if they are this vendor's and still say what the turn says.
    private static Optional<List<ContentBlockParam>> unchanged(String verbatim, Message.AssistantMessage answer) {
        try {
            List<ContentBlock> came = MAPPER.readValue(verbatim, new TypeReference<List<ContentBlock>>() {});
            if (came.stream().noneMatch(ContentBlock::isValid)) {
                return Optional.empty();
            }
            Content content = Content.of(came, false);
            return content.text().equals(answer.text()) && content.calls().equals(answer.calls())
                    ? Optional.of(MAPPER.readValue(verbatim, new TypeReference<List<ContentBlockParam>>() {}))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// The newest version of the interface refuses every field of sampling, even at its default, and newer models do
    /// so in every version. So the defaults are not spelt; what differs from them is sent with the last
    /// version that takes it.
    private static void sampling(Request request, List<String> leftOut, MessageCreateParams.Builder params) {
        Sampling sampling = request.sampling();
        boolean temperature = sampling.temperature() != 1 && !leftOut.contains("temperature");
        boolean topP = sampling.topP() < 1 && !leftOut.contains("top_p");
        if (temperature) {
            params.putAdditionalBodyProperty("temperature", JsonValue.from(sampling.temperature()));
        }
        if (topP) {
            params.putAdditionalBodyProperty("top_p", JsonValue.from(sampling.topP()));
        }
        if (temperature || topP) {
            params.putAdditionalHeader("anthropic-version", LAST_VERSION_WITH_SAMPLING);
        }
        if (!sampling.stop().isEmpty() && !leftOut.contains("stop")) {
            params.stopSequences(sampling.stop());
        }
    }

    private static void tools(Request request, ModelSettings settings, MessageCreateParams.Builder params) {
        for (ToolDefinition tool : request.tools()) {
            params.addTool(Tool.builder()
                    .name(tool.name())
                    .description(tool.description())
                    .inputSchema(read(tool.parameters(), Tool.InputSchema.class, "the parameters of " + tool.name()))
                    .build());
        }
        if (byTool(settings)) {
            request.schema().ifPresent(schema -> {
                params.addTool(Tool.builder()
                        .name(ANSWER)
                        .description("Gives the answer.")
                        .inputSchema(read(schema, Tool.InputSchema.class, "the schema"))
                        .build());
                params.toolToolChoice(ANSWER);
            });
        }
    }

    private static void output(Request request, ModelSettings settings, MessageCreateParams.Builder params) {
        Optional<String> schema = byTool(settings) ? Optional.empty() : request.schema();
        if (schema.isEmpty() && settings.answers().effort().isEmpty()) {
            return;
        }
        OutputConfig.Builder output = OutputConfig.builder();
        settings.answers().effort().ifPresent(e -> output.effort(OutputConfig.Effort.of(e)));
        schema.ifPresent(s -> output.format(JsonOutputFormat.builder()
                .schema(read(s, JsonOutputFormat.Schema.class, "the schema"))
                .build()));
        params.outputConfig(output.build());
    }

    private static boolean byTool(ModelSettings settings) {
        return settings.answers().schemaAs() == ModelSettings.SchemaAs.TOOL;
    }

    /// What a text of JSON is, in a type of the library. Text that is not JSON is an `InputException`.
    private static <T> T read(String json, Class<T> type, String what) {
        Json.read(json, what, 1);
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new wherefore.format.InputException(what, 1, "is not an object of JSON.", "Correct it.");
        }
    }

    private static JsonValue value(String json) {
        try {
            return JsonValue.fromJsonNode(MAPPER.readValue(json, JsonNode.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was written cannot be read", e);
        }
    }

    /// What an answer says. Anything in it that is not what the interface promises is an exception of the library
    /// (`AnthropicInvalidDataException`).
    static Completion completion(
            com.anthropic.models.messages.Message message, Request request, ModelSettings settings) {
        Content content = Content.of(
                message.content(), byTool(settings) && request.schema().isPresent());
        String stop = message.stopReason()
                .map(com.anthropic.models.messages.StopReason::asString)
                .orElse("");
        return new Completion(
                new Message.AssistantMessage(
                        content.reasoning().isBlank() ? Optional.empty() : Optional.of(content.reasoning()),
                        content.text(),
                        content.calls(),
                        content.sealed() ? Optional.of(verbatim(message)) : Optional.empty()),
                stop.equals("model_context_window_exceeded") ? StopReason.LENGTH : Wire.stop(stop),
                usage(message),
                List.of(),
                Optional.of(new Completion.Served(message.model().asString(), message.id())));
    }

    /// The same of a message in a file of results; empty where it is not all that the interface promises (made by hand,
    /// or by another program).
    static Optional<Completion> completion(
            tools.jackson.databind.JsonNode message, Request request, ModelSettings settings) {
        try {
            com.anthropic.models.messages.Message read =
                    MAPPER.readValue(Json.write(message), com.anthropic.models.messages.Message.class);
            return read.isValid() ? Optional.of(completion(read, request, settings)) : Optional.empty();
        } catch (JsonProcessingException | AnthropicException e) {
            return Optional.empty();
        }
    }

    private static String verbatim(com.anthropic.models.messages.Message message) {
        try {
            return MAPPER.writeValueAsString(message._content());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("content that was read cannot be written", e);
        }
    }

    private static Optional<Usage> usage(com.anthropic.models.messages.Message message) {
        if (message._usage().asKnown().isEmpty()) {
            return Optional.empty();
        }
        com.anthropic.models.messages.Usage usage = message.usage();
        if (usage._inputTokens().asKnown().isEmpty()
                || usage._outputTokens().asKnown().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Usage(
                        usage.inputTokens(),
                        usage.cacheReadInputTokens().orElse(0L),
                        usage.cacheCreationInputTokens().orElse(0L),
                        usage.outputTokens(),
                        usage.outputTokensDetails()
                                .flatMap(d -> d._thinkingTokens().asKnown())
                                .orElse(0L))
                .forAnHour(usage.cacheCreation()
                        .flatMap(c -> c._ephemeral1hInputTokens().asKnown())
                        .orElse(0L)));
    }

    /// The content of an answer, sorted.
    ///
    /// @param sealed whether there are blocks that must be sent back unchanged
    private record Content(String text, String reasoning, List<ToolCall> calls, boolean sealed) {

        /// @param answered whether the call of the tool `answer` is the answer
        static Content of(List<ContentBlock> blocks, boolean answered) {
            StringBuilder text = new StringBuilder();
            StringBuilder reasoning = new StringBuilder();
            List<ToolCall> calls = new ArrayList<>();
            boolean sealed = false;
            for (ContentBlock block : blocks) {
                if (block.isText()) {
                    text.append(block.asText().text());
                } else if (block.isThinking()) {
                    reasoning.append(block.asThinking().thinking());
                    sealed = true;
                } else if (block.isToolUse()) {
                    ToolUseBlock use = block.asToolUse();
                    if (answered && use.name().equals(ANSWER)) {
                        text.setLength(0);
                        text.append(write(use._input()));
                    } else {
                        calls.add(new ToolCall(use.id(), use.name(), write(use._input())));
                    }
                } else {
                    // Redacted thinking, and whatever else only its vendor can read.
                    sealed = true;
                }
            }
            return new Content(text.toString(), reasoning.toString(), calls, sealed && !answered);
        }

        private static String write(JsonValue input) {
            try {
                return MAPPER.writeValueAsString(input);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("arguments that were read cannot be written", e);
            }
        }
    }
}
