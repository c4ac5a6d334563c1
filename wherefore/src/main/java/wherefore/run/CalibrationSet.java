package wherefore.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.ResourceFolder;
import wherefore.format.TextFile;
import wherefore.judging.Agreement;
import wherefore.judging.Calibration;
import wherefore.judging.Calibration.Half;
import wherefore.judging.Judge;
import wherefore.judging.Judgement;
import wherefore.judging.Judgement.Verdict;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;
import wherefore.judging.Transcript;

/// Transcripts of known content, with the labels of readers who saw neither their author's notes nor each other's
/// labels nor a judge: `set.jsonl` and `labels-READER.jsonl` in one folder. The author's notes lie in a file of their
/// own, which nothing reads.
public record CalibrationSet(List<Item> items, List<Reader> readers) {

    private static final String FOLDER = "wherefore/calibration";
    private static final String SET = "set.jsonl";
    private static final String LABELS = "labels-";
    private static final String ENDING = ".jsonl";
    private static final int DRAWS = 1_000;

    /// One transcript.
    ///
    /// @param suite the suite whose kind it is
    public record Item(String id, String suite, Half half, Transcript transcript) {}

    /// One reader's labels.
    ///
    /// @param kind    what kind of reader it was, in words
    /// @param answers rubric to its version and, by transcript and axis, the label
    public record Reader(String name, String kind, Map<String, Answers> answers) {}

    /// Labels under one rubric.
    public record Answers(String version, Map<String, Map<String, Verdict>> labels) {}

    public CalibrationSet {
        items = List.copyOf(items);
        readers = List.copyOf(readers);
    }

    /// The set that ships with the product.
    public static CalibrationSet shipped() {
        return of(ResourceFolder.texts(FOLDER, SET, ENDING), FOLDER);
    }

    /// A set of the user's own.
    public static CalibrationSet in(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (!Files.isRegularFile(folder.resolve(SET))) {
            throw new InputException(
                    folder.toString(),
                    0,
                    "there is no calibration set here.",
                    "A set is " + SET + " with " + LABELS + "READER.jsonl beside it: docs/reference/judging.md.");
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file :
                    all.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                files.put(String.valueOf(file.getFileName()), TextFile.read(file));
            }
        }
        return of(files, folder.toString());
    }

    private static CalibrationSet of(Map<String, String> files, String folder) {
        List<Item> items = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        String set = folder + "/" + SET;
        List<JsonNode> rows = rows(files.getOrDefault(SET, ""), set);
        for (int i = 0; i < rows.size(); i++) {
            EvaluationFolder.Transcript t = EvaluationFolder.transcript(rows.get(i), set, i + 1);
            if (!ids.add(t.sample())) {
                throw new InputException(set, i + 1, "the id \"" + t.sample() + "\" is given twice.", "Rename one.");
            }
            items.add(new Item(
                    t.sample(),
                    rows.get(i).path("suite").asString(""),
                    rows.get(i).path("half").asString("").equals("sealed") ? Half.SEALED : Half.OPEN,
                    Transcript.of(t.prompt(), t.turns(), t.answer())));
        }
        List<Reader> readers = new ArrayList<>();
        files.forEach((name, text) -> {
            if (name.startsWith(LABELS)) {
                String reader = name.substring(LABELS.length(), name.length() - ENDING.length());
                readers.add(reader(reader, rows(text, folder + "/" + name), folder + "/" + name, ids));
            }
        });
        return new CalibrationSet(items, readers);
    }

    private static List<JsonNode> rows(String text, String file) {
        List<JsonNode> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(Json.read(lines.get(i), file, i + 1));
            }
        }
        return rows;
    }

    private static Reader reader(String name, List<JsonNode> rows, String file, Set<String> ids) {
        String kind = "";
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, Map<String, Map<String, Verdict>>> labels = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            if (row.has("reader")) {
                kind = row.path("kind").asString("");
                continue;
            }
            String id = row.path("id").asString("");
            String rubric = row.path("rubric").asString("");
            String version = row.path("version").asString("");
            if (!ids.contains(id)) {
                throw new InputException(file, i + 1, "the set has no transcript \"" + id + "\".", "Check the id.");
            }
            if (!versions.computeIfAbsent(rubric, r -> version).equals(version)) {
                throw new InputException(
                        file, i + 1, "labels of two versions of the rubric \"" + rubric + "\".", "Keep one version.");
            }
            Map<String, Verdict> axes = new LinkedHashMap<>();
            for (var e : row.path("verdicts").properties()) {
                Optional<Verdict> verdict = Verdict.named(e.getValue().asString(""));
                if (verdict.isEmpty()) {
                    throw new InputException(
                            file, i + 1, "the label of \"" + e.getKey() + "\" is none.", "A label is yes, no or n/a.");
                }
                axes.put(e.getKey(), verdict.get());
            }
            labels.computeIfAbsent(rubric, r -> new LinkedHashMap<>()).put(id, axes);
        }
        Map<String, Answers> answers = new LinkedHashMap<>();
        labels.forEach((rubric, own) -> answers.put(rubric, new Answers(versions.getOrDefault(rubric, ""), own)));
        return new Reader(name, kind, answers);
    }

    /// What a judge makes of the set.
    ///
    /// @param readers what kind of readers the labels are of
    /// @param axes    axis or group to figures
    /// @param outstanding transcripts for which an answer is still to come; then the rest says nothing yet
    public record Result(
            Calibration calibration, List<String> readers, Map<String, AxisResult> axes, long outstanding) {}

    /// One axis.
    ///
    /// @param readers how far the two readers agree: no judge can be asked to agree with them more
    /// @param disputed transcripts on which the readers differ; they enter no count
    /// @param halves  the judge against what both readers hold
    public record AxisResult(Agreement readers, long disputed, Map<Half, Agreement> halves) {}

    /// Asks a judge about every transcript and sets its verdicts against the labels. A set without two readers' labels
    /// for this version of the rubric is an [InputException], before anything is asked.
    public Result calibrate(Judge judge, Rubric rubric, RandomGenerator random) {
        List<Reader> fitting = readersOf(rubric);
        List<Opinion> opinions = judge.judge(items.stream()
                .map(i -> new Judge.Question(i.transcript(), rubric))
                .toList());
        Set<String> names = new LinkedHashSet<>(rubric.groups().keySet());
        rubric.axes().forEach(a -> names.add(a.id()));
        Map<String, Map<Half, Map<String, Calibration.Counts>>> counts = new TreeMap<>();
        Map<String, AxisResult> axes = new LinkedHashMap<>();
        for (String axis : names) {
            List<List<Optional<Verdict>>> between = new ArrayList<>();
            Map<Half, List<List<Optional<Verdict>>>> against = new EnumMap<>(Half.class);
            long disputed = 0;
            for (int i = 0; i < items.size(); i++) {
                Item item = items.get(i);
                List<Optional<Verdict>> labels = fitting.stream()
                        .map(r -> label(r, rubric, item.id(), axis))
                        .toList();
                between.add(labels);
                boolean agreed = labels.getFirst().isPresent()
                        && labels.stream().distinct().count() == 1;
                if (!agreed) {
                    disputed += labels.stream().allMatch(Optional::isPresent) ? 1 : 0;
                    continue;
                }
                Verdict truth = labels.getFirst().orElseThrow();
                Judgement judged = opinions.get(i).of(axis);
                against.computeIfAbsent(item.half(), h -> new ArrayList<>())
                        .add(List.of(Optional.of(truth), JudgesRecord.verdict(judged)));
                if (truth != Verdict.NOT_APPLICABLE) {
                    counts.computeIfAbsent(item.suite(), s -> new EnumMap<>(Half.class))
                            .computeIfAbsent(item.half(), h -> new LinkedHashMap<>())
                            .compute(
                                    axis,
                                    (a, before) -> (before == null ? Calibration.Counts.NONE : before)
                                            .with(truth == Verdict.YES, judged));
                }
            }
            Map<Half, Agreement> halves = new EnumMap<>(Half.class);
            against.forEach((half, verdicts) -> halves.put(half, Agreement.of(verdicts, DRAWS, random)));
            axes.put(axis, new AxisResult(Agreement.of(between, DRAWS, random), disputed, halves));
        }
        return new Result(
                new Calibration(judge.model(), rubric.id(), rubric.fingerprint(), counts),
                fitting.stream().map(r -> r.name() + ": " + r.kind()).toList(),
                axes,
                opinions.stream().filter(Opinion::isOutstanding).count());
    }

    private List<Reader> readersOf(Rubric rubric) {
        List<Reader> fitting = readers.stream()
                .filter(r -> Optional.ofNullable(r.answers().get(rubric.id()))
                        .filter(a -> a.version().equals(rubric.version()))
                        .isPresent())
                .toList();
        if (fitting.size() < 2) {
            throw new InputException(
                    "",
                    0,
                    "the calibration set has labels of " + fitting.size() + " readers for version " + rubric.version()
                            + " of the rubric \"" + rubric.id() + "\".",
                    "It needs two: write a sheet with --sheet, let two readers label it apart, and put"
                            + " labels-READER.jsonl beside the set.");
        }
        return fitting;
    }

    /// A reader's label of an axis, or of a group: yes where one of its axes is.
    private static Optional<Verdict> label(Reader reader, Rubric rubric, String id, String axis) {
        Map<String, Verdict> own = Optional.ofNullable(reader.answers().get(rubric.id()))
                .flatMap(a -> Optional.ofNullable(a.labels().get(id)))
                .orElse(Map.of());
        Optional<List<String>> group = Optional.ofNullable(rubric.groups().get(axis));
        if (group.isEmpty()) {
            return Optional.ofNullable(own.get(axis));
        }
        List<Optional<Verdict>> all =
                group.get().stream().map(a -> Optional.ofNullable(own.get(a))).toList();
        return all.contains(Optional.of(Verdict.YES))
                ? Optional.of(Verdict.YES)
                : all.contains(Optional.<Verdict>empty()) ? Optional.empty() : Optional.of(Verdict.NO);
    }

    /// What a reader is given: the questions and every transcript in the view of the rubric, without an author's note,
    /// and without saying which half it is of.
    public String sheet(Rubric rubric) {
        StringBuilder all = new StringBuilder("# Labels for the rubric ")
                .append(rubric.id())
                .append(", version ")
                .append(rubric.version())
                .append("""


                Answer every question about every transcript, with yes, no or n/a, by the anchors that stand with the
                question. Look at nothing else: no other reader's labels, no notes, no judge. For each transcript write
                one line into labels-READER.jsonl:

                """)
                .append("    ")
                .append(example(rubric))
                .append("\n\nThe first line of the file says what kind of reader you are: ")
                .append("{\"reader\": \"NAME\", \"kind\": \"IN WORDS\"}\n\n# Questions\n\n")
                .append(rubric.questions())
                .append("\n# Transcripts\n");
        for (Item item : items) {
            all.append("\n## ")
                    .append(item.id())
                    .append("\n\n")
                    .append(item.transcript().shown(rubric.view()));
            all.append('\n');
        }
        return all.toString();
    }

    private static String example(Rubric rubric) {
        var row = Json.object().put("id", "ID").put("rubric", rubric.id()).put("version", rubric.version());
        var verdicts = row.putObject("verdicts");
        rubric.axes().forEach(a -> verdicts.put(a.id(), "no"));
        return Json.write(row);
    }
}
