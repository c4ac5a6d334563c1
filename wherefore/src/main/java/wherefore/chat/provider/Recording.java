package wherefore.chat.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.ToolCall;
import wherefore.chat.calls.RequestId;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Answers from a file: a first line that says how they were made, then one line for each, sorted by the request's id,
/// so that two recordings can be compared line by line. It holds no keys and no usage.
///
/// A request that was not recorded is an [InputException] which names it.
public final class Recording implements Calls {

    private final String name;
    private final Path file;
    private final Map<String, Completion> answers;

    private Recording(String name, Path file, Map<String, Completion> answers) {
        this.name = name;
        this.file = file;
        this.answers = answers;
    }

    static Recording read(String name, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(), 0, "there is no such recording.", "Correct the path in recorded/FILE.");
        }
        Map<String, Completion> answers = new HashMap<>();
        try {
            List<JsonNode> rows = JsonLines.read(file);
            if (rows.isEmpty() || !rows.getFirst().has("recording")) {
                throw new InputException(
                        file.toString(), 1, "is not a recording.", "Its first line is {\"recording\": 1, ...}.");
            }
            for (int i = 1; i < rows.size(); i++) {
                JsonNode row = rows.get(i);
                String id = row.path("id").asString("");
                if (id.isEmpty()
                        || !row.path("text").isString()
                        || !row.path("stop").isString()) {
                    throw new InputException(
                            file.toString(), i + 1, "an answer needs id, text and stop.", "Correct this line.");
                }
                if (answers.put(id, completion(row)) != null) {
                    throw new InputException(
                            file.toString(), i + 1, "the answer " + id + " stands twice.", "Remove one.");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recording " + file, e);
        }
        return new Recording(name, file, answers);
    }

    @Override
    public String model() {
        return name;
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        Map<String, String> missing = new TreeMap<>();
        for (Request request : requests) {
            String id = RequestId.of(request);
            Completion answer = answers.get(id);
            if (answer == null) {
                missing.put(id, told(request));
            } else {
                outcomes.add(new Outcome.Answered(answer));
            }
        }
        if (!missing.isEmpty()) {
            Map.Entry<String, String> first = missing.entrySet().iterator().next();
            throw new InputException(
                    file.toString(),
                    0,
                    "holds no answer to " + missing.size() + " of " + requests.size() + " requests; the first is "
                            + first.getKey() + first.getValue() + ".",
                    "The recording was made with other prompts, another constitution or other settings. Answer them"
                            + " through batch-files/DIR and record again.");
        }
        return outcomes;
    }

    private static String told(Request request) {
        Optional<PromptUse> use = request.prompt();
        return use.map(p -> " (" + p.template() + " for " + p.bindings().getOrDefault("item", "?") + ")")
                .orElse("");
    }

    private static Completion completion(JsonNode row) {
        List<ToolCall> calls = row.path("calls")
                .valueStream()
                .map(c -> new ToolCall(
                        c.path("id").asString(""),
                        c.path("name").asString(""),
                        c.path("arguments").asString("")))
                .toList();
        Optional<String> reasoning = row.path("reasoning").isString()
                ? Optional.of(row.path("reasoning").asString())
                : Optional.empty();
        return new Completion(
                new Message.AssistantMessage(reasoning, row.path("text").asString(), calls),
                Wire.stop(row.path("stop").asString()),
                Optional.empty());
    }

    /// Makes a recording of every answer in a folder of batch files.
    ///
    /// @param made how the answers were made, for people; stands in the first line
    /// @return how many answers
    public static int of(Path batchFolder, Path into, String made) throws IOException {
        if (!Files.isDirectory(batchFolder)) {
            throw new InputException(batchFolder.toString(), 0, "there is no such folder.", "Correct the path.");
        }
        BatchFiles.Results results = BatchFiles.read(batchFolder);
        List<JsonNode> rows = new ArrayList<>();
        rows.add(Json.object().put("recording", 1).put("made", made));
        new TreeMap<>(results.answers()).forEach((id, answer) -> rows.add(row(id, answer)));
        JsonLines.write(into, rows);
        return rows.size() - 1;
    }

    private static ObjectNode row(String id, ResultLine.Answer answer) {
        Completion completion = answer.completion();
        ObjectNode row = Json.object()
                .put("id", id)
                .put("by", answer.model())
                .put("stop", Wire.spelling(completion.stop()))
                .put("text", completion.text());
        completion.message().reasoning().ifPresent(r -> row.put("reasoning", r));
        if (!completion.message().calls().isEmpty()) {
            row.set("calls", Json.from(completion.message().calls()));
        }
        return row;
    }
}
