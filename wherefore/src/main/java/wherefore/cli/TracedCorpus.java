package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.TextFile;
import wherefore.synthesis.Lineage;

/// Rows whose way can be looked up: a file of them, a synthesis, or a corpus of a study's run.
///
/// @param name  of the corpus in its run, else the file's
/// @param rows  the file of rows; it may be absent while a synthesis is under way
/// @param steps where snapshots of the steps are there
/// @param arms  of the run that were trained on it, with their bases and seeds left out
record TracedCorpus(String name, Path rows, Optional<Lineage> steps, List<String> arms) {

    private static final String EXAMPLES = "examples.jsonl";

    /// A row with its place.
    ///
    /// @param line of the file, from 1
    record Row(Example example, int line) {

        /// What is trained on: the last answer, or the document.
        String text() {
            return switch (example) {
                case Example.Document d -> d.text();
                case Example.Dialogue d ->
                    d.conversation().lastAnswer().map(a -> a.text()).orElse("");
            };
        }

        /// All that the row says, whoever says it.
        String everything() {
            return switch (example) {
                case Example.Document d -> d.text();
                case Example.Dialogue d ->
                    String.join(
                            "\n",
                            d.conversation().messages().stream()
                                    .map(m -> m.text())
                                    .toList());
            };
        }

        String detail(String name) {
            return example.provenance().details().getOrDefault(name, "");
        }

        /// Values by step, such as the versions of prompts.
        Map<String, String> byStep(String name) {
            String json = detail(name);
            return json.isEmpty() ? Map.of() : new LinkedHashMap<>(Json.texts(Json.read(json, example.id(), 0)));
        }
    }

    /// What is at a path.
    ///
    /// @throws InputException where there are no rows
    static List<TracedCorpus> at(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(new TracedCorpus(String.valueOf(path.getFileName()), path, Optional.empty(), List.of()));
        }
        if (Files.isRegularFile(path.resolve("run-record.json"))) {
            return ofRun(path);
        }
        Optional<Lineage> steps = Lineage.in(path);
        if (steps.isPresent() || Files.isRegularFile(path.resolve(EXAMPLES))) {
            return List.of(new TracedCorpus(
                    String.valueOf(path.toAbsolutePath().normalize().getFileName()),
                    path.resolve(EXAMPLES),
                    steps,
                    List.of()));
        }
        throw new InputException(
                path.toString(),
                0,
                Files.exists(path) ? "holds no rows." : "there is no such file or folder.",
                "Give a file of rows, or the folder that `synthesize` or `run` wrote.");
    }

    private static List<TracedCorpus> ofRun(Path run) throws IOException {
        Path file = run.resolve("run-record.json");
        JsonNode record = Json.read(TextFile.read(file), file.toString(), 0);
        List<TracedCorpus> corpora = new ArrayList<>();
        for (JsonNode stage : record.path("stages")) {
            if (!stage.path("kind").asString("").equals("data")) {
                continue;
            }
            String name = stage.path("name").asString("").replaceFirst("^data ", "");
            String corpus = name.replaceFirst(", seed \\d+$", "");
            Path artifact = run.resolve(stage.path("artifact").asString(""));
            Path work = run.resolve("work").resolve(String.valueOf(artifact.getFileName()));
            TreeSet<String> arms = new TreeSet<>();
            for (JsonNode arm : record.path("arms")) {
                for (JsonNode trained : arm.path("data")) {
                    if (trained.asString("").equals(corpus)) {
                        arms.add(arm.path("name").asString(""));
                    }
                }
            }
            corpora.add(new TracedCorpus(name, artifact.resolve(EXAMPLES), Lineage.in(work), List.copyOf(arms)));
        }
        if (corpora.isEmpty()) {
            throw new InputException(file.toString(), 0, "names no corpus.", "Give the folder of a synthesis.");
        }
        return corpora;
    }

    /// All rows; none where the file is not there yet.
    List<Row> read() throws IOException {
        List<Row> read = new ArrayList<>();
        if (!Files.isRegularFile(rows)) {
            return read;
        }
        try (JsonLines.Rows lines = JsonLines.rows(rows)) {
            for (Optional<JsonNode> line = lines.next(); line.isPresent(); line = lines.next()) {
                read.add(new Row(ExampleFile.fromJson(line.get(), rows.toString(), lines.line()), lines.line()));
            }
        }
        return read;
    }
}
