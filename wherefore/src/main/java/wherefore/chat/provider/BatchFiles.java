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
import java.util.Set;
import java.util.TreeSet;
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
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// Answers that come by file. Requests without an answer are written to `requests.openai.jsonl` and
/// `requests.anthropic.jsonl`, in the shapes of the two vendors' batch interfaces; answers are read from every
/// `results*.jsonl`, in either shape and any order. What could not be used stands, with the reason, in
/// `unused-answers.jsonl`; so do, as long as something is outstanding, answers to questions that nobody asks or asked:
/// the ids of those that were taken are kept in `taken-answers.txt`.
///
/// The files of requests hold what this process still waits for: what is answered stands in them no more, what failed
/// stands in them again. Where they would be larger than a vendor takes, they go on in `requests.openai-2.jsonl` and so
/// on.
public final class BatchFiles implements Calls {

    private static final String TAKEN = "taken-answers.txt";

    private final String name;
    private final String model;
    private final ModelSettings settings;
    private final Path folder;
    private final Limits limits;
    private final Map<String, Request> waiting = new LinkedHashMap<>();
    private List<Unused> unused = List.of();

    /// How much the vendors take in one file.
    record Limits(int openAiLines, long openAiBytes, int anthropicLines, long anthropicBytes) {
        static final Limits OF_THE_VENDORS = new Limits(50_000, 200_000_000, 100_000, 256_000_000);
    }

    /// @param name     the model as the study file names it
    /// @param model    the model that requests ask for
    /// @param settings of the model, as far as they change what is asked
    BatchFiles(String name, String model, ModelSettings settings, Path folder) {
        this(name, model, settings, folder, Limits.OF_THE_VENDORS);
    }

    BatchFiles(String name, String model, ModelSettings settings, Path folder, Limits limits) {
        this.limits = limits;
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

    public Path folder() {
        return folder;
    }

    /// Answers in the folder that could not be used, as of the last submission.
    public synchronized List<Unused> unused() {
        return unused;
    }

    @Override
    public synchronized List<Outcome> submit(List<Request> requests) {
        try {
            Map<String, Request> known = new LinkedHashMap<>(waiting);
            requests.forEach(r -> known.put(RequestId.of(r), r));
            Results results = read(folder, new ResultLine.Reading(settings, known));
            List<Outcome> outcomes = new ArrayList<>(requests.size());
            for (Request request : requests) {
                String id = RequestId.of(request);
                ResultLine.Answer answer = results.answers().get(id);
                if (answer == null) {
                    waiting.put(id, request);
                    outcomes.add(new Outcome.Outstanding(id));
                } else {
                    // Runners of files stop, and hold to schemas, as loosely as servers do.
                    outcomes.add(new Outcome.Answered(AsAsked.of(request, answer.completion())));
                }
            }
            waiting.keySet().removeAll(results.answers().keySet());
            Set<String> taken = taken(known.keySet(), results);
            unused = withStrangers(results, taken);
            write();
            return outcomes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write the batch files in " + folder, e);
        }
    }

    /// Ids of answers that were taken, now or by an earlier step: these fit a question, though nobody asks it any more.
    private Set<String> taken(Set<String> asked, Results results) throws IOException {
        Path file = folder.resolve(TAKEN);
        Set<String> before = new TreeSet<>();
        if (Files.isRegularFile(file)) {
            TextFile.read(file).lines().filter(l -> !l.isBlank()).forEach(before::add);
        }
        Set<String> now = new TreeSet<>(before);
        results.answers().keySet().stream().filter(asked::contains).forEach(now::add);
        if (!now.equals(before)) {
            WholeFile.write(file, String.join("\n", now) + "\n");
        }
        return now;
    }

    /// Answers that fit no question are worth a word when questions are without an answer: prompts, a constitution or
    /// settings have changed since they were asked.
    private List<Unused> withStrangers(Results results, Set<String> taken) {
        List<Unused> all = new ArrayList<>(results.unused());
        if (!waiting.isEmpty()) {
            results.answers().forEach((id, answer) -> {
                if (!taken.contains(id)) {
                    all.add(new Unused(
                            answer.file(),
                            answer.line(),
                            id,
                            "nobody asks for it (prompts, a constitution or settings have changed since)"));
                }
            });
        }
        return List.copyOf(all);
    }

    private void write() throws IOException {
        Parts openAi = new Parts("requests.openai", limits.openAiLines(), limits.openAiBytes());
        Parts anthropic = new Parts("requests.anthropic", limits.anthropicLines(), limits.anthropicBytes());
        for (Map.Entry<String, Request> asked : waiting.entrySet()) {
            openAi.add(OpenAiBatches.line(
                    asked.getKey(), OpenAiWire.body(asked.getValue(), model, settings, OpenAiWire.Spoken.ELSEWHERE)));
            ObjectNode item = Json.object().put("custom_id", BatchId.of(asked.getKey()));
            item.set("params", AnthropicWire.body(asked.getValue(), model, settings));
            anthropic.add(item);
        }
        openAi.end();
        anthropic.end();
        Path notes = folder.resolve("unused-answers.jsonl");
        if (unused.isEmpty()) {
            Files.deleteIfExists(notes);
        } else {
            JsonLines.write(notes, unused.stream().map(u -> Json.from(u)).toList());
        }
    }

    /// A file of requests, gone on with in further ones where it is full.
    private final class Parts {
        private final String stem;
        private final int mostLines;
        private final long mostBytes;
        private final List<JsonNode> lines = new ArrayList<>();
        private long bytes;
        private int part = 1;

        private Parts(String stem, int mostLines, long mostBytes) {
            this.stem = stem;
            this.mostLines = mostLines;
            this.mostBytes = mostBytes;
        }

        private void add(ObjectNode line) throws IOException {
            long size = Json.write(line).getBytes(StandardCharsets.UTF_8).length + 1L;
            if (!lines.isEmpty() && (lines.size() == mostLines || bytes + size > mostBytes)) {
                flush();
            }
            lines.add(line);
            bytes += size;
        }

        private void flush() throws IOException {
            JsonLines.write(file(part), lines);
            lines.clear();
            bytes = 0;
            part++;
        }

        private Path file(int number) {
            return folder.resolve(stem + (number == 1 ? "" : "-" + number) + ".jsonl");
        }

        /// What is left is written, and parts of an earlier, longer file are taken away.
        private void end() throws IOException {
            if (part == 1 || !lines.isEmpty()) {
                flush();
            }
            for (int old = part; Files.deleteIfExists(file(old)); old++) {
                part = old;
            }
        }
    }

    /// As [#read(Path, ResultLine.Reading)], with nothing known of questions and settings.
    static Results read(Path folder) throws IOException {
        return read(folder, ResultLine.Reading.PLAIN);
    }

    /// Everything that the folder's results hold. No line stops the reading: what cannot be used is listed.
    static Results read(Path folder, ResultLine.Reading how) throws IOException {
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
            read(file, how, answers, unused);
        }
        // An error that a later batch made good is no longer worth a word.
        unused.removeIf(u -> u.why().startsWith("its request ") && answers.containsKey(u.id()));
        return new Results(answers, unused);
    }

    private static void read(
            Path file, ResultLine.Reading how, Map<String, ResultLine.Answer> answers, List<Unused> unused)
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
                    line(row, new ResultLine.Place(name, number), how, answers, unused);
                }
            }
        }
    }

    private static void line(
            String row,
            ResultLine.Place at,
            ResultLine.Reading how,
            Map<String, ResultLine.Answer> answers,
            List<Unused> unused) {
        ResultLine read;
        try {
            read = ResultLine.of(Json.read(row, at.file(), at.line()), at, how);
        } catch (InputException e) {
            unused.add(new Unused(at.file(), at.line(), "", "it is not a line of JSON (cut off, perhaps)"));
            return;
        }
        switch (read) {
            case ResultLine.Unusable no -> unused.add(new Unused(at.file(), at.line(), no.id(), no.why()));
            case ResultLine.Answer answer -> {
                ResultLine.Answer before = answers.get(answer.id());
                if (before == null) {
                    answers.put(answer.id(), answer);
                } else if (!before.completion().isWhole() && answer.completion().isWhole()) {
                    answers.put(answer.id(), answer);
                    unused.add(new Unused(
                            before.file(),
                            before.line(),
                            answer.id(),
                            "it was not whole, and a whole one came after it"));
                } else if (!before.completion()
                        .text()
                        .equals(answer.completion().text())) {
                    unused.add(new Unused(at.file(), at.line(), answer.id(), "there is another answer before it"));
                }
            }
        }
    }
}
