package wherefore.run.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;
import wherefore.run.EvaluationFolder;

/// Writes an evaluation as a log that Inspect AI opens. Attempts go through one at a time, so that an archive of a
/// hundred thousand needs no more memory than their ids.
public final class InspectExport {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'-00-00'", Locale.ROOT);

    private final Path folder;
    private final Attempts attempts;
    private final Instant created;
    private final LogShape log;
    private final SampleShape samples;
    private final String id;
    private final String suite;

    /// @param folder  of one evaluation
    /// @param created when the evaluation was made, as the log shall say; its files do not know
    /// @param version of this program
    public InspectExport(Path folder, Instant created, String version) throws IOException {
        this.folder = folder;
        this.created = created.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        EvaluationFolder.Summary summary = EvaluationFolder.read(folder);
        for (String name : List.of(EvaluationFolder.TRANSCRIPTS, EvaluationFolder.SCORES)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new InputException(
                        folder.resolve(name).toString(), 0, "is missing.", "Give a folder that `evaluate` wrote.");
            }
        }
        this.attempts = new Attempts(folder);
        Totals totals = new Totals();
        Fingerprint content =
                new Fingerprint().with("summary", TextFile.read(folder.resolve(EvaluationFolder.SUMMARY)));
        attempts.each(a -> {
            totals.add(a);
            content.with(a.id() + "#" + a.repeat(), a.score().toString());
        });
        this.id = content.hex().substring(0, 22);
        this.suite = task(summary.suite());
        this.log = new LogShape(suite, summary, totals, attempts.judges(), id, this.created, version);
        this.samples = new SampleShape(id, summary.subject(), this.created);
    }

    /// The folders of evaluations in a folder, itself included, in the order of their paths.
    public static List<Path> evaluations(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> p.endsWith(EvaluationFolder.SUMMARY))
                    .map(p -> p.resolveSibling(""))
                    .sorted()
                    .toList();
        }
    }

    /// A suite's name; of a folder of the user's own the last part, because where it lay is nobody's business.
    private static String task(String suite) {
        String last = suite.replaceFirst("[/\\\\]+$", "").replaceFirst("^.*[/\\\\]", "");
        String safe = last.replaceAll("[^A-Za-z0-9.-]+", "-");
        return safe.isBlank() ? "evaluation" : safe;
    }

    /// The name that Inspect would give the log.
    ///
    /// @param ending `.eval` or `.json`
    public String name(String ending) {
        return STAMP.format(local()) + "_" + suite + "_" + id + ending;
    }

    private LocalDateTime local() {
        return LocalDateTime.ofInstant(created, ZoneOffset.UTC);
    }

    /// Writes one object, with all samples in it.
    public void writeJson(Path file) throws IOException {
        WholeFile.write(file, out -> {
            String header = BareJson.write(log.header());
            out.write(header, 0, header.length() - 1);
            out.write(",\"samples\":[");
            String[] between = {"\n"};
            attempts.each(a -> {
                out.write(between[0]);
                out.write(BareJson.write(samples.whole(a)));
                between[0] = ",\n";
            });
            out.write("\n],\"reductions\":" + BareJson.write(log.reductions()) + "}\n");
        });
    }

    /// Writes an archive with a member for each sample.
    public void writeArchive(Path file) throws IOException {
        WholeFile.writeBytes(file, bytes -> {
            try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
                member(zip, "_journal/start.json", BareJson.write(log.start()));
                attempts.each(a -> member(zip, SampleShape.member(a), BareJson.write(samples.whole(a))));
                summaries(zip);
                member(zip, "reductions.json", BareJson.write(log.reductions()));
                // Last, because a log without it counts as unfinished.
                member(zip, "header.json", BareJson.write(log.header()));
            }
        });
    }

    private void summaries(ZipOutputStream zip) throws IOException {
        begin(zip, "summaries.json");
        String[] between = {"["};
        attempts.each(a -> {
            ObjectNode summary = samples.summary(a);
            text(zip, between[0] + BareJson.write(summary));
            between[0] = ",\n";
        });
        text(zip, between[0].equals("[") ? "[]" : "]");
        zip.closeEntry();
    }

    private void member(ZipOutputStream zip, String name, String content) throws IOException {
        begin(zip, name);
        text(zip, content);
        zip.closeEntry();
    }

    private void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // Without a zone, so that the bytes are the same wherever it is written.
        entry.setTimeLocal(local());
        zip.putNextEntry(entry);
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The folder that is written out.
    public Path folder() {
        return folder;
    }
}
