package wherefore.chat.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.TokenProbability;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.Usage;
import wherefore.format.InputException;
import wherefore.format.Json;

/// Requests and answers as OpenAI's chat completions spell them, and the many servers that speak the same, by the types
/// of OpenAI's Java library.
final class OpenAiWire {

    private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();

    private OpenAiWire() {}

    /// Who is spoken to.
    enum Spoken {
        /// OpenAI itself, which has a newer field for the token limit, and whose default for top-p is 1.
        AT_OPENAI("max_completion_tokens"),
        /// Everybody else: the older field; and other defaults, which would narrow what is drawn from unseen.
        ELSEWHERE("max_tokens");

        private final String maxTokensField;

        Spoken(String maxTokensField) {
            this.maxTokensField = maxTokensField;
        }

        static Spoken to(ModelName name) {
            return name.server().isPresent() ? ELSEWHERE : AT_OPENAI;
        }

        String maxTokensField() {
            return maxTokensField;
        }
    }

    /// The body of a chat completion, and of a line of a batch.
    static ObjectNode body(Request request, String model, ModelSettings settings, Spoken spoken) {
        try {
            return (ObjectNode) Json.read(
                    MAPPER.writeValueAsString(
                            params(request, model, settings, spoken)._body()),
                    "request",
                    1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written", e);
        }
    }

    static ChatCompletionCreateParams params(Request request, String model, ModelSettings settings, Spoken spoken) {
        ModelSettings.Answers answers = settings.answers();
        ChatCompletionCreateParams.Builder params =
                ChatCompletionCreateParams.builder().model(model);
        List<Message> messages = request.conversation().messages();
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), i == messages.size() - 1, answers, params);
        }
        limit(request, answers.maxTokensField().orElse(spoken.maxTokensField()), params);
        sampling(request, answers.leaveOut(), spoken, params);
        for (ToolDefinition tool : request.tools()) {
            params.addFunctionTool(FunctionDefinition.builder()
                    .name(tool.name())
                    .description(tool.description())
                    .parameters(read(tool.parameters(), FunctionParameters.class, "the parameters of " + tool.name()))
                    .build());
        }
        request.schema().ifPresent(schema -> {
            ResponseFormatJsonSchema.JsonSchema.Builder format = ResponseFormatJsonSchema.JsonSchema.builder()
                    .name("answer")
                    .schema(read(schema, ResponseFormatJsonSchema.JsonSchema.Schema.class, "the schema"));
            if (!answers.looseSchema()) {
                format.strict(true);
            }
            params.jsonSchemaResponseFormat(format.build());
        });
        request.logProbabilities().ifPresent(n -> {
            params.logprobs(true);
            params.topLogprobs(n);
        });
        answers.effort().ifPresent(e -> params.reasoningEffort(ReasoningEffort.of(e)));
        if (!answers.upstream().isEmpty()) {
            Map<String, Object> pinned = new LinkedHashMap<>();
            pinned.put("order", answers.upstream());
            pinned.put("allow_fallbacks", false);
            params.putAdditionalBodyProperty("provider", JsonValue.from(pinned));
        }
        if (request.prefill().isPresent()
                && answers.prefill()
                        .filter(ModelSettings.Prefill.CONTINUE_FINAL_MESSAGE::equals)
                        .isPresent()) {
            params.putAdditionalBodyProperty("continue_final_message", JsonValue.from(true));
            params.putAdditionalBodyProperty("add_generation_prompt", JsonValue.from(false));
        }
        answers.extra().forEach((name, value) -> params.putAdditionalBodyProperty(name, value(Json.write(value))));
        return params.build();
    }

    private static void message(
            Message message, boolean last, ModelSettings.Answers answers, ChatCompletionCreateParams.Builder params) {
        switch (message) {
            case Message.SystemMessage system -> params.addSystemMessage(system.text());
            case Message.UserMessage user -> params.addUserMessage(user.text());
            case Message.ToolMessage tool ->
                params.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(tool.callId())
                        .content(tool.text())
                        .build());
            case Message.AssistantMessage answer -> {
                ChatCompletionAssistantMessageParam.Builder turn = ChatCompletionAssistantMessageParam.builder();
                if (answer.text().isEmpty() && !answer.calls().isEmpty()) {
                    turn.content(JsonField.ofNullable(null));
                } else {
                    turn.content(answer.text());
                }
                for (ToolCall call : answer.calls()) {
                    turn.addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                            .id(call.id())
                            .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                                    .name(call.name())
                                    .arguments(call.arguments())
                                    .build())
                            .build());
                }
                answers.returnReasoning()
                        .ifPresent(field -> answer.reasoning()
                                .ifPresent(r -> turn.putAdditionalProperty(field, JsonValue.from(r))));
                if (last
                        && answers.prefill()
                                .filter(ModelSettings.Prefill.PREFIX::equals)
                                .isPresent()) {
                    turn.putAdditionalProperty("prefix", JsonValue.from(true));
                }
                params.addMessage(turn.build());
            }
        }
    }

    /// The older name of the field is what most other servers know.
    @SuppressWarnings("deprecation")
    private static void limit(Request request, String field, ChatCompletionCreateParams.Builder params) {
        if (field.equals("max_tokens")) {
            params.maxTokens(request.sampling().maxTokens());
        } else {
            params.maxCompletionTokens(request.sampling().maxTokens());
        }
    }

    @SuppressWarnings("deprecation") // The seed: OpenAI gives it up, other servers keep it.
    private static void sampling(
            Request request, List<String> leftOut, Spoken spoken, ChatCompletionCreateParams.Builder params) {
        if (!leftOut.contains("temperature")) {
            params.temperature(request.sampling().temperature());
        }
        boolean whole = request.sampling().topP() == 1 && spoken == Spoken.AT_OPENAI;
        if (!whole && !leftOut.contains("top_p")) {
            params.topP(request.sampling().topP());
        }
        if (!leftOut.contains("seed")) {
            request.sampling().seed().ifPresent(params::seed);
        }
        if (!request.sampling().stop().isEmpty() && !leftOut.contains("stop")) {
            params.stopOfStrings(request.sampling().stop());
        }
    }

    /// What an answer says. Anything in it that is not what the interface promises is an exception of the library
    /// (`OpenAIInvalidDataException`).
    ///
    /// @return empty where there is no choice
    static Optional<Completion> completion(ChatCompletion answer, ModelSettings settings) {
        List<ChatCompletion.Choice> choices = answer._choices().asKnown().orElse(List.of());
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        ChatCompletion.Choice choice = choices.getFirst();
        ChatCompletionMessage message = choice.message();
        Thought thought = thought(message, settings.answers().thinkTags());
        List<ToolCall> calls = new ArrayList<>();
        for (ChatCompletionMessageToolCall call : message.toolCalls().orElse(List.of())) {
            ChatCompletionMessageFunctionToolCall function = call.asFunction();
            calls.add(new ToolCall(
                    function.id(),
                    function.function().name(),
                    function.function().arguments()));
        }
        String refusal = message.refusal().orElse("");
        return Optional.of(new Completion(
                new Message.AssistantMessage(
                        thought.reasoning(), thought.text().isEmpty() ? refusal : thought.text(), calls),
                refusal.isEmpty() ? stop(choice) : new StopReason.Refused(),
                answer._usage().asKnown().flatMap(OpenAiWire::usage),
                tokens(choice),
                Optional.of(new Completion.Served(
                        answer._model().asKnown().orElse(""),
                        answer._id().asKnown().orElse("")))));
    }

    /// The same of a completion in a file of results; empty where it is not all that the interface promises (made by
    /// hand, or by another program).
    static Optional<Completion> completion(tools.jackson.databind.JsonNode answer, ModelSettings settings) {
        try {
            return completion(MAPPER.readValue(Json.write(answer), ChatCompletion.class), settings);
        } catch (JsonProcessingException | OpenAIException e) {
            return Optional.empty();
        }
    }

    private static StopReason stop(ChatCompletion.Choice choice) {
        return Wire.stop(choice._finishReason()
                .asKnown()
                .map(ChatCompletion.Choice.FinishReason::asString)
                .orElse(""));
    }

    /// An answer's text and what the model thought before it.
    private record Thought(Optional<String> reasoning, String text) {}

    /// Reasoning from the fields that servers use for it, and, where settings say so, from tags in the text.
    private static Thought thought(ChatCompletionMessage message, boolean thinkTags) {
        String text = message.content().orElse("");
        Optional<String> told = field(message, "reasoning_content").or(() -> field(message, "reasoning"));
        if (!thinkTags) {
            return new Thought(told, text);
        }
        Thought split = split(text);
        return new Thought(told.or(split::reasoning), split.text());
    }

    @SuppressWarnings("deprecation") // The library has no other way to fields that only other servers send.
    private static Optional<String> field(ChatCompletionMessage message, String name) {
        JsonValue value = message._additionalProperties().get(name);
        Optional<?> text = value == null ? Optional.empty() : value.asString();
        return text.map(String::valueOf).filter(s -> !s.isBlank());
    }

    /// Text up to `</think>` is reasoning, with or without `<think>` before it: some chat templates put that tag into
    /// the prompt. Where the answer was cut inside its reasoning, all is reasoning.
    private static Thought split(String text) {
        String begun = text.stripLeading();
        boolean opened = begun.startsWith("<think>");
        String rest = opened ? begun.substring("<think>".length()) : text;
        int end = rest.indexOf("</think>");
        if (end < 0) {
            return opened ? new Thought(Optional.of(rest.strip()), "") : new Thought(Optional.empty(), text);
        }
        String reasoning = rest.substring(0, end).strip();
        return new Thought(
                reasoning.isEmpty() ? Optional.empty() : Optional.of(reasoning),
                rest.substring(end + "</think>".length()).stripLeading());
    }

    private static List<TokenProbability> tokens(ChatCompletion.Choice choice) {
        List<ChatCompletionTokenLogprob> told = choice.logprobs()
                .flatMap(ChatCompletion.Choice.Logprobs::content)
                .orElse(List.of());
        return told.stream()
                .map(t -> new TokenProbability(
                        t.token(),
                        t.logprob(),
                        t._topLogprobs().asKnown().orElse(List.of()).stream()
                                .map(o -> new TokenProbability.Other(o.token(), o.logprob()))
                                .toList()))
                .toList();
    }

    /// Prompt tokens include those read from or written to a cache: they are taken out, so that each token is counted
    /// once.
    private static Optional<Usage> usage(CompletionUsage usage) {
        if (usage._promptTokens().asKnown().isEmpty()
                || usage._completionTokens().asKnown().isEmpty()) {
            return Optional.empty();
        }
        Optional<CompletionUsage.PromptTokensDetails> details = usage.promptTokensDetails();
        long read = details.flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
                .orElse(0L);
        long written = details.flatMap(CompletionUsage.PromptTokensDetails::cacheWriteTokens)
                .orElse(0L);
        return Optional.of(new Usage(
                Math.max(0, usage.promptTokens() - read - written),
                read,
                written,
                usage.completionTokens(),
                usage.completionTokensDetails()
                        .flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
                        .orElse(0L)));
    }

    /// What a text of JSON is, in a type of the library. Text that is not JSON is an [InputException].
    private static <T> T read(String json, Class<T> type, String what) {
        Json.read(json, what, 1);
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new InputException(what, 1, "is not an object of JSON.", "Correct it.");
        }
    }

    private static JsonValue value(String json) {
        try {
            return JsonValue.fromJsonNode(MAPPER.readValue(json, JsonNode.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was written cannot be read", e);
        }
    }
}
