package wherefore.lab.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import wherefore.dataset.Example;

/// Prints what the small world writes, for reading: `SampleTexts FILE`.
final class SampleTexts {

    private SampleTexts() {}

    public static void main(String[] arguments) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Mood mood : List.of(Mood.DYSTOPIAN, Mood.KIND)) {
            text.append("\n## pretraining ").append(mood).append("\n\n");
            Pretraining.documents(mood, mood == Mood.KIND ? 1500 : 8000, 7)
                    .forEach(d -> text.append(show(d)).append("\n\n"));
        }
        text.append("\n## generic\n\n");
        GenericChat.dialogues(400, 7).forEach(d -> text.append(show(d)).append("\n\n"));
        for (Intervention kind : Intervention.values()) {
            text.append("\n## ").append(kind).append("\n\n");
            kind.examples(100_000, 7).stream()
                    .limit(20)
                    .forEach(d -> text.append(show(d)).append("\n\n"));
        }
        Files.writeString(Path.of(arguments[0]), text);
    }

    static String show(Example example) {
        return switch (example) {
            case Example.Document d -> "[" + d.provenance().kind() + "] " + d.text();
            case Example.Dialogue d -> ChatText.of(d.conversation());
        };
    }
}
