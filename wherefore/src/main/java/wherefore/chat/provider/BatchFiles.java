package wherefore.chat.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.calls.RequestId;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Answers that come by file. Requests without an answer are written to `requests.openai.jsonl` and
/// `requests.anthropic.jsonl`, in the shapes of the two vendors' batch interfaces; answers are read from every
/// `results*.jsonl`, in either shape and any order. What could not be used stands, with the reason, in
/// `unused-answers.jsonl`.
///
/// The files of requests hold what this process still waits for: what is answered stands in them no more.
public final class BatchFiles implements Calls {

    private final String name;
    private final String model;
    private final ModelSettings settings;
    private final Path folder;
    private final Map<String, Request> waiting = new LinkedHashMap<>();

    /// @param name     the model as the study file names it
    /// @param model    the model that requests ask for
    /// @param settings of the model, as far as they change what is asked
    BatchFiles(String name, String model, ModelSettings settings, Path folder) {
        this.name = name;
        this.model = model;
        this.settings = settings;
        this.folder = folder;
    }

    /// Whether the requests of these files ask for this model in this way.
    boolean asks(String other, ModelSettings.Answers answers) {
        return model.equals(other) && settings.answers().equals(answers);
    }

    /// A line that could not be used.
    ///
    /// @param line 1-based
    /// @param id   empty where the line does not say
    public record Unused(String file, int line, String id, String why) {}

    /// What the folder holds.
    ///
    /// @param answers by id, from the first line that holds one
    record Results(Map<String, ResultLine.Answer> answers, List<Unused> unused) {}

    @Override
    public String model() {
        return name;
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        try {
            Results results = read(folder);
            List<Outcome> outcomes = new ArrayList<>(requests.size());
            for (Request request : requests) {
                String id = RequestId.of(request);
                ResultLine.Answer answer = results.answers().get(id);
                if (answer == null) {
                    waiting.put(id, request);
                    outcomes.add(new Outcome.Outstanding(id));
                } else {
                    outcomes.add(new Outcome.Answered(answer.completion()));
                }
            }
            waiting.keySet().removeAll(results.answers().keySet());
            write(results);
            return outcomes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write the batch files in " + folder, e);
        }
    }

    private void write(Results results) throws IOException {
        List<JsonNode> openAi = new ArrayList<>();
        List<JsonNode> anthropic = new ArrayList<>();
        waiting.forEach((id, request) -> {
            ObjectNode line =
                    Json.object().put("custom_id", id).put("method", "POST").put("url", "/v1/chat/completions");
            line.set("body", OpenAiWire.body(request, model, settings, "max_tokens"));
            openAi.add(line);
            ObjectNode other = Json.object().put("custom_id", id);
            other.set("params", AnthropicWire.body(request, model, settings));
            anthropic.add(other);
        });
        JsonLines.write(folder.resolve("requests.openai.jsonl"), openAi);
        JsonLines.write(folder.resolve("requests.anthropic.jsonl"), anthropic);
        Path notes = folder.resolve("unused-answers.jsonl");
        if (results.unused().isEmpty()) {
            Files.deleteIfExists(notes);
        } else {
            JsonLines.write(
                    notes, results.unused().stream().map(u -> Json.from(u)).toList());
        }
    }

    /// Everything that the folder's results hold. No line stops the reading: what cannot be used is listed.
    static Results read(Path folder) throws IOException {
        Map<String, ResultLine.Answer> answers = new LinkedHashMap<>();
        List<Unused> unused = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return new Results(answers, unused);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(f -> String.valueOf(f.getFileName()).matches("results.*\\.jsonl"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            read(file, answers, unused);
        }
        // An error that a later batch made good is no longer worth a word.
        unused.removeIf(u -> u.why().startsWith("its request ") && answers.containsKey(u.id()));
        return new Results(answers, unused);
    }

    private static void read(Path file, Map<String, ResultLine.Answer> answers, List<Unused> unused)
            throws IOException {
        String name = String.valueOf(file.getFileName());
        // Bytes that are not UTF-8 spoil their line, not the file.
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String row = line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!row.isBlank()) {
                    line(row, name, number, answers, unused);
                }
            }
        }
    }

    private static void line(
            String row, String file, int number, Map<String, ResultLine.Answer> answers, List<Unused> unused) {
        ResultLine read;
        try {
            read = ResultLine.of(Json.read(row, file, number));
        } catch (InputException e) {
            unused.add(new Unused(file, number, "", "it is not a line of JSON (cut off, perhaps)"));
            return;
        }
        switch (read) {
            case ResultLine.Unusable no -> unused.add(new Unused(file, number, no.id(), no.why()));
            case ResultLine.Answer answer -> {
                ResultLine.Answer before = answers.get(answer.id());
                if (before == null) {
                    answers.put(answer.id(), answer);
                } else if (!before.completion().isWhole() && answer.completion().isWhole()) {
                    answers.put(answer.id(), answer);
                    unused.add(new Unused(file, number, answer.id(), "it replaces an answer that was not whole"));
                } else if (!before.completion()
                        .text()
                        .equals(answer.completion().text())) {
                    unused.add(new Unused(file, number, answer.id(), "there is another answer before it"));
                }
            }
        }
    }
}
