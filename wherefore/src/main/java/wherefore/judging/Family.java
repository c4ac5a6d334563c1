package wherefore.judging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import wherefore.chat.provider.ModelName;

/// Kinship of models, by their names alone: whose weights a model of another name has, no name tells.
public final class Family {

    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("Anthropic", "claude");
        WORDS.put("OpenAI", "gpt|chatgpt|o[1-9]|davinci|codex");
        WORDS.put("Google", "gemini|gemma|palm");
        WORDS.put("DeepSeek", "deepseek");
        WORDS.put("Llama", "llama|codellama");
        WORDS.put("Qwen", "qwen|qwq|qvq");
        WORDS.put("Mistral", "mistral|mixtral|ministral|magistral|codestral|devstral|pixtral");
        WORDS.put("xAI", "grok");
        WORDS.put("Phi", "phi");
        WORDS.put("Cohere", "command|aya");
        WORDS.put("Moonshot", "kimi|moonshot");
        WORDS.put("Zhipu", "glm|chatglm");
        WORDS.put("OLMo", "olmo|tulu");
        WORDS.put("Amazon", "nova|titan");
        WORDS.put("MiniMax", "minimax|abab");
        WORDS.put("Yi", "yi");
        WORDS.put("Nemotron", "nemotron");
        WORDS.put("Granite", "granite");
        WORDS.put("Falcon", "falcon");
        WORDS.put("SmolLM", "smollm");
    }

    private static final List<String> BY_FOLDER = List.of("checkpoint", "lab", "recorded", "scripted");

    private Family() {}

    /// The family that a name tells of: the first word of a known family in what the model is called at its server.
    /// Empty for names that tell none.
    public static Optional<String> of(String model) {
        String name = own(ModelName.of(model));
        return WORDS.entrySet().stream()
                .filter(e -> Pattern.compile("(?:^|[^a-z])(?:" + e.getValue() + ")(?:[^a-z]|$)")
                        .matcher(name)
                        .find())
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> ModelName.of(model).provider().equals("anthropic")
                        ? Optional.of("Anthropic")
                        : Optional.empty());
    }

    /// Whether two names are of the same model, whichever way it is reached: of models at servers the last part of the
    /// name counts, of others the whole.
    public static boolean same(String left, String right) {
        ModelName l = ModelName.of(left);
        ModelName r = ModelName.of(right);
        if (left.equals(right)) {
            return true;
        }
        if (BY_FOLDER.contains(l.provider()) || BY_FOLDER.contains(r.provider())) {
            return false;
        }
        String name = last(own(l));
        return !name.isEmpty() && name.equals(last(own(r)));
    }

    /// In small letters, without server; of batch files the model that is asked for, which may be nobody.
    private static String own(ModelName model) {
        String name = model.provider().equals("batch-files")
                ? model.name().contains("@")
                        ? model.name().substring(model.name().lastIndexOf('@') + 1)
                        : ""
                : model.atServer();
        String plain = name.toLowerCase(Locale.ROOT);
        // A revision of a hub.
        return model.provider().equals("hf") && plain.contains("@") ? plain.substring(0, plain.indexOf('@')) : plain;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
