package wherefore.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Quarantine;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.Problem;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;
import wherefore.synthesis.step.Dropped;
import wherefore.synthesis.step.Injection;
import wherefore.synthesis.step.Item;
import wherefore.synthesis.step.Plan;
import wherefore.synthesis.step.Scope;
import wherefore.synthesis.step.Screen;
import wherefore.synthesis.step.Snapshot;
import wherefore.synthesis.step.Step;
import wherefore.synthesis.step.StepSpec;

/// Takes a kind of data through its steps.
///
/// `OUT/steps/NN-STEP.jsonl` holds what there was after each step; `OUT/examples.jsonl`, `OUT/dropped.jsonl` and
/// `OUT/manifest.json` the result. A step whose file is there is not done again, so that a run which was killed, or
/// which
/// waits for answers, continues when it is run again.
///
/// Candidates are made in waves: the first is as large as what is wanted, and a later one makes up for what was lost,
/// up to three times the number wanted in all, or as many as the settings say. Where so many rows are wanted, a later
/// wave deals what the lost candidates were dealt, so that the rows in the end have exactly the proportions of the
/// decks.
public final class Synthesis {

    static final int MOST_CANDIDATES_PER_ROW = 3;
    /// Where tokens are wanted, nobody knows yet how many rows that is: the first wave finds out.
    private static final int FIRST_WAVE_FOR_TOKENS = 64;

    private final Kind kind;
    private final SynthesisSettings settings;
    private final Calls writer;
    private final Optional<Calls> judge;
    private final Path out;
    private final SynthesisListener listener;
    private final Scope scope;
    private final Map<String, String> facts;
    private final Shelf shelf;
    private final List<Dropped> dropped = new ArrayList<>();
    private final List<Example> accepted = new ArrayList<>();
    private final List<Example> quarantined = new ArrayList<>();
    private final AxisReport axes;
    /// What was dealt in the first wave, by place; empty where no plan deals, and where tokens are wanted.
    private final List<Scope.Slot> places = new ArrayList<>();
    private final Set<Integer> filled = new HashSet<>();
    private int candidates;
    private int surplus;
    private Optional<SynthesisResult.Outstanding> waiting = Optional.empty();

    private Synthesis(
            Kind kind,
            SynthesisSettings settings,
            Calls writer,
            Optional<Calls> judge,
            Path out,
            SynthesisListener listener,
            Shelf shelf) {
        this.kind = kind;
        this.settings = settings;
        this.writer = writer;
        this.judge = judge;
        this.out = out;
        this.listener = listener;
        this.shelf = shelf;
        this.scope = scope(kind, settings);
        this.facts = facts();
        this.axes = new AxisReport(kind.axes());
    }

    /// Makes the data, or as much of it as can be made now.
    ///
    /// @throws InputException where the settings do not fit the kind, or `out` holds another synthesis
    public static SynthesisResult run(
            Kind kind,
            SynthesisSettings settings,
            Calls writer,
            Optional<Calls> judge,
            Path out,
            SynthesisListener listener)
            throws IOException {
        check(kind, settings, judge);
        return new Synthesis(kind, settings, writer, judge, out, listener, Shelf.FILES).run();
    }

    /// What became of a rehearsal.
    ///
    /// @param dealt    candidates that were dealt, over all waves
    /// @param accepted those that became rows
    record Rehearsed(int dealt, int accepted) {}

    /// Goes through the same steps, over the same items, with the same chance, and asks these calls in place of the
    /// models; steps that are done in `out` are taken as they are, and nothing is written.
    static Rehearsed rehearse(
            Kind kind,
            SynthesisSettings settings,
            Calls writer,
            Optional<Calls> judge,
            Path out,
            SynthesisListener listener)
            throws IOException {
        check(kind, settings, judge);
        Synthesis rehearsal = new Synthesis(kind, settings, writer, judge, out, listener, Shelf.READ_ONLY);
        rehearsal.refuseAnother();
        return new Rehearsed(rehearsal.make(), rehearsal.accepted.size());
    }

    /// Where snapshots of steps are kept.
    private interface Shelf {

        Shelf FILES = new Shelf() {
            @Override
            public void keep(Path file, Snapshot snapshot) throws IOException {
                SnapshotFile.write(file, snapshot);
            }

            @Override
            public void discard(Path file) throws IOException {
                Files.deleteIfExists(file);
            }
        };

        Shelf READ_ONLY = new Shelf() {
            @Override
            public void keep(Path file, Snapshot snapshot) {}

            @Override
            public void discard(Path file) {}
        };

        void keep(Path file, Snapshot snapshot) throws IOException;

        void discard(Path file) throws IOException;
    }

    private static void check(Kind kind, SynthesisSettings settings, Optional<Calls> judge) {
        Set<SynthesisCheck.Given> given = EnumSet.noneOf(SynthesisCheck.Given.class);
        settings.constitution().ifPresent(c -> given.add(SynthesisCheck.Given.CONSTITUTION));
        judge.ifPresent(j -> given.add(SynthesisCheck.Given.JUDGE));
        if (!settings.rows().isEmpty()) {
            given.add(SynthesisCheck.Given.ROWS);
        }
        List<Problem> problems = new SynthesisCheck(
                        kind,
                        settings.ablated(),
                        settings.injection(),
                        settings.with().keySet(),
                        given)
                .problems();
        settings.constitution().flatMap(kind::refusal).ifPresent(problems::add);
        if (settings.amount() instanceof Amount.Rows rows) {
            kind.refusal(rows.count()).ifPresent(problems::add);
            if (settings.candidates().isPresent()
                    && settings.candidates().getAsInt() * kind.rowsPerItem() < rows.count()) {
                problems.add(new Problem(
                        "",
                        0,
                        settings.candidates().getAsInt() + " candidates cannot give " + rows.count() + " rows.",
                        "Allow at least " + rows.count() / kind.rowsPerItem() + "."));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    private static Scope scope(Kind kind, SynthesisSettings settings) {
        Map<String, String> values = new LinkedHashMap<>(kind.texts());
        values.putAll(settings.with());
        Map<String, Scope.Section> sections = new LinkedHashMap<>();
        constitution(kind, settings).filter(c -> kind.readsConstitution()).ifPresent(c -> {
            values.put("constitution", c.body().strip());
            c.units(Granularity.SECTION)
                    .forEach(u -> sections.put(
                            u.id(), new Scope.Section(u.title(), u.text().strip())));
            StringBuilder list = new StringBuilder();
            sections.forEach(
                    (id, s) -> list.append(id).append(": ").append(s.title()).append('\n'));
            values.put("sections", list.toString().strip());
        });
        Injection injection = java.util.Objects.requireNonNull(
                kind.injections().get(settings.injection().orElse(kind.injection())));
        return new Scope(
                kind.name(),
                values,
                sections,
                injection,
                kind.decks(),
                firstWave(kind, settings.amount()),
                0,
                settings.rows(),
                List.of());
    }

    private static Optional<Constitution> constitution(Kind kind, SynthesisSettings settings) {
        return kind.ownConstitution()
                .map(text ->
                        Constitution.of("kinds/" + kind.name(), text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .or(settings::constitution);
    }

    private static int firstWave(Kind kind, Amount amount) {
        return switch (amount) {
            case Amount.Rows rows -> rows.count() / kind.rowsPerItem();
            case Amount.Tokens tokens -> FIRST_WAVE_FOR_TOKENS;
        };
    }

    /// What holds for every row of this run.
    private Map<String, String> facts() {
        Map<String, String> all = new TreeMap<>();
        if (kind.readsConstitution()) {
            constitution(kind, settings).ifPresent(c -> all.put("constitution_sha256", c.sha256()));
        }
        Injection injection = scope.injection();
        if (!kind.injections().equals(Map.of("none", Injection.NONE))) {
            all.put(
                    "injection",
                    Json.write(Json.object()
                            .put("name", injection.name())
                            .put("present_at_sampling", injection.atSampling())
                            .put("present_at_training", injection.atTraining())));
        }
        if (!settings.ablated().isEmpty()) {
            all.put("ablated", Json.write(Json.from(settings.ablated())));
        }
        return all;
    }

    private SynthesisResult run() throws IOException {
        claim();
        make();
        return waiting.isPresent() ? waiting.get() : finish();
    }

    /// Makes rows until there is enough, or until it has to wait.
    ///
    /// @return how many candidates were dealt
    private int make() throws IOException {
        if (kind.imports() && !settings.rows().isEmpty()) {
            List<Example> drawn = new GivenRows(settings, label -> random("import", label)).drawn();
            accepted.addAll(drawn);
            candidates = drawn.size();
            return drawn.size();
        }
        Snapshot start = Snapshot.EMPTY;
        for (int i = 0; i < kind.firstOfWave() && waiting.isEmpty(); i++) {
            start = perform(i, start, scope, out.resolve("steps"), "");
        }
        int dealt = 0;
        int want = scope.rows();
        for (int wave = 1; waiting.isEmpty() && want > 0; wave++) {
            Path folder =
                    wave == 1 ? out.resolve("steps") : out.resolve("steps").resolve("wave-" + wave);
            int before = accepted.size();
            wave(start, dealing(want, dealt), folder, "wave " + wave);
            dealt += want;
            candidates = dealt;
            want = isHopeless(before, dealt) ? 0 : missing(dealt);
        }
        return dealt;
    }

    /// Where rows are wanted, a small wave may well be lost whole, and the number of candidates is limited anyway.
    private boolean isHopeless(int before, int dealt) {
        return switch (settings.amount()) {
            case Amount.Rows rows ->
                accepted.isEmpty()
                        || (kind.needsRows() && dealt >= settings.rows().size());
            case Amount.Tokens tokens -> accepted.size() == before;
        };
    }

    /// The first wave deals from the decks; a later one what is lacking, each place as often as it takes to come to so
    /// many candidates.
    private Scope dealing(int want, int dealt) {
        if (settings.amount() instanceof Amount.Tokens) {
            kind.axes().stream()
                    .flatMap(a -> kind.tooSmall(a, (long) dealt + want).stream())
                    .findFirst()
                    .ifPresent(p -> {
                        throw new InputException(List.of(p));
                    });
        }
        List<Scope.Slot> open =
                places.stream().filter(p -> !filled.contains(p.number())).toList();
        if (dealt == 0 || open.isEmpty()) {
            return scope.dealing(want, dealt);
        }
        List<Scope.Slot> again = new ArrayList<>(want);
        for (int i = 0; i < want; i++) {
            again.add(open.get(i % open.size()));
        }
        return scope.dealing(again, dealt);
    }

    private void wave(Snapshot start, Scope dealing, Path folder, String label) throws IOException {
        Snapshot at = start;
        for (int i = kind.firstOfWave(); i < kind.steps().size() && waiting.isEmpty(); i++) {
            at = perform(i, at, dealing, folder, label);
        }
        if (waiting.isEmpty()) {
            at.items().forEach(item -> accept(item, dealing));
        }
    }

    /// An item for a place that has its row already is not needed: what is in excess of one value would be missing of
    /// another.
    private void accept(Item item, Scope dealing) {
        if (!places.isEmpty() && !filled.add(Plan.slot(item, kind.name()))) {
            surplus++;
            axes.surplus(item);
            return;
        }
        axes.accepted(item);
        accepted.addAll(kind.assembly().examples(item, dealing, facts));
    }

    private void quarantine(StepSpec spec, Dropped lost, Scope dealing) {
        if (spec instanceof Screen screen
                && screen.quarantines(lost)
                && lost.item().fields().keySet().containsAll(kind.assembly().reads())) {
            kind.assembly()
                    .examples(lost.item(), dealing, facts)
                    .forEach(e -> quarantined.add(Quarantine.marked(e, lost.step(), lost.reason(), lost.detail())));
        }
    }

    private Snapshot perform(int index, Snapshot before, Scope dealing, Path folder, String label) throws IOException {
        StepSpec spec = kind.steps().get(index);
        Path file = folder.resolve(String.format(Locale.ROOT, "%02d-%s.jsonl", index + 1, spec.name()));
        Path partial = folder.resolve(String.format(Locale.ROOT, "%02d-%s.partial.jsonl", index + 1, spec.name()));
        Snapshot after;
        Optional<Snapshot> earlier = SnapshotFile.read(file);
        if (earlier.isPresent()) {
            after = earlier.get();
        } else {
            listener.begins(
                    spec.name(), index + 1, kind.steps().size(), before.items().size());
            boolean ablated = settings.ablated().contains(spec.name());
            Step step = ablated ? spec.ablated(dealing).orElseThrow() : spec.in(dealing);
            boolean nothing = before.items().isEmpty() && index > kind.firstOfWave();
            Calls calls = spec.asks() == StepSpec.Asks.JUDGE ? judge.orElse(writer) : writer;
            after = nothing ? Snapshot.EMPTY : step.perform(before, calls, random(spec.name(), label));
            shelf.keep(after.outstanding() > 0 ? partial : file, after);
            if (after.outstanding() > 0) {
                waiting = Optional.of(new SynthesisResult.Outstanding(after.outstanding(), spec.name(), calls.model()));
                return after;
            }
            shelf.discard(partial);
            listener.ended(spec.name(), after.items().size(), after.dropped().size());
        }
        dropped.addAll(after.dropped());
        after.dropped().forEach(axes::dropped);
        after.dropped().forEach(d -> quarantine(spec, d, dealing));
        if (spec instanceof Plan plan) {
            after.items().forEach(axes::dealt);
            if (dealing.offset() == 0 && settings.amount() instanceof Amount.Rows) {
                after.items().forEach(i -> places.add(new Scope.Slot(Plan.slot(i, kind.name()), plan.dealt(i))));
            }
        }
        return after;
    }

    /// Each step has chance of its own, so that a change in one leaves the others' draws as they are.
    private RandomGenerator random(String step, String label) {
        String mixed = new Fingerprint()
                .with("kind", kind.name())
                .with("seed", settings.seed())
                .with("step", step)
                .with("wave", label)
                .hex();
        return new SplittableRandom(Long.parseUnsignedLong(mixed.substring(0, 16), 16));
    }

    /// How many more candidates are needed; 0 when there is enough, or when too much was lost to go on.
    private int missing(int dealt) {
        double kept = (double) accepted.size() / kind.rowsPerItem() / dealt;
        return switch (settings.amount()) {
            case Amount.Rows rows -> {
                int wanted = rows.count() / kind.rowsPerItem();
                int lacking = wanted - accepted.size() / kind.rowsPerItem();
                int room = settings.candidates().orElse(MOST_CANDIDATES_PER_ROW * wanted) - dealt;
                yield lacking <= 0 ? 0 : Math.max(0, Math.min(room, (int) Math.ceil(lacking / kept)));
            }
            case Amount.Tokens tokens -> {
                long have = accepted.stream().mapToLong(tokens.counter()).sum();
                if (have >= tokens.count()) {
                    yield 0;
                }
                double perCandidate = Math.max(1, (double) have / dealt);
                int more = (int) Math.min(1_000_000, Math.ceil((tokens.count() - have) / perCandidate * 1.02) + 1);
                yield settings.candidates().isPresent()
                        ? Math.max(0, Math.min(settings.candidates().getAsInt() - dealt, more))
                        : more;
            }
        };
    }

    private SynthesisResult finish() throws IOException {
        List<Example> wanted = wanted();
        Map<String, Integer> losses = new TreeMap<>();
        dropped.forEach(d -> losses.merge(d.step() + ": " + d.reason(), 1, Integer::sum));
        SnapshotFile.write(out.resolve("dropped.jsonl"), new Snapshot(List.of(), dropped, 0));
        ExampleFile.write(out.resolve("examples.jsonl"), wanted);
        if (!quarantined.isEmpty()) {
            ExampleFile.write(out.resolve(Quarantine.FILE), quarantined);
        }
        pairs(wanted);
        WholeFile.write(out.resolve("manifest.json"), Json.pretty(manifest(wanted, losses)));
        return new SynthesisResult.Finished(wanted, losses);
    }

    private List<Example> wanted() {
        return switch (settings.amount()) {
            case Amount.Rows rows -> List.copyOf(accepted.subList(0, Math.min(rows.count(), accepted.size())));
            case Amount.Tokens tokens -> {
                List<Example> some = new ArrayList<>();
                long left = tokens.count();
                // Whole groups: the rows of a pair are taken together or not at all.
                int group = kind.imports() && !settings.rows().isEmpty() ? 1 : kind.rowsPerItem();
                for (int i = 0; i + group <= accepted.size() && left >= 0; i += group) {
                    List<Example> rows = accepted.subList(i, i + group);
                    left -= rows.stream().mapToLong(tokens.counter()).sum();
                    if (left >= 0) {
                        some.addAll(rows);
                    }
                }
                yield some;
            }
        };
    }

    /// Rows that belong together, by what they share: `{"pair_id", "rows": [ids]}`.
    private void pairs(List<Example> wanted) throws IOException {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        for (Example example : wanted) {
            String pair = example.provenance().details().get("pair_id");
            if (pair != null) {
                pairs.computeIfAbsent(pair, p -> new ArrayList<>()).add(example.id());
            }
        }
        if (!pairs.isEmpty()) {
            List<JsonNode> lines = new ArrayList<>();
            pairs.forEach((pair, ids) -> {
                ObjectNode line = Json.object().put("pair_id", pair);
                line.set("rows", Json.from(ids));
                lines.add(line);
            });
            JsonLines.write(out.resolve("pairs.jsonl"), lines);
        }
    }

    private JsonNode manifest(List<Example> examples, Map<String, Integer> losses) {
        ObjectNode manifest = (ObjectNode) identity();
        manifest.put("examples", examples.size()).put("accepted", accepted.size());
        ObjectNode most = manifest.putObject("candidates").put("dealt", candidates);
        mostCandidates().ifPresent(m -> most.put("most", m));
        most.put("surplus", surplus);
        manifest.put("quarantined", quarantined.size());
        if (kind.needsRows()) {
            manifest.put("rows_given", settings.rows().size());
        }
        if (!settings.sources().isEmpty() && kind.imports()) {
            manifest.set("sources", new GivenRows(settings, label -> random("import", label)).shares(examples));
        }
        counterexamples(examples).ifPresent(n -> manifest.put("counterexamples", n));
        manifest.set("axes", axes.json());
        ObjectNode lost = manifest.putObject("dropped");
        losses.forEach(lost::put);
        return manifest;
    }

    private OptionalInt mostCandidates() {
        return switch (settings.amount()) {
            case Amount.Rows rows ->
                OptionalInt.of(
                        settings.candidates().orElse(MOST_CANDIDATES_PER_ROW * (rows.count() / kind.rowsPerItem())));
            case Amount.Tokens tokens -> settings.candidates();
        };
    }

    /// Rows in which the trait must not show; empty where the kind declares none.
    private Optional<Long> counterexamples(List<Example> examples) {
        return kind.counterexamples().isEmpty()
                ? Optional.empty()
                : Optional.of(examples.stream()
                        .filter(e -> kind.counterexamples().entrySet().stream()
                                .anyMatch(c -> c.getValue()
                                        .contains(e.provenance().details().getOrDefault(c.getKey(), ""))))
                        .count());
    }

    /// What makes this synthesis the same as one that began in this folder.
    private JsonNode identity() {
        ObjectNode identity = Json.object()
                .put("kind", kind.name())
                .put("kind_fingerprint", kind.fingerprint())
                .put("writer", writer.model())
                .put("judge", judge.map(Calls::model).orElse(""))
                .put("seed", settings.seed())
                .put("injection", scope.injection().name())
                .put(
                        "amount",
                        switch (settings.amount()) {
                            case Amount.Rows rows -> rows.count() + " rows";
                            case Amount.Tokens tokens -> tokens.count() + " tokens";
                        });
        constitution(kind, settings).ifPresent(c -> identity.put("constitution_sha256", c.sha256()));
        identity.set("ablated", Json.from(settings.ablated()));
        identity.set("with", Json.from(settings.with()));
        if (settings.sources().stream().anyMatch(s -> s.share().isPresent())) {
            ObjectNode shares = identity.putObject("shares");
            settings.sources().forEach(s -> s.share().ifPresent(share -> shares.put(s.name(), share)));
        }
        if (!settings.rows().isEmpty()) {
            Fingerprint rows = new Fingerprint();
            settings.rows().forEach(r -> rows.with("row", Json.write(ExampleFile.toJson(r))));
            identity.put("rows_fingerprint", rows.hex());
        }
        return identity;
    }

    /// Takes the folder for this synthesis. One that holds another is refused: its steps would be taken for ours.
    private void claim() throws IOException {
        Path file = out.resolve("synthesis.json");
        if (Files.exists(file)) {
            refuseAnother();
        } else {
            WholeFile.write(file, Json.pretty(identity()));
        }
    }

    private void refuseAnother() throws IOException {
        Path file = out.resolve("synthesis.json");
        if (!Files.exists(file)) {
            return;
        }
        JsonNode ours = identity();
        JsonNode theirs = Json.read(TextFile.read(file), file.toString(), 1);
        List<String> differ = new ArrayList<>();
        ours.properties().forEach(e -> {
            if (!Json.write(e.getValue()).equals(Json.write(theirs.path(e.getKey())))) {
                differ.add(e.getKey().replace('_', ' '));
            }
        });
        if (!differ.isEmpty()) {
            throw new InputException(
                    out.toString(),
                    0,
                    "holds a synthesis that differs in " + String.join(", ", differ) + ".",
                    "Give another folder, or remove this one.");
        }
    }
}
