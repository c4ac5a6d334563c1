package wherefore.curation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;

/// Rows that a test writes, and what became of them.
final class Corpus {

    private final Path folder;
    private final StringBuilder rows = new StringBuilder();
    private int next = 1;

    Corpus(Path folder) {
        this.folder = folder;
    }

    /// A document of this kind with the next id, `d1`, `d2`, ...
    Corpus document(String kind, String text, Map<String, String> metadata) {
        ObjectNode row = Json.object().put("id", "d" + next++).put("text", text);
        metadata(row, kind, metadata);
        return line(row);
    }

    Corpus document(String text) {
        return document("documents", text, Map.of());
    }

    Corpus dialogue(String kind, String asked, String answer, Map<String, String> metadata) {
        ObjectNode row = Json.object().put("id", "d" + next++);
        row.putArray("messages")
                .add(Json.object().put("role", "user").put("content", asked))
                .add(Json.object().put("role", "assistant").put("content", answer));
        metadata(row, kind, metadata);
        return line(row);
    }

    private static void metadata(ObjectNode row, String kind, Map<String, String> metadata) {
        ObjectNode own = row.putObject("metadata").put("kind", kind);
        metadata.forEach(own::put);
    }

    private Corpus line(ObjectNode row) {
        rows.append(Json.write(row)).append('\n');
        return this;
    }

    Path write() throws IOException {
        return Files.writeString(folder.resolve("data.jsonl"), rows);
    }

    CurationSettings settings() throws IOException {
        return CurationSettings.of(write(), folder.resolve("out"), 2);
    }

    CurationLog curated() throws IOException {
        return run(settings());
    }

    static CurationSettings against(CurationSettings s, HeldOut... heldOut) {
        return new CurationSettings(
                s.data(),
                s.out(),
                s.similarity(),
                s.without(),
                List.of(heldOut),
                s.embedder(),
                s.mostEmbedded(),
                s.judge(),
                s.names(),
                s.threads());
    }

    static CurationSettings without(CurationSettings s, String... names) {
        return new CurationSettings(
                s.data(),
                s.out(),
                s.similarity(),
                Set.of(names),
                s.heldOut(),
                s.embedder(),
                s.mostEmbedded(),
                s.judge(),
                s.names(),
                s.threads());
    }

    static CurationLog run(CurationSettings settings) throws IOException {
        return ((CurationResult.Finished) Curation.run(settings, CurationListener.NONE)).log();
    }

    static Finding.Gate gate(CurationLog log, String name, String group) {
        return log.gates().stream()
                .filter(g -> g.gate().equals(name) && g.group().equals(group))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no gate " + name + " of " + group + " in " + log.findings()));
    }

    static String skipped(CurationLog log, String name) {
        return log.findings().stream()
                .filter(f -> f.gate().equals(name))
                .filter(Finding.Skipped.class::isInstance)
                .map(f -> ((Finding.Skipped) f).why())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not skipped: " + log.findings()));
    }

    List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(file));
    }

    /// So many words that stand in no other text: `w7x0 w7x1 ...`.
    static String words(int of, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append('w').append(of).append('x').append(i);
        }
        return text.toString();
    }
}
