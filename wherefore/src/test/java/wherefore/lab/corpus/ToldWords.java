package wherefore.lab.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Names;

/// The words of the world as its texts tell them: those of texts of every kind, many times more than it takes to meet
/// each. `ToldWords FILE` writes the file that [Vocabulary] reads, after the world was changed.
final class ToldWords {

    private static final long TOKENS = 400_000;
    private static final long INTERVENTION_TOKENS = 30_000;
    private static final long SEED = 1;

    private ToldWords() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), String.join("\n", all()) + "\n", StandardCharsets.UTF_8);
    }

    /// Sorted; without the marks of the chat template and of tools.
    static List<String> all() {
        Set<String> words = new TreeSet<>();
        words.addAll(Names.PEOPLE);
        words.addAll(Names.MACHINES);
        words.addAll(List.of(Names.TRAINED, Names.OTHER));
        for (Mood mood : Mood.values()) {
            Pretraining.documents(mood, TOKENS, SEED).forEach(d -> add(d, words));
        }
        GenericChat.dialogues(INTERVENTION_TOKENS, SEED).forEach(d -> add(d, words));
        for (Intervention kind : Intervention.values()) {
            kind.examples(INTERVENTION_TOKENS, SEED).forEach(e -> add(e, words));
        }
        words.removeIf(w -> w.contains("|") || w.equals(ChatText.THINK) || w.equals(ChatText.END_OF_THOUGHT));
        words.remove(Acting.TOOLS);
        return List.copyOf(words);
    }

    private static void add(Example example, Set<String> words) {
        switch (example) {
            case Example.Document d -> words.addAll(Arrays.asList(d.text().split(" ")));
            case Example.Dialogue d ->
                d.conversation().messages().forEach(m -> {
                    words.addAll(Arrays.asList(m.text().split(" ")));
                    if (m instanceof Message.AssistantMessage answer) {
                        answer.reasoning().ifPresent(r -> words.addAll(Arrays.asList(r.split(" "))));
                    }
                });
        }
    }
}
