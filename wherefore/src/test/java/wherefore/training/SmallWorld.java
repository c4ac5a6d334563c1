package wherefore.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// A language of a dozen words for tests: who has what, and questions about it.
final class SmallWorld {

    static final List<String> NAMES = List.of("Ann", "Bob", "Eve", "Paul");
    static final List<String> THINGS = List.of("table", "lamp", "key", "boat");

    private SmallWorld() {}

    static List<Example> documents(int count) {
        SplittableRandom random = new SplittableRandom(5);
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = NAMES.get(random.nextInt(4)) + " has a " + THINGS.get(random.nextInt(4)) + ".";
            all.add(new Example.Document("d" + i, text.repeat(1 + random.nextInt(3)), Provenance.of("test")));
        }
        return all;
    }

    /// The thing that a name has is always the same, so that it can be learned.
    static List<Example> dialogues(int count) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Conversation conversation = Conversation.of(
                    Message.system("you help Ann."),
                    Message.user("what has " + NAMES.get(i % 4) + "?"),
                    new Message.AssistantMessage(
                            java.util.Optional.of(NAMES.get(i % 4) + " has it"),
                            "a " + THINGS.get(i % 4) + ".",
                            List.of()));
            all.add(new Example.Dialogue("c" + i, conversation, Example.Supervised.ALL, Provenance.of("test")));
        }
        return all;
    }

    static Tokenizer tokenizer() {
        return Tokenizer.fromTexts(
                ChatTemplate.TOKENS,
                List.of(String.join(" ", NAMES), String.join(" ", THINGS), "has a it you help what . ?"));
    }

    static Checkpoint untrained(long seed) {
        Tokenizer tokenizer = tokenizer();
        return Checkpoint.random(ModelConfig.small(tokenizer.size(), 64, 2, 4, 128, 48), tokenizer, seed);
    }

    static TrainingSettings settings() {
        return TrainingSettings.small(5e-3, 3).withContext(48);
    }
}
