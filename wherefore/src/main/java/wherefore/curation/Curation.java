package wherefore.curation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;
import wherefore.curation.Finding.Bound;
import wherefore.dataset.Overlap;
import wherefore.dataset.Quarantine;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.format.WholeFile;
import wherefore.format.WholeFolder;
import wherefore.statistics.Proportion;

/// Takes data through filters and gates. The file is read twice (a third time for a judge) and never held in memory:
/// what
/// grows with it are some 200 bytes a row. The same file and settings give the same bytes.
///
/// Gates measure the rows that were read, also those that a filter dropped: they speak of how the data was made. Curate
/// what was kept to see the gates of what is left.
public final class Curation {

    /// What a curation writes: the rows that were kept,
    public static final String KEPT = "examples.jsonl";
    /// the others, each with its reason,
    public static final String DROPPED = "dropped.jsonl";
    /// drafts in which an AI misbehaves,
    public static final String QUARANTINE = Quarantine.FILE;
    /// and what was found.
    public static final String LOG = "curation-log.json";

    /// The filter that looks at several rows at once.
    public static final String NEAR_DUPLICATES = "near-duplicates";

    private static final List<String> OURS = List.of(KEPT, DROPPED, QUARANTINE, LOG);
    /// Kinds of data that are told apart; the rows of further ones are told together.
    private static final int MOST_GROUPS = 20;

    private static final long[] NOTHING = {};

    private static final String OTHER = "other kinds";

    private final CurationSettings settings;
    private final CurationListener listener;
    private final RowStream rows;
    private final NearDuplicates duplicates;
    private final Optional<Realism> realism;
    private final Optional<LexicalFirewall> firewall;
    private final List<Filter> filters = new ArrayList<>();
    private final Map<String, List<Gauge>> gauges = new TreeMap<>();
    private final Losses losses;
    private final Scenarios scenarios;
    private final Map<String, Map<String, Count>> counts = new LinkedHashMap<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    /// Rows by the constitution that they were made from.
    private final Map<String, Long> constitutions = new TreeMap<>();

    private long kept;
    private long quarantined;

    private Curation(CurationSettings settings, CurationListener listener) throws IOException {
        this.settings = settings;
        this.listener = listener;
        this.rows = new RowStream(settings.data(), settings.threads());
        this.duplicates = new NearDuplicates(settings.similarity());
        this.realism = settings.judge().map(Realism::new);
        this.firewall =
                settings.heldOut().isEmpty() ? Optional.empty() : Optional.of(new LexicalFirewall(settings.heldOut()));
        filters.add(new QuarantineFilter());
        firewall.ifPresent(filters::add);
        filters.add(PhraseFilter.recital());
        filters.add(PhraseFilter.selfPreservation());
        filters.removeIf(f -> settings.without().contains(f.name()));
        this.losses = Losses.beside(settings.data());
        this.scenarios = new Scenarios(settings.embedder(), settings.heldOut(), settings.mostEmbedded());
    }

    private static final class Count {
        private long k;
        private long n;
        private final List<String> evidence = new ArrayList<>();

        void add(boolean hit, String id, String detail) {
            n++;
            k += hit ? 1 : 0;
            if (hit && evidence.size() < 5) {
                evidence.add(id + ": " + detail);
            }
        }
    }

    /// Curates, and writes everything or nothing.
    ///
    /// @throws InputException if the data is no data, or the folder holds something else
    public static CurationResult run(CurationSettings settings, CurationListener listener) throws IOException {
        check(settings);
        return new Curation(settings, listener).run();
    }

    /// What can be switched off by name.
    public static List<String> optional() {
        List<String> all = new ArrayList<>(List.of(
                NEAR_DUPLICATES,
                PhraseFilter.RECITAL,
                PhraseFilter.SELF_PRESERVATION,
                Realism.NAME,
                Templating.CONCENTRATION,
                Templating.OVERLAP,
                Templating.BIGRAMS,
                Openings.SAME,
                Openings.SAME_WORDS,
                Openings.FORMULAIC,
                Openings.BANNED,
                Labels.LARGEST,
                Labels.TEN,
                Labels.EVENNESS,
                Labels.VERDICT,
                Names.REPEATED,
                Names.WATCHED,
                Shape.LENGTH,
                Shape.QUESTIONS,
                Shape.REWRITE,
                Shape.DRIFT,
                Shape.AWARENESS,
                Scenarios.CLONES,
                Losses.WITHHELD,
                Losses.PARSE,
                Losses.AXES));
        return List.copyOf(all);
    }

    private static void check(CurationSettings settings) throws IOException {
        for (String name : settings.without()) {
            if (name.equals(QuarantineFilter.NAME) || name.equals(LexicalFirewall.NAME)) {
                throw new InputException(
                        "",
                        0,
                        "\"" + name + "\" is not switched off.",
                        name.equals(LexicalFirewall.NAME)
                                ? "Rows that overlap are exported with `export --override-overlap REASON`."
                                : "No row in quarantine becomes training data.");
            }
            if (!optional().contains(name)) {
                throw new InputException(
                        "", 0, "there is no filter or gate \"" + name + "\".", Suggestion.of(name, optional()));
            }
        }
        Path out = settings.out();
        Path data = settings.data().toAbsolutePath().normalize();
        if (OURS.stream()
                .anyMatch(f -> out.resolve(f).toAbsolutePath().normalize().equals(data))) {
            throw new InputException(
                    out.toString(), 0, "is where the data lies, which would be overwritten.", "Give another folder.");
        }
        if (Files.isDirectory(out) && !Files.exists(out.resolve(LOG)) && !holdsOnlyOurs(out)) {
            throw new InputException(out.toString(), 0, "holds something that is no curation.", "Give another folder.");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new InputException(out.toString(), 0, "is a file.", "Give a folder.");
        }
    }

    /// An empty folder, or one whose files were being replaced when the machine stopped.
    private static boolean holdsOnlyOurs(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.allMatch(f -> OURS.contains(String.valueOf(f.getFileName())));
        }
    }

    private CurationResult run() throws IOException {
        RowStream.Read read = measure();
        if (realism.isPresent()) {
            long outstanding = judge(realism.get());
            if (outstanding > 0) {
                return new CurationResult.Outstanding(outstanding, realism.get().model());
            }
        }
        Path partial = settings.out().resolveSibling(settings.out().getFileName() + ".partial");
        WholeFolder.delete(partial);
        Files.createDirectories(partial);
        try {
            RowStream.Read again = sort(partial);
            if (!again.equals(read)) {
                throw new InputException(
                        settings.data().toString(), 0, "changed while it was read.", "Run the same command again.");
            }
            for (String name : OURS) {
                if (Files.exists(partial.resolve(name))) {
                    WholeFile.force(partial.resolve(name));
                }
            }
            CurationLog log = log(read);
            WholeFile.write(partial.resolve(LOG), Json.pretty(log.json()));
            replace(partial, settings.out());
            return new CurationResult.Finished(log);
        } finally {
            WholeFolder.delete(partial);
        }
    }

    /// Takes an earlier curation's place. The log goes first and comes last: a folder without one is not whole.
    private static void replace(Path partial, Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            Files.move(partial, out, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.deleteIfExists(out.resolve(LOG));
        for (String name : OURS) {
            if (Files.exists(partial.resolve(name))) {
                Files.move(
                        partial.resolve(name),
                        out.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(out.resolve(name));
            }
        }
    }

    // ---- first pass ------------------------------------------------------------------------------------------------

    private static final class Measured {
        private final RowText row;
        private final long[] bands;
        private final long[] grams;

        Measured(RowText row, long[] bands, long[] grams) {
            this.row = row;
            this.bands = bands;
            this.grams = grams;
        }
    }

    private RowStream.Read measure() throws IOException {
        boolean comparing = wanted(NEAR_DUPLICATES);
        boolean templating = wanted(Templating.CONCENTRATION, Templating.OVERLAP, Templating.BIGRAMS);
        RowStream.Read read = rows.pass(
                (row, index) -> new Measured(
                        row,
                        comparing ? MinHash.bands(MinHash.shingles(row.own())) : NOTHING,
                        templating ? Templating.prepared(row) : NOTHING),
                measured -> {
                    RowText row = measured.row;
                    if (comparing) {
                        duplicates.add(measured.bands);
                    }
                    for (Gauge gauge : gauges(row)) {
                        if (gauge instanceof Templating t) {
                            t.first(row, measured.grams);
                        } else {
                            gauge.first(row);
                        }
                    }
                    losses.first(row);
                    scenarios.first(row);
                },
                (share, n) -> listener.reached("measuring", share, n));
        if (read.rows() == 0) {
            throw new InputException(settings.data().toString(), 0, "has no rows.", "There is nothing to curate.");
        }
        duplicates.compare();
        return read;
    }

    /// Whether one of these gates is not switched off.
    private boolean wanted(String... gates) {
        return !settings.without().containsAll(List.of(gates));
    }

    private String group(RowText row) {
        return gauges.containsKey(row.group()) || gauges.size() < MOST_GROUPS ? row.group() : OTHER;
    }

    private List<Gauge> gauges(RowText row) {
        return gauges.computeIfAbsent(group(row), group -> {
            List<Gauge> own = new ArrayList<>();
            if (wanted(Templating.CONCENTRATION, Templating.OVERLAP, Templating.BIGRAMS)) {
                own.add(new Templating(group));
            }
            if (wanted(Openings.SAME, Openings.SAME_WORDS, Openings.FORMULAIC, Openings.BANNED)) {
                own.add(new Openings(group));
            }
            if (wanted(Labels.LARGEST, Labels.TEN, Labels.EVENNESS, Labels.VERDICT)) {
                own.add(new Labels(group));
            }
            if (wanted(Shape.LENGTH, Shape.QUESTIONS, Shape.REWRITE, Shape.DRIFT, Shape.AWARENESS)) {
                own.add(new Shape(group));
            }
            if (row.isWritten() && wanted(Names.REPEATED, Names.WATCHED)) {
                own.add(new Names(group, settings.names()));
            }
            return own;
        });
    }

    // ---- judging ---------------------------------------------------------------------------------------------------

    private long judge(Realism judging) throws IOException {
        int[] index = {0};
        rows.pass(
                (row, i) -> row,
                row -> {
                    if (row.isWritten()) {
                        judging.add(index[0], row);
                    }
                    index[0]++;
                },
                (share, n) -> listener.reached("judging", share, n));
        return judging.finish();
    }

    // ---- second pass -----------------------------------------------------------------------------------------------

    private static final class Examined {
        private final int index;
        private final RowText row;
        private final List<Verdict> verdicts;
        private final long[] shingles;

        Examined(int index, RowText row, List<Verdict> verdicts, long[] shingles) {
            this.index = index;
            this.row = row;
            this.verdicts = verdicts;
            this.shingles = shingles;
        }
    }

    private RowStream.Read sort(Path folder) throws IOException {
        try (BufferedWriter keptRows = writer(folder.resolve(KEPT));
                BufferedWriter droppedRows = writer(folder.resolve(DROPPED));
                BufferedWriter quarantine = writer(folder.resolve(QUARANTINE))) {
            RowStream.Read read = rows.pass(
                    this::examine,
                    examined -> {
                        Optional<Verdict.Drop> drop = decide(examined);
                        RowText row = examined.row;
                        row.detail("constitution_sha256").ifPresent(c -> constitutions.merge(c, 1L, Long::sum));
                        if (drop.isEmpty()) {
                            kept++;
                            line(keptRows, row.raw());
                        } else {
                            dropped.merge(drop.get().reason(), 1L, Long::sum);
                            drop(row, drop.get(), droppedRows, quarantine);
                        }
                        for (Gauge gauge : gauges(row)) {
                            gauge.second(row);
                        }
                    },
                    (share, n) -> listener.reached("sorting", share, n));
            return read;
        } finally {
            if (quarantined == 0) {
                Files.deleteIfExists(folder.resolve(QUARANTINE));
            }
        }
    }

    private static BufferedWriter writer(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    private static void line(BufferedWriter out, String row) throws IOException {
        out.write(row);
        out.write('\n');
    }

    private Examined examine(RowText row, int index) {
        List<Verdict> verdicts = filters.stream().map(f -> f.examine(row)).toList();
        return new Examined(
                index,
                row,
                verdicts,
                duplicates.isCandidate(index) ? Words.distinct(MinHash.shingles(row.own())) : NOTHING);
    }

    /// The first filter that drops a row is its reason; each filter counts for itself.
    private Optional<Verdict.Drop> decide(Examined examined) {
        RowText row = examined.row;
        Optional<Verdict.Drop> first = Optional.empty();
        for (int f = 0; f < filters.size(); f++) {
            Filter filter = filters.get(f);
            Verdict verdict = examined.verdicts.get(f);
            if (filter.concerns(row)) {
                boolean hit = verdict instanceof Verdict.Drop;
                count(filter.name(), row).add(hit, row.id(), verdict instanceof Verdict.Drop d ? d.detail() : "");
            }
            if (first.isEmpty() && verdict instanceof Verdict.Drop drop) {
                first = Optional.of(drop);
            }
        }
        if (first.isEmpty()) {
            first = realism.filter(r -> !settings.without().contains(Realism.NAME))
                    .flatMap(r -> r.verdict(examined.index));
        }
        if (wanted(NEAR_DUPLICATES)) {
            Optional<NearDuplicates.Match> match = duplicates.isCandidate(examined.index)
                    ? duplicates.examine(examined.index, row.id(), first.isEmpty(), examined.shingles)
                    : Optional.empty();
            Optional<Verdict.Drop> copy = match.map(m -> new Verdict.Drop(
                    "near-duplicate", String.format(java.util.Locale.ROOT, "%.3f like %s", m.similarity(), m.id())));
            count(NEAR_DUPLICATES, row)
                    .add(
                            copy.isPresent(),
                            row.id(),
                            copy.map(Verdict.Drop::detail).orElse(""));
            first = first.or(() -> copy);
        }
        return first;
    }

    private Count count(String filter, RowText row) {
        return counts.computeIfAbsent(filter, f -> new TreeMap<>()).computeIfAbsent(group(row), g -> new Count());
    }

    /// A dropped row is no row any more: it stands inside its line, so that no trainer takes the file for data. What is
    /// in
    /// quarantine stands in a file of its own.
    private void drop(RowText row, Verdict.Drop drop, BufferedWriter droppedRows, BufferedWriter quarantine)
            throws IOException {
        ObjectNode line = Json.object()
                .put("id", row.id())
                .put("line", row.line())
                .put("reason", drop.reason())
                .put("detail", drop.detail());
        ObjectNode whole = (ObjectNode) Json.read(row.raw(), settings.data().toString(), row.line());
        if (drop.reason().equals(QuarantineFilter.NAME)) {
            quarantined++;
            line(quarantine, Json.write(line.deepCopy().set("row", whole)));
            line(droppedRows, Json.write(line.put("row_in", QUARANTINE)));
            return;
        }
        if (drop.reason().equals(LexicalFirewall.NAME)) {
            Overlap.mark(whole, drop.detail());
        }
        line.set("row", whole);
        line(droppedRows, Json.write(line));
    }

    // ---- the log ---------------------------------------------------------------------------------------------------

    private CurationLog log(RowStream.Read read) {
        List<Finding> findings = new ArrayList<>();
        for (Filter filter : filters) {
            findings.addAll(shares(filter.name(), filter.mostDropped()));
        }
        findings.addAll(shares(NEAR_DUPLICATES, 0.02));
        realism.map(Realism::findings)
                .orElse(List.of(new Finding.Skipped(Realism.NAME, Finding.ALL, "no judge was given")))
                .forEach(findings::add);
        if (firewall.isEmpty()) {
            findings.add(new Finding.Skipped(LexicalFirewall.NAME, Finding.ALL, "no evaluation was given"));
        }
        gauges.values().forEach(own -> own.forEach(g -> findings.addAll(g.findings())));
        findings.addAll(scenarios.findings());
        findings.addAll(losses.findings());
        Set<String> off = new TreeSet<>(settings.without());
        findings.removeIf(f -> off.contains(f.gate()));
        return new CurationLog(
                String.valueOf(settings.data().getFileName()),
                read.sha256(),
                constitutions,
                settings.similarity(),
                read.rows(),
                kept,
                dropped,
                quarantined,
                List.copyOf(off),
                findings,
                settings.heldOut(),
                firewall.isPresent()
                        ? OptionalLong.of(counts.getOrDefault(LexicalFirewall.NAME, Map.of()).values().stream()
                                .mapToLong(c -> c.k)
                                .sum())
                        : OptionalLong.empty(),
                scenarios.nearest());
    }

    private List<Finding> shares(String name, double most) {
        List<Finding> all = new ArrayList<>();
        counts.getOrDefault(name, Map.of()).forEach((group, count) -> {
            Finding.Gate gate = new Finding.Gate(
                    name,
                    group,
                    (double) count.k / count.n,
                    Bound.AT_MOST,
                    most,
                    Optional.of(Proportion.wilson(count.k, count.n)),
                    Finding.Gate.small(count.n),
                    count.evidence);
            all.add(
                    name.equals(NEAR_DUPLICATES) && duplicates.uncompared() > 0
                            ? gate.noting("in groups of more than " + NearDuplicates.MOST_KEPT_IN_A_BUCKET
                                    + " rows that resemble each other some pairs were not compared")
                            : gate);
        });
        return all;
    }
}
