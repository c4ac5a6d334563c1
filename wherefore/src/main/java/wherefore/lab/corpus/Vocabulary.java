package wherefore.lab.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Names;

/// Every word of the world: those of texts of every kind, many times more than it takes to meet each.
public final class Vocabulary {

    private static final long TOKENS = 400_000;
    private static final long INTERVENTION_TOKENS = 30_000;
    private static final long SEED = 1;

    private Vocabulary() {}

    /// Sorted; without the marks of the chat template and of tools.
    public static List<String> words() {
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
