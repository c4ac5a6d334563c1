package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import wherefore.chat.calls.PriceTable;
import wherefore.format.Json;
import wherefore.format.WholeFile;
import wherefore.judging.Calibration;
import wherefore.judging.Calibration.Half;
import wherefore.judging.Correction;
import wherefore.judging.Judge;
import wherefore.judging.Rubric;
import wherefore.run.CalibrationSet;
import wherefore.statistics.Proportion;

/// `wherefore calibrate`: how often a judge is right about transcripts that two readers labelled.
@Command(
        name = "calibrate",
        description = "Runs a judge over the calibration set and prints sensitivity, specificity and kappa with"
                + " intervals for each axis; or writes the sheet by which readers label the set.")
final class CalibrateCommand implements Callable<Integer> {

    private static final long SEED = 1;

    private final Console console;

    @Option(names = "--judge", paramLabel = "MODEL", description = "The judge.")
    private Optional<String> judge = Optional.empty();

    @Option(
            names = "--rubric",
            paramLabel = "RUBRIC",
            description = "outcome, reasons, awareness, or a file; default outcome.")
    private String rubric = "outcome";

    @Option(names = "--set", paramLabel = "DIR", description = "A calibration set; default: the one that ships.")
    private Optional<Path> set = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the calibration goes, for `evaluate --calibration`.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--sheet", paramLabel = "FILE", description = "Write the sheet for readers and ask nobody.")
    private Optional<Path> sheet = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    CalibrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OptionCheck options = new OptionCheck();
        JudgeOptions.checkRubrics(options, List.of(rubric));
        if (judge.isPresent() == sheet.isPresent()) {
            options.add("give either --judge or --sheet.", "--sheet is for the readers who label the set.");
        }
        options.tell();
        Rubric asked = JudgeOptions.rubric(rubric);
        CalibrationSet items = set.isPresent() ? CalibrationSet.in(set.get()) : CalibrationSet.shipped();
        if (sheet.isPresent()) {
            WholeFile.write(sheet.get(), items.sheet(asked));
            console.say(String.format(
                    Locale.ROOT,
                    "%,d transcripts to label are in %s.",
                    items.items().size(),
                    sheet.get()));
            return ExitCode.DONE;
        }
        String model = judge.orElseThrow();
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(List.of(model), prices, Money.OfStudy.NONE, java.time.Instant.now());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(out.orElse(Path.of("calibration")));
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            Wiring wiring = new Wiring(console, models, paid);
            Judge grader = wiring.judge(model);
            CalibrationSet.Result result = items.calibrate(grader, asked, new SplittableRandom(SEED));
            wiring.tellUnused(console);
            if (result.outstanding() > 0) {
                console.say(String.format(
                        Locale.ROOT,
                        "%,d of %,d transcripts wait for answers of %s. Run the same command again to continue.",
                        result.outstanding(),
                        items.items().size(),
                        model));
                return ExitCode.DONE;
            }
            tell(result, items);
        } finally {
            status.clear();
        }
        return ExitCode.DONE;
    }

    private void tell(CalibrationSet.Result result, CalibrationSet items) throws IOException {
        if (out.isPresent()) {
            WholeFile.write(out.get(), Json.pretty(Json.from(result.calibration())));
        }
        if (json) {
            console.out().print(Json.pretty(Json.from(result)));
            return;
        }
        Calibration c = result.calibration();
        line(String.format(
                Locale.ROOT,
                "judge %s, rubric %s: %,d transcripts",
                c.judge(),
                c.rubric(),
                items.items().size()));
        result.readers().forEach(r -> line(String.format(Locale.ROOT, "reader %s", r)));
        List<String> suites = List.copyOf(c.counts().keySet());
        for (Map.Entry<String, CalibrationSet.AxisResult> e : result.axes().entrySet()) {
            CalibrationSet.AxisResult axis = e.getValue();
            line(String.format(
                    Locale.ROOT,
                    "%-12s readers agree with kappa %s, %d disputed",
                    e.getKey(),
                    axis.readers().kappa().map(JudgesText::told).orElse("-"),
                    axis.disputed()));
            for (Half half : Half.values()) {
                Calibration.Counts counts = c.of(suites, Optional.of(half), e.getKey());
                line(String.format(
                        Locale.ROOT,
                        "  %-7s sensitivity %s  specificity %s  kappa %s  ungraded %d",
                        half.name().toLowerCase(Locale.ROOT),
                        share(counts.sensitivity()),
                        share(counts.specificity()),
                        Optional.ofNullable(axis.halves().get(half))
                                .flatMap(a -> a.kappa())
                                .map(JudgesText::told)
                                .orElse("-"),
                        counts.ungraded()));
            }
        }
    }

    private static String share(Correction.Share share) {
        Proportion p = Proportion.wilson(share.k(), share.n());
        return String.format(Locale.ROOT, "%d of %d [%.3f, %.3f]", p.k(), p.n(), p.low(), p.high());
    }

    private void line(String text) {
        console.out().println(text);
    }
}
