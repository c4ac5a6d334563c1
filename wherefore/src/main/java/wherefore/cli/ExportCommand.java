package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.dataset.DatasetCard;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Export;
import wherefore.dataset.ExportFormat;
import wherefore.dataset.Exported;
import wherefore.dataset.Overlap;
import wherefore.dataset.Pairs;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.format.TextFile;
import wherefore.run.EvaluationFolder;
import wherefore.run.inspect.InspectExport;
import wherefore.synthesis.Lineage;

/// `wherefore export DATA_OR_RUN --format F --out PATH`: examples as trainers read them, evaluations as Inspect does.
@Command(
        name = "export",
        description = "Writes examples in a format that a trainer reads, or evaluations as logs of Inspect AI.")
final class ExportCommand implements Callable<Integer> {

    private static final String INSPECT = "inspect";
    private static final String ARCHIVE = ".eval";
    private static final String OBJECT = ".json";

    /// What `inspect view` wants the name of a `.json` log to begin with.
    private static final Pattern STAMPED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}[:-]\\d{2}[:-]\\d{2}.*");

    private final Console console;

    @Parameters(
            paramLabel = "DATA",
            description = "A file of examples (JSON lines), or a folder with examples.jsonl in it; for inspect, the"
                    + " folder of an evaluation or of a run.")
    private Path data = Path.of("");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "messages, text, trl, axolotl, llama-factory, torchtune, openai, dpo or parquet; inspect for"
                    + " evaluations.")
    private String format = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description =
                    "The file to write. For inspect, a name that ends in .eval or .json, or else a folder that gets"
                            + " one log for each evaluation.")
    private Path out = Path.of("");

    @Option(
            names = "--created",
            paramLabel = "TIME",
            description = "For inspect: when the evaluation was made, such as 2026-11-23T06:30:00Z; default: when its"
                    + " evaluation.json was written.")
    private Optional<String> created = Optional.empty();

    @Option(
            names = "--override-overlap",
            paramLabel = "REASON",
            description =
                    "Export also the rows that share words with a held-out evaluation, which `curate` dropped; the"
                            + " reason and the rows are written to OUT.overlaps.json.")
    private Optional<String> overrideOverlap = Optional.empty();

    @Option(
            names = "--card",
            paramLabel = "LICENCE",
            description =
                    "Write a dataset card too, README.md beside the file, or add this file to the one that is there;"
                            + " LICENCE as the hub spells it, such as cc-by-4.0.")
    private Optional<String> card = Optional.empty();

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return format.equals(INSPECT) ? logs() : examples();
    }

    private int examples() throws IOException {
        ExportFormat chosen = ExportFormat.named(format).orElseThrow(() -> unknown(format));
        if (created.isPresent()) {
            throw new InputException("", 0, "--created says nothing to --format " + format + ".", "Leave it out.");
        }
        if (overrideOverlap.isPresent() && overrideOverlap.get().isBlank()) {
            throw new InputException("", 0, "--override-overlap has no reason.", "Say why these rows may be there.");
        }
        if (Files.isDirectory(out)) {
            throw new InputException(out.toString(), 0, "is a folder.", "Give the file to write as --out.");
        }
        if (card.isPresent()) {
            licence();
        }
        Path file = Files.isDirectory(data) ? data.resolve("examples.jsonl") : data;
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "there is no such file.", "Give a file of examples.");
        }
        List<Example> rows = new ArrayList<>(ExampleFile.read(file));
        if (overrideOverlap.isPresent()) {
            rows.addAll(OverlapOverride.dropped(file));
        } else {
            Overlap.refuse(file.toString(), rows);
        }
        Exported exported = chosen == ExportFormat.DPO
                ? Pairs.write(file.toString(), rows, drafts(file), out)
                : Export.write(file.toString(), rows, chosen, out);
        exported.files().forEach(console.out()::println);
        if (overrideOverlap.isPresent()) {
            Path record = OverlapOverride.write(out, overrideOverlap.get(), rows);
            console.out().println(record);
        }
        if (card.isPresent()) {
            console.out().println(DatasetCard.write(facts(file, rows, chosen)));
        }
        console.say(exported.rows() + " rows");
        exported.notes().forEach(console::say);
        return ExitCode.DONE;
    }

    /// Drafts lie in the snapshots of the synthesis that the rows came from.
    private static Pairs.Drafts drafts(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Optional<Lineage> steps = folder == null ? Optional.empty() : Lineage.in(folder);
        if (steps.isEmpty()) {
            throw new InputException(
                    file.toString(),
                    0,
                    "lies beside no snapshots of steps, and drafts are there.",
                    "Give the folder that `synthesize` wrote; of a run, one of its work/ folders.");
        }
        Map<String, Map<String, String>> drafts = steps.get().drafts();
        return (scenario, answer) ->
                Optional.ofNullable(drafts.getOrDefault(scenario, Map.of()).get(answer.strip()));
    }

    private DatasetCard.Facts facts(Path file, List<Example> rows, ExportFormat chosen) throws IOException {
        Path log = file.toAbsolutePath().resolveSibling("curation-log.json");
        return new DatasetCard.Facts(
                out,
                chosen.label(),
                rows,
                Files.getLastModifiedTime(file)
                        .toInstant()
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate(),
                licence(),
                "wherefore export " + file.getFileName() + " --format " + chosen.label() + " --out "
                        + out.getFileName(),
                Files.isRegularFile(log)
                        ? Optional.of(Json.read(TextFile.read(log), log.toString(), 0))
                        : Optional.empty(),
                overrideOverlap);
    }

    private String licence() {
        String given = card.orElse("");
        if (!given.matches("[a-z0-9][a-z0-9.+-]*")) {
            throw new InputException(
                    "",
                    0,
                    "--card: \"" + given + "\" is no licence as a hub spells it.",
                    "Such as cc-by-4.0, mit or other.");
        }
        return given;
    }

    private int logs() throws IOException {
        if (!Files.isDirectory(data)) {
            throw new InputException(
                    data.toString(), 0, "there is no such folder.", "Give the folder that `evaluate` or `run` wrote.");
        }
        Optional<Instant> when = created.map(ExportCommand::time);
        List<Path> evaluations = InspectExport.evaluations(data);
        if (evaluations.isEmpty()) {
            throw new InputException(
                    data.toString(),
                    0,
                    "there is no evaluation in it.",
                    "Give a folder that `evaluate` or `run` wrote.");
        }
        String name = String.valueOf(out.getFileName());
        boolean file = !Files.isDirectory(out) && (name.endsWith(ARCHIVE) || name.endsWith(OBJECT));
        if (file && evaluations.size() > 1) {
            throw new InputException(
                    data.toString(),
                    0,
                    "holds " + evaluations.size() + " evaluations, and a log holds one.",
                    "Give a folder as --out, or the folder of one evaluation.");
        }
        List<Path> written = new ArrayList<>();
        for (Path evaluation : evaluations) {
            Instant made = when.isPresent()
                    ? when.get()
                    : Files.getLastModifiedTime(evaluation.resolve(EvaluationFolder.SUMMARY))
                            .toInstant();
            InspectExport export = new InspectExport(evaluation, made, Version.current());
            Path log = file ? out : out.resolve(export.name(ARCHIVE));
            if (log.toString().endsWith(OBJECT)) {
                export.writeJson(log);
                if (!STAMPED.matcher(name).matches()) {
                    console.say("`inspect view` lists a .json log only if its name begins with a time: call it "
                            + export.name(OBJECT));
                }
            } else {
                export.writeArchive(log);
            }
            written.add(log);
        }
        written.forEach(console.out()::println);
        return ExitCode.DONE;
    }

    private static Instant time(String given) {
        try {
            return OffsetDateTime.parse(given).toInstant();
        } catch (DateTimeParseException e) {
            throw new InputException(
                    "", 0, "--created: \"" + given + "\" is no time.", "Write it as 2026-11-23T06:30:00Z.");
        }
    }

    private static InputException unknown(String given) {
        List<String> known = new ArrayList<>(
                Arrays.stream(ExportFormat.values()).map(ExportFormat::label).toList());
        known.add(INSPECT);
        return new InputException(
                "", 0, "--format: there is no format \"" + given + "\".", Suggestion.of(given, known));
    }
}
