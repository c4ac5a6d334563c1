package wherefore.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wherefore.synthesis.step.Dropped;
import wherefore.synthesis.step.Item;
import wherefore.synthesis.step.Plan;
import wherefore.synthesis.step.Rewrite;
import wherefore.synthesis.step.Screen;

/// How the rows of one synthesis came about, read from the snapshots of its steps: back from a row to what each step
/// made
/// of it, and forward from a version of a prompt to what it wrote. Files are gone through one after the other, none is
/// held.
public final class Lineage {

    private static final Pattern STEP_FILE = Pattern.compile("(\\d+)-(.+)\\.jsonl");
    private static final String PARTIAL = ".partial.jsonl";
    private static final String MODEL = "model.";
    private static final String PROMPT = "prompt.";
    private static final String CALL = "call.";
    private static final String REWRITE = "rewrite.";
    private static final String PARENT = "parent";

    private final Path folder;
    private final List<StepFile> files;

    private record StepFile(int number, String step, Path file) {}

    private Lineage(Path folder, List<StepFile> files) {
        this.folder = folder;
        this.files = files;
    }

    /// What one step did to a row.
    ///
    /// @param number of the step, from 1
    /// @param file   its snapshot
    /// @param item   the id there; before candidates are dealt it is another than the row's
    /// @param came   fields that are new, or other than before, in the order in which they stand
    /// @param model  that was asked; absent where none was, as in all that follows
    /// @param prompt the version of the prompt, hexadecimal
    /// @param call   the request's id, [wherefore.chat.calls.RequestId]; absent too in snapshots that hold none
    /// @param rewrite `done`, `unchanged` or `ablated`, where the step rewrites
    public record Stage(
            int number,
            String step,
            Path file,
            String item,
            Map<String, String> came,
            Optional<String> model,
            Optional<String> prompt,
            Optional<String> call,
            Optional<String> rewrite) {

        public Stage {
            came = Collections.unmodifiableMap(new LinkedHashMap<>(came));
        }
    }

    /// A candidate that was lost.
    ///
    /// @param call the request whose answer was the last, where one was asked
    public record Lost(String item, String step, String reason, String detail, Optional<String> call) {}

    /// The way of one item.
    ///
    /// @param lost where it was lost; empty where it went through all steps that are done
    public record Way(List<Stage> stages, Optional<Lost> lost) {

        public Way {
            stages = List.copyOf(stages);
        }
    }

    /// What one version of a prompt wrote.
    ///
    /// @param model   that was asked
    /// @param kept    items that went on from this step
    /// @param dropped items that this step lost
    public record Use(String step, String prompt, String model, int kept, int dropped) {}

    /// The synthesis in a folder; empty where there is none.
    public static Optional<Lineage> in(Path folder) throws IOException {
        Path steps = folder.resolve("steps");
        if (!Files.isRegularFile(folder.resolve("synthesis.json")) || !Files.isDirectory(steps)) {
            return Optional.empty();
        }
        List<StepFile> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(steps, 2)) {
            all.filter(f -> !f.toString().endsWith(PARTIAL)).sorted().forEach(f -> {
                Matcher name = STEP_FILE.matcher(String.valueOf(f.getFileName()));
                if (name.matches()) {
                    files.add(new StepFile(Integer.parseInt(name.group(1)), name.group(2), f));
                }
            });
        }
        files.sort(Comparator.comparingInt(StepFile::number));
        return Optional.of(new Lineage(folder, files));
    }

    public Path folder() {
        return folder;
    }

    /// The way of a row or of a lost candidate; empty where no snapshot knows it.
    ///
    /// @param id a row's `scenario_id`, or a candidate's id
    public Optional<Way> of(String id) throws IOException {
        List<Item> last = new ArrayList<>();
        List<Dropped> lost = new ArrayList<>();
        for (StepFile at : files) {
            SnapshotFile.each(
                    at.file(),
                    item -> {
                        if (item.id().equals(id)) {
                            last.add(item);
                        }
                    },
                    dropped -> {
                        if (dropped.item().id().equals(id)) {
                            lost.add(dropped);
                            last.add(dropped.item());
                        }
                    });
        }
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> parent = Optional.ofNullable(last.getLast().lineage().get(PARENT));
        List<Stage> stages = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (StepFile at : files) {
            Optional<Item> there = ancestor(at, id);
            if (there.isEmpty() && parent.isPresent()) {
                there = ancestor(at, parent.get());
            }
            there.ifPresent(item -> {
                stages.add(stage(at, item, known));
                known.putAll(item.fields());
            });
        }
        return Optional.of(new Way(stages, lost.stream().findFirst().map(Lineage::lost)));
    }

    /// The item itself, or the one that it was made of: a child's id begins with its parent's.
    private static Optional<Item> ancestor(StepFile at, String id) throws IOException {
        List<Item> fits = new ArrayList<>(1);
        SnapshotFile.each(
                at.file(),
                item -> {
                    if (id.equals(item.id()) || id.startsWith(item.id() + "-")) {
                        if (fits.isEmpty()
                                || fits.getFirst().id().length() < item.id().length()) {
                            fits.clear();
                            fits.add(item);
                        }
                    }
                },
                dropped -> {});
        return fits.stream().findFirst();
    }

    private static Stage stage(StepFile at, Item item, Map<String, String> known) {
        Map<String, String> came = new LinkedHashMap<>();
        item.fields().forEach((field, value) -> {
            if (!value.equals(known.get(field))) {
                came.put(field, value);
            }
        });
        return new Stage(
                at.number(),
                at.step(),
                at.file(),
                item.id(),
                came,
                how(item, MODEL, at.step()),
                how(item, PROMPT, at.step()),
                how(item, CALL, at.step()),
                how(item, REWRITE, at.step()));
    }

    private static Optional<String> how(Item item, String prefix, String step) {
        return Optional.ofNullable(item.lineage().get(prefix + step));
    }

    private static Lost lost(Dropped dropped) {
        return new Lost(
                dropped.item().id(),
                dropped.step(),
                dropped.reason(),
                dropped.detail(),
                how(dropped.item(), CALL, dropped.step()));
    }

    /// Candidates that were lost and had been dealt the same place as this one.
    ///
    /// @param kind of the rows; it stands before the number in their ids
    public List<Lost> lostBeside(String id, String kind) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        List<Dropped> dropped = new ArrayList<>();
        for (StepFile at : files) {
            SnapshotFile.each(
                    at.file(), item -> place(item, kind).ifPresent(p -> places.put(item.id(), p)), dropped::add);
        }
        Integer place = places.get(id);
        return place == null
                ? List.of()
                : dropped.stream()
                        .filter(d -> !d.item().id().equals(id))
                        .filter(d -> place.equals(places.get(d.item().id())))
                        .map(Lineage::lost)
                        .toList();
    }

    private static Optional<Integer> place(Item item, String kind) {
        return item.id().matches(Pattern.quote(kind) + "-\\d+.*")
                ? Optional.of(Plan.slot(item, kind))
                : Optional.empty();
    }

    /// What a step that rewrites replaced: the draft, by the item's id and the text that took its place.
    public Map<String, Map<String, String>> drafts() throws IOException {
        Map<String, Map<String, String>> all = new HashMap<>();
        for (StepFile at : files) {
            SnapshotFile.each(
                    at.file(),
                    item -> item.fields().forEach((field, draft) -> {
                        if (field.endsWith(Rewrite.DRAFT)) {
                            item.find(field.substring(0, field.length() - Rewrite.DRAFT.length()))
                                    .ifPresent(text -> all.computeIfAbsent(item.id(), i -> new HashMap<>())
                                            .put(text.strip(), draft));
                        }
                    }),
                    dropped -> {});
        }
        return all;
    }

    /// A judge's verdict on a candidate.
    ///
    /// @param unit   of the constitution, empty where the candidate has none
    /// @param reason why it was lost; empty where it was kept
    public record Judged(String step, String unit, String reason) {}

    /// All verdicts on candidates; what a judge could not or would not grade is none.
    public List<Judged> judged() throws IOException {
        List<Judged> all = new ArrayList<>();
        for (StepFile at : files) {
            SnapshotFile.each(
                    at.file(),
                    item -> item.find(at.step() + Screen.WHY)
                            .ifPresent(why -> all.add(new Judged(at.step(), unit(item), ""))),
                    lost -> {
                        if (lost.step().equals(at.step()) && lost.reason().startsWith(Screen.JUDGED)) {
                            all.add(new Judged(at.step(), unit(lost.item()), lost.reason()));
                        }
                    });
        }
        return all;
    }

    private static String unit(Item item) {
        return item.find("unit").orElse("");
    }

    /// Every version of a prompt in this synthesis, in the order of the steps.
    public List<Use> uses() throws IOException {
        Map<List<String>, int[]> counts = new LinkedHashMap<>();
        for (StepFile at : files) {
            Map<List<String>, int[]> here = new TreeMap<>(Comparator.comparing(String::valueOf));
            SnapshotFile.each(
                    at.file(),
                    item -> how(item, PROMPT, at.step()).ifPresent(p -> count(here, at, p, item)[0]++),
                    lost -> how(lost.item(), PROMPT, at.step())
                            .filter(p -> lost.step().equals(at.step()))
                            .ifPresent(p -> count(here, at, p, lost.item())[1]++));
            here.forEach((key, n) -> counts.merge(key, n, (a, b) -> new int[] {a[0] + b[0], a[1] + b[1]}));
        }
        return counts.entrySet().stream()
                .map(e -> new Use(
                        e.getKey().get(0), e.getKey().get(1), e.getKey().get(2), e.getValue()[0], e.getValue()[1]))
                .toList();
    }

    private static int[] count(Map<List<String>, int[]> here, StepFile at, String prompt, Item item) {
        return here.computeIfAbsent(
                List.of(at.step(), prompt, how(item, MODEL, at.step()).orElse("")), k -> new int[2]);
    }
}
