package wherefore.chat.provider;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;

/// A model and how it is to be used, as a study or a settings file says.
///
/// @param model the model's name, `provider/name`
public record ModelSettings(String model, Access access, Answers answers, Flow flow) {

    /// A model with nothing set.
    public static ModelSettings of(String model) {
        return new ModelSettings(model, Access.PLAIN, Answers.PLAIN, Flow.PLAIN);
    }

    /// The same settings for another model.
    public ModelSettings forModel(String other) {
        return new ModelSettings(other, access, answers, flow);
    }

    /// The same settings with the key taken from this variable of the environment.
    public ModelSettings withKeyEnv(String variable) {
        Access with =
                new Access(Optional.of(variable), Optional.empty(), access.proxy, access.certificates, access.unlisted);
        return new ModelSettings(model, with, answers, flow);
    }

    /// The same settings, asked through the vendor's batch interface.
    public ModelSettings byBatches() {
        Flow with = new Flow(
                true,
                flow.promptCache,
                flow.requestsPerMinute,
                flow.tokensPerMinute,
                flow.concurrency,
                flow.totalTimeout,
                flow.idleTimeout);
        return new ModelSettings(model, access, answers, with);
    }

    /// Whether nothing is set.
    public boolean isPlain() {
        return equals(of(model));
    }

    /// How the server is reached.
    ///
    /// @param keyEnv       the variable of the environment that holds the key
    /// @param keyFile      a file of mode 600 that holds the key
    /// @param proxy        an HTTP proxy, `http://host:port`
    /// @param certificates a PEM file with authorities that are trusted besides the usual ones
    /// @param unlisted     the server has the model though its list of models does not name it
    public record Access(
            Optional<String> keyEnv,
            Optional<Path> keyFile,
            Optional<URI> proxy,
            Optional<Path> certificates,
            boolean unlisted) {
        public static final Access PLAIN =
                new Access(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /// Whether and how a model thinks before it answers (Anthropic).
    public sealed interface Thinking {

        /// Not at all.
        record Off() implements Thinking {}

        /// As much as the model finds right.
        record Adaptive() implements Thinking {}

        /// At most so many tokens; they count into the request's `maxTokens`.
        record Budget(int tokens) implements Thinking {}
    }

    /// How an OpenAI-compatible server is told to go on from a last turn of the assistant.
    public enum Prefill {
        /// `continue_final_message: true` and `add_generation_prompt: false` in the body.
        CONTINUE_FINAL_MESSAGE,
        /// `prefix: true` in the last message.
        PREFIX
    }

    /// How an answer is held to a JSON schema (Anthropic).
    public enum SchemaAs {
        /// The interface's own output format.
        OUTPUT_FORMAT,
        /// A tool that the model must call, for models and servers without that format.
        TOOL
    }

    /// What changes answers, and so belongs to the model's identity.
    ///
    /// @param extra           further fields of the body, sent as they are
    /// @param showThinking    a summary of the thinking is asked for, where a model by itself gives none
    /// @param effort          how hard the model tries, in the vendor's words
    /// @param thinkTags       what stands before `</think>` in the text is reasoning
    /// @param returnReasoning the field in which reasoning of earlier turns is sent back
    /// @param upstream        the providers that a gateway may use, and no others
    /// @param leaveOut        fields of the body that are not sent
    /// @param maxTokensField  the field of the token limit, where it is not the usual one
    /// @param looseSchema     a JSON schema is sent without `strict`
    public record Answers(
            Map<String, JsonNode> extra,
            Optional<Thinking> thinking,
            boolean showThinking,
            Optional<String> effort,
            boolean thinkTags,
            Optional<String> returnReasoning,
            List<String> upstream,
            Optional<Prefill> prefill,
            SchemaAs schemaAs,
            List<String> leaveOut,
            Optional<String> maxTokensField,
            boolean looseSchema) {
        public static final Answers PLAIN = new Answers(
                Map.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                SchemaAs.OUTPUT_FORMAT,
                List.of(),
                Optional.empty(),
                false);

        public Answers {
            extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
            upstream = List.copyOf(upstream);
            leaveOut = List.copyOf(new TreeSet<>(leaveOut));
        }

        /// What is set, as one line of JSON: `{}` where nothing is.
        String told() {
            ObjectNode told = Json.object();
            if (!extra.isEmpty()) {
                ObjectNode fields = told.putObject("extra");
                extra.keySet().stream().sorted().forEach(k -> fields.set(k, extra.get(k)));
            }
            thinking.ifPresent(t -> told.put(
                    "thinking",
                    switch (t) {
                        case Thinking.Off off -> "off";
                        case Thinking.Adaptive adaptive -> "adaptive";
                        case Thinking.Budget budget -> Integer.toString(budget.tokens());
                    }));
            if (showThinking) {
                told.put("show-thinking", true);
            }
            effort.ifPresent(e -> told.put("effort", e));
            if (thinkTags) {
                told.put("think-tags", true);
            }
            returnReasoning.ifPresent(f -> told.put("return-reasoning", f));
            if (!upstream.isEmpty()) {
                told.set("upstream", Json.from(upstream));
            }
            prefill.ifPresent(p -> told.put("prefill", SettingsReader.spelling(p)));
            if (schemaAs != SchemaAs.OUTPUT_FORMAT) {
                told.put("schema-as", SettingsReader.spelling(schemaAs));
            }
            if (!leaveOut.isEmpty()) {
                told.set("leave-out", Json.from(leaveOut));
            }
            maxTokensField.ifPresent(f -> told.put("max-tokens-field", f));
            if (looseSchema) {
                told.put("loose-schema", true);
            }
            return Json.write(told);
        }
    }

    /// How long a prompt cache is asked to keep what requests share.
    public enum PromptCache {
        OFF,
        FIVE_MINUTES,
        ONE_HOUR
    }

    /// What changes price and pace, never answers.
    ///
    /// @param batch             asked through the vendor's batch interface
    /// @param requestsPerMinute at most so many requests begin in a minute
    /// @param tokensPerMinute   at most so many tokens, input and output together
    /// @param concurrency       at most so many calls in flight
    /// @param totalTimeout      longest time of one exchange
    /// @param idleTimeout       longest silence in the middle of an answer
    public record Flow(
            boolean batch,
            PromptCache promptCache,
            OptionalInt requestsPerMinute,
            OptionalInt tokensPerMinute,
            OptionalInt concurrency,
            Duration totalTimeout,
            Duration idleTimeout) {
        public static final Flow PLAIN = new Flow(
                false,
                PromptCache.FIVE_MINUTES,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60));

        public Flow {
            if (totalTimeout.isNegative()
                    || totalTimeout.isZero()
                    || idleTimeout.isNegative()
                    || idleTimeout.isZero()) {
                throw new IllegalArgumentException("a timeout must be above 0");
            }
        }
    }
}
