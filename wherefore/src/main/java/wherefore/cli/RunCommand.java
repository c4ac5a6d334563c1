package wherefore.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ModelSettings;
import wherefore.format.Json;
import wherefore.report.Report;
import wherefore.run.RunRecord;
import wherefore.study.FolderArtifacts;
import wherefore.study.PlanText;
import wherefore.study.Planner;
import wherefore.study.StageWeights;
import wherefore.study.StudyPlan;
import wherefore.study.StudyRehearsal;
import wherefore.study.StudyRunner;

/// `wherefore run STUDY.yaml`: the whole study; run again, it continues.
@Command(
        name = "run",
        description = "Runs a study: data, training, evaluation, comparison, report. Run again = continue.")
final class RunCommand implements Callable<Integer> {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./@%+=:,-]+");

    private final Console console;

    @Parameters(paramLabel = "STUDY.yaml", description = "The study file.")
    private Path study = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the run goes; default runs/NAME.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--plan", description = "Print what would be done, in what order, and what is there; do nothing.")
    private boolean planOnly;

    @Option(names = "--constitution", paramLabel = "FILE", description = "Takes the place of the study's constitution.")
    private Optional<Path> constitution = Optional.empty();

    @Option(names = "--workers", paramLabel = "N", description = "Stages done side by side; default: one a core.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the run record as JSON.")
    private boolean json;

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Option(
            names = "--estimate",
            description = "Print calls, tokens and cost of every stage with their ranges, and ask nobody.")
    private boolean estimateOnly;

    @Mixin
    private Money money = new Money();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        new OptionCheck().atLeast(1, "--workers", workers).tell();
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            return run(paid);
        }
    }

    private int run(PaidModels paid) throws IOException, CommandFailedException {
        // Who asks nobody needs no key.
        Wiring wiring = estimateOnly ? Wiring.withoutKeys(models, paid) : new Wiring(console, models, paid);
        StudyPlan plan = Planner.plan(study, constitution, wiring);
        Path folder = out.orElseGet(() -> Path.of("runs").resolve(plan.file().study()));
        FolderArtifacts artifacts = new FolderArtifacts(
                folder.resolve("artifacts"), ProcessHandle.current().pid());
        Money.OfStudy said = said(plan);
        PriceTable prices = money.table(console, said);
        Instant now = Instant.now();
        money.check(models(plan), prices, said, now);
        if (planOnly) {
            PlanText.lines(plan, artifacts, workers).forEach(console.out()::println);
            return ExitCode.DONE;
        }
        if (estimateOnly) {
            return estimate(plan, folder, artifacts, prices, said, now);
        }
        artifacts.sweep(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        StudyProgress progress = new StudyProgress(console, new StageWeights(plan));
        String run = Money.run(folder);
        paid.begins(run, money.purse(console, prices, said, run), progress.calls());
        StudyRunner.Ending ending;
        try {
            ending = StudyRunner.run(plan, folder, wiring, artifacts, workers, progress, command());
        } finally {
            progress.end();
        }
        wiring.tellUnused(console);
        return switch (ending) {
            case StudyRunner.Ending.Done done -> done(done.record(), folder);
            case StudyRunner.Ending.Waiting waiting -> waiting(waiting);
            case StudyRunner.Ending.Failed failed ->
                throw new CommandFailedException(
                        "a base does not pass the capability gate, so nothing is concluded from it:\n  "
                                + String.join("\n  ", failed.why()));
        };
    }

    /// What the study file says about money, with its place.
    private static Money.OfStudy said(StudyPlan plan) {
        Path beside = plan.source().toAbsolutePath().normalize().resolveSibling(".");
        return new Money.OfStudy(
                plan.source().toString(),
                plan.file().lines().getOrDefault("budget", 0),
                plan.file().budget(),
                plan.file().prices().map(p -> beside.resolve(p).normalize()));
    }

    private static List<String> models(StudyPlan plan) {
        return Stream.of(plan.file().models().writer(), plan.file().models().judge())
                .flatMap(Optional::stream)
                .map(ModelSettings::model)
                .toList();
    }

    private int estimate(
            StudyPlan plan, Path folder, FolderArtifacts artifacts, PriceTable prices, Money.OfStudy said, Instant now)
            throws IOException {
        try (SynthesizeCommand.Reading ledger = new SynthesizeCommand.Reading(money.ledger(console))) {
            StudyRehearsal rehearsal = StudyRehearsal.of(
                    plan, folder, artifacts, model -> Money.asked(models.apply(model), ledger.reader()));
            Estimate estimate = new Estimate(prices, now, ledger.reader());
            rehearsal
                    .corpora()
                    .forEach(c -> estimate.add(
                            c.stage() + ": ",
                            c.rehearsal(),
                            c.writer().map(models::apply),
                            c.judge().map(models::apply)));
            rehearsal.evaluations().forEach(e -> estimate.inProcess(e.stage(), e.calls()));
            Optional<BigDecimal> limit = money.limit(said);
            if (json) {
                console.out().print(Json.pretty(estimate.json(limit)));
            } else {
                estimate.lines(limit).forEach(console.out()::println);
                console.out().println(rehearsal.done() + " stages are done and cost nothing more.");
            }
        }
        return ExitCode.DONE;
    }

    /// What gives the same result again, as a shell reads it.
    private String command() {
        return "bin/wherefore run " + quoted(study)
                + constitution.map(c -> " --constitution " + quoted(c)).orElse("");
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private int done(RunRecord record, Path folder) throws IOException {
        if (!record.arms().isEmpty()) {
            Report.write(record, folder);
        }
        if (json) {
            console.out().print(Json.pretty(Json.from(record)));
            return ExitCode.DONE;
        }
        if (record.arms().isEmpty()) {
            data(record, folder);
        } else {
            console.out().print(Report.summary(record));
            console.out().println("Report: " + folder.resolve("report.html"));
        }
        return ExitCode.DONE;
    }

    /// A study without arms makes data and compares nothing.
    private void data(RunRecord record, Path folder) {
        for (RunRecord.DataRecord corpus : record.data()) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %,d rows in %s%n",
                            corpus.name(),
                            corpus.rows(),
                            folder.resolve("data").resolve(corpus.name() + ".jsonl"));
            corpus.dropped().forEach((why, n) -> console.out().printf(Locale.ROOT, "  dropped %,d: %s%n", n, why));
        }
    }

    private int waiting(StudyRunner.Ending.Waiting waiting) {
        waiting.outstanding()
                .forEach((corpus, n) ->
                        console.out().printf(Locale.ROOT, "%s: %,d answers are outstanding.%n", corpus, n));
        waiting.where().forEach(w -> console.out().println("Requests and answers: " + w));
        console.out()
                .println(
                        waiting.where().isEmpty()
                                ? "Run the same command again; it continues."
                                : "Put the answers there and run the same command again; it continues.");
        return ExitCode.DONE;
    }
}
