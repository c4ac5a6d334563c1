package wherefore.chat.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.CallLabel;
import wherefore.chat.calls.CompletionJson;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.RequestId;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.Suggestion;

/// Answers from a file: a first line that says how they were made, then one line for each, sorted by the request's id,
/// so that two recordings can be compared line by line. It holds no keys and no requests. An answer that was paid for
/// carries its usage; one made by hand says so and carries none, because nobody knows its cost.
///
/// A request that was not recorded is an [InputException] which names it.
public final class Recording implements Calls {

    /// The form of the file. A later one is not read.
    private static final int FORM = 1;

    private final String name;
    private final Path file;
    private final Map<String, Completion> answers;

    private Recording(String name, Path file, Map<String, Completion> answers) {
        this.name = name;
        this.file = file;
        this.answers = answers;
    }

    /// A line of a recording.
    ///
    /// @param line  1-based
    /// @param id    of the request
    /// @param by    who answered, as far as the recording says
    /// @param model who was asked, where the recording says so
    /// @param asked when, where the recording says so
    public record Answer(
            int line,
            String id,
            String by,
            Optional<ModelIdentity> model,
            Completion completion,
            Origin origin,
            String stage,
            Optional<Instant> asked,
            Optional<Instant> answered) {

        /// The answer as a ledger keeps it.
        ///
        /// @param as  who counts as asked
        /// @param now the time where the recording tells none
        public LedgerEntry entry(ModelIdentity as, Instant now) {
            Instant begun = asked.orElse(now);
            boolean another = completion.served().isEmpty() && !by.isEmpty() && !by.equals(as.name());
            Completion answer = another
                    ? new Completion(
                            completion.message(),
                            completion.stop(),
                            completion.usage(),
                            completion.tokens(),
                            Optional.of(new Completion.Served(by, "")))
                    : completion;
            return new LedgerEntry(
                    new CallKey(id, as),
                    Optional.empty(),
                    answer,
                    new CallLabel(stage, ""),
                    begun,
                    answered.orElse(begun),
                    1,
                    origin);
        }
    }

    static Recording read(String name, Path file) {
        Map<String, Completion> answers = new HashMap<>();
        answers(file).forEach(answer -> answers.put(answer.id(), answer.completion()));
        return new Recording(name, file, answers);
    }

    /// All answers of a recording; whatever is wrong with the file is an [InputException] with its line.
    public static List<Answer> answers(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(), 0, "there is no such recording.", "Correct the path in recorded/FILE.");
        }
        List<JsonNode> rows;
        try {
            rows = JsonLines.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recording " + file, e);
        }
        if (rows.isEmpty() || !rows.getFirst().has("recording")) {
            throw new InputException(
                    file.toString(), 1, "is not a recording.", "Its first line is {\"recording\": 1, ...}.");
        }
        if (rows.getFirst().path("recording").asInt(0) != FORM) {
            throw new InputException(
                    file.toString(),
                    1,
                    "is a recording of another form than " + FORM + ".",
                    "Use the version of Wherefore that made it.");
        }
        List<Answer> answers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 1; i < rows.size(); i++) {
            Answer answer = answer(rows.get(i), file, i + 1);
            if (!ids.add(answer.id())) {
                throw new InputException(
                        file.toString(), i + 1, "the answer " + answer.id() + " stands twice.", "Remove one.");
            }
            answers.add(answer);
        }
        return answers;
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
                outcomes.add(new Outcome.Answered(AsAsked.of(request, answer)));
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

    private static Answer answer(JsonNode row, Path file, int line) {
        String id = row.path("id").asString("");
        if (id.isEmpty() || !row.path("text").isString() || !row.path("stop").isString()) {
            throw new InputException(file.toString(), line, "an answer needs id, text and stop.", "Correct this line.");
        }
        Completion completion =
                CompletionJson.read(row, Wire.stop(row.path("stop").asString()));
        Origin origin = origin(row, completion, file, line);
        if (origin == Origin.BY_HAND && completion.usage().isPresent()) {
            throw new InputException(
                    file.toString(),
                    line,
                    "an answer made by hand carries no usage: nobody knows its cost.",
                    "Remove \"usage\", or \"origin\" if it was paid for.");
        }
        return new Answer(
                line,
                id,
                row.path("by").asString(""),
                model(row, file, line),
                completion,
                origin,
                row.path("stage").asString(""),
                instant(row, "asked", file, line),
                instant(row, "answered", file, line));
    }

    /// An answer without usage that does not say where it comes from was made by hand, as far as its cost goes.
    private static Origin origin(JsonNode row, Completion completion, Path file, int line) {
        if (!row.has("origin")) {
            return completion.usage().isPresent() ? Origin.BATCH_FILE : Origin.BY_HAND;
        }
        String label = row.path("origin").asString("");
        return Origin.named(label)
                .orElseThrow(() -> new InputException(
                        file.toString(),
                        line,
                        "\"origin\" is \"" + label + "\".",
                        Suggestion.of(label, Origin.labels())));
    }

    private static Optional<ModelIdentity> model(JsonNode row, Path file, int line) {
        String model = row.path("model").asString("");
        int slash = model.indexOf('/');
        if (slash < 1 || slash == model.length() - 1) {
            if (row.has("model")) {
                throw new InputException(
                        file.toString(), line, "\"model\" is not provider/name.", "Correct or remove it.");
            }
            return Optional.empty();
        }
        if (row.has("settings") && !row.path("settings").isObject()) {
            throw new InputException(file.toString(), line, "\"settings\" is no object.", "Correct or remove it.");
        }
        return Optional.of(new ModelIdentity(
                model.substring(0, slash),
                model.substring(slash + 1),
                row.has("settings") ? Json.write(row.path("settings")) : "{}"));
    }

    private static Optional<Instant> instant(JsonNode row, String field, Path file, int line) {
        if (!row.has(field)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(row.path(field).asString("")));
        } catch (DateTimeParseException e) {
            throw new InputException(
                    file.toString(),
                    line,
                    "\"" + field + "\" is no time.",
                    "Write it like 2026-11-24T12:00:00Z, or remove it.");
        }
    }

    /// Makes a recording of every answer in a folder of batch files.
    ///
    /// @param made   how the answers were made, for people; stands in the first line
    /// @param origin [Origin#BY_HAND] leaves out usage
    /// @return how many answers
    public static int of(Path batchFolder, Path into, String made, Origin origin) throws IOException {
        if (!Files.isDirectory(batchFolder)) {
            throw new InputException(batchFolder.toString(), 0, "there is no such folder.", "Correct the path.");
        }
        List<JsonNode> rows = new ArrayList<>();
        new TreeMap<>(BatchFiles.read(batchFolder).answers())
                .forEach((id, answer) -> rows.add(row(id, answer.model(), answer.completion(), origin)));
        write(rows, into, made);
        return rows.size();
    }

    /// Makes a recording of answers from a ledger. Answers of two models to one request cannot both stand in it.
    ///
    /// @param entries sorted by request, as [wherefore.chat.calls.LedgerReader#answers] gives them
    /// @return how many answers
    public static int of(List<LedgerEntry> entries, Path into, String made) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        Map<String, ModelIdentity> models = new HashMap<>();
        Map<String, String> doubled = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            ModelIdentity model = entry.key().model();
            ModelIdentity before = models.putIfAbsent(entry.key().request(), model);
            if (before != null) {
                doubled.putIfAbsent(entry.key().request(), told(before) + " and " + told(model));
                continue;
            }
            Completion completion = entry.completion();
            ObjectNode row = row(
                    entry.key().request(),
                    completion.served().map(Completion.Served::model).orElse(model.name()),
                    completion,
                    entry.origin());
            row.put("model", model.label());
            if (!model.settings().equals("{}")) {
                row.set("settings", Json.read(model.settings(), into.toString(), 0));
            }
            if (!entry.label().stage().isEmpty()) {
                row.put("stage", entry.label().stage());
            }
            rows.add(row.put("asked", entry.asked().toString())
                    .put("answered", entry.answered().toString()));
        }
        if (!doubled.isEmpty()) {
            Map.Entry<String, String> first = doubled.entrySet().iterator().next();
            throw new InputException(
                    "",
                    0,
                    doubled.size() + " requests have answers of several models, and a recording holds one: "
                            + first.getKey() + " was answered by " + first.getValue() + ".",
                    "Choose with --model, --run or --stage.");
        }
        write(rows, into, made);
        return rows.size();
    }

    private static String told(ModelIdentity model) {
        return model.settings().equals("{}") ? model.label() : model.label() + " " + model.settings();
    }

    private static void write(List<JsonNode> rows, Path into, String made) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        lines.add(Json.object().put("recording", FORM).put("made", made));
        lines.addAll(rows);
        JsonLines.write(into, lines);
    }

    /// @param by who answered, as far as anybody says
    private static ObjectNode row(String id, String by, Completion completion, Origin origin) {
        ObjectNode answer = CompletionJson.write(completion);
        if (origin == Origin.BY_HAND) {
            answer.remove("usage");
        }
        ObjectNode row = Json.object().put("id", id).put("by", by).put("stop", CompletionJson.stop(completion.stop()));
        answer.remove("stop");
        // Where the server gave the answer no name, `by` says it all.
        if (completion.served().filter(s -> s.id().isEmpty()).isPresent()) {
            answer.remove("served");
        }
        row.setAll(answer);
        return row.put("origin", origin.label());
    }
}
