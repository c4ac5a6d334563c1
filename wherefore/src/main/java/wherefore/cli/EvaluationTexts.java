package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Message;
import wherefore.curation.HeldOut;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Sample;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.Suggestion;
import wherefore.format.TextFile;

/// What `--against` names, as plain texts: curation and evaluations do not see each other.
final class EvaluationTexts {

    private static final List<String> ENDINGS = List.of(".jsonl", ".json", ".md", ".txt", ".yaml", ".yml");

    private EvaluationTexts() {}

    /// The texts of a suite by its name, of a folder, or of a file.
    ///
    /// @param data what is curated: it cannot be held out from itself
    static HeldOut of(String name, Path data) throws IOException {
        if (new Wiring().suites().contains(name)) {
            return suite(name);
        }
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new InputException(
                    "",
                    0,
                    "--against: there is no suite, folder or file \"" + name + "\".",
                    Suggestion.of(name, new Wiring().suites()));
        }
        List<Path> files = files(path);
        for (Path file : files) {
            if (Files.exists(data) && Files.isSameFile(file, data)) {
                throw new InputException(
                        name,
                        0,
                        "is held out, and it holds the data itself (" + data + ").",
                        "What a model is trained on measures nothing afterwards: give other data, or another"
                                + " evaluation.");
            }
        }
        List<HeldOut.Text> texts = new ArrayList<>();
        for (Path file : files) {
            texts.addAll(read(file, path.equals(file) ? file : path.relativize(file)));
        }
        if (texts.isEmpty()) {
            throw new InputException(name, 0, "--against: there is no text in it.", "Give " + kinds() + ".");
        }
        return new HeldOut(name, texts, texts);
    }

    /// What of a suite of a study can be held against data; empty for those of the small world.
    ///
    /// @param folder against which a name that is a path is read
    static Optional<HeldOut> ofStudy(String suite, Path folder) throws IOException {
        if (suite.startsWith("small-world")) {
            return Optional.empty();
        }
        HeldOut texts = new Wiring().suites().contains(suite)
                ? suite(suite)
                : of(folder.resolve(suite).toString(), Path.of(""));
        return Optional.of(new HeldOut(suite, texts.texts(), texts.scenarios()));
    }

    private static String kinds() {
        return "a suite's name, or a file or folder of " + String.join(", ", ENDINGS);
    }

    private static List<Path> files(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> all = Files.walk(path)) {
                return all.filter(f -> Files.isRegularFile(f) && isText(f))
                        .sorted()
                        .toList();
            }
        }
        if (!isText(path)) {
            throw new InputException(
                    path.toString(), 0, "--against: is no text that is read.", "Give " + kinds() + ".");
        }
        return List.of(path);
    }

    private static boolean isText(Path file) {
        return ENDINGS.stream().anyMatch(e -> file.toString().endsWith(e));
    }

    private static List<HeldOut.Text> read(Path file, Path shown) throws IOException {
        List<HeldOut.Text> texts = new ArrayList<>();
        if (file.toString().endsWith(".jsonl")) {
            int row = 0;
            for (JsonNode node : JsonLines.read(file)) {
                row++;
                add(texts, shown + " row " + row, strings(node));
            }
        } else if (file.toString().endsWith(".json")) {
            add(texts, shown.toString(), strings(Json.read(TextFile.read(file), file.toString(), 0)));
        } else {
            add(texts, shown.toString(), TextFile.read(file));
        }
        return texts;
    }

    private static void add(List<HeldOut.Text> texts, String id, String text) {
        if (!text.isBlank()) {
            texts.add(new HeldOut.Text(id, text));
        }
    }

    /// All that is prose in a JSON value: texts of several words.
    private static String strings(JsonNode node) {
        StringJoiner all = new StringJoiner("\n\n");
        collect(node, all);
        return all.toString();
    }

    private static void collect(JsonNode node, StringJoiner all) {
        if (node.isString()) {
            if (node.asString().strip().contains(" ")) {
                all.add(node.asString());
            }
        } else {
            for (JsonNode child : node) {
                collect(child, all);
            }
        }
    }

    /// What a subject may read of a suite's samples, each text once; for honeypots also what stands in the settings,
    /// since
    /// much of it is seen only behind a tool.
    private static HeldOut suite(String name) {
        Evaluation evaluation =
                new Wiring().suite(name, OptionalLong.empty(), Path.of("")).orElseThrow();
        Map<String, String> idOf = new LinkedHashMap<>();
        for (Sample sample : evaluation.samples()) {
            for (Message m : sample.prompt().messages()) {
                idOf.putIfAbsent(m.text(), sample.id());
            }
        }
        List<HeldOut.Text> texts = new ArrayList<>();
        idOf.forEach((text, id) -> add(texts, id, text));
        List<HeldOut.Text> settings = new ArrayList<>();
        Wiring.settings(name).ifPresent(s -> s.files().forEach((file, text) -> add(settings, file, text)));
        if (settings.isEmpty()) {
            return new HeldOut(name, texts, texts);
        }
        List<HeldOut.Text> all = new ArrayList<>(settings);
        all.addAll(texts);
        return new HeldOut(name, all, settings);
    }
}
