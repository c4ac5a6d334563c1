package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.calls.PriceTable;
import wherefore.evaluation.selftest.JudgeInstrument;
import wherefore.evaluation.selftest.Reading;
import wherefore.format.Json;
import wherefore.run.EvaluationFolder;

/// `wherefore selftest [SUITE]`: reads instruments with subjects of known behaviour.
@Command(
        name = "selftest",
        description = "Reads every instrument with scripted subjects of known behaviour and prints recovered against"
                + " planted rates; fails when one does not hold.")
final class SelftestCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "SUITE",
            arity = "0..1",
            description = "One instrument, a folder of settings, or judge; default: all.")
    private Optional<String> suite = Optional.empty();

    @Option(
            names = "--judge",
            paramLabel = "MODEL",
            description =
                    "A judge to read, with transcripts of which nobody can doubt what they show; may be given several"
                            + " times. Other instruments are read then only if SUITE names them.")
    private List<String> judges = new ArrayList<>();

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    SelftestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<Reading> readings = new ArrayList<>();
        if (judges.isEmpty() || suite.isPresent()) {
            new Wiring().instruments(suite).forEach(instrument -> readings.addAll(instrument.readings()));
        }
        if (!judges.isEmpty() && !readJudges(readings)) {
            return ExitCode.DONE;
        }
        List<Reading> broken = readings.stream().filter(r -> !r.holds()).toList();
        if (json) {
            ObjectNode all = Json.object();
            all.set(
                    "instruments",
                    Json.from(readings.stream().map(SelftestCommand::shape).toList()));
            console.out().print(Json.pretty(all));
        } else {
            readings.forEach(this::print);
            console.out().printf(Locale.ROOT, "%,d readings, %,d do not hold%n", readings.size(), broken.size());
        }
        broken.forEach(r ->
                console.err().println(r.instrument() + " does not hold of " + r.subject() + ": " + r.remark() + "."));
        return broken.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// Asks the judges.
    ///
    /// @return whether all their answers are there
    private boolean readJudges(List<Reading> readings) throws IOException {
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(judges, prices, Money.OfStudy.NONE, java.time.Instant.now());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(Path.of("selftest"));
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            Wiring wiring = new Wiring(console, models, paid);
            long outstanding = 0;
            for (String judge : judges) {
                JudgeInstrument.Read read = new JudgeInstrument(wiring.judge(judge)).read();
                readings.addAll(read.readings());
                outstanding += read.outstanding();
                if (read.outstanding() > 0) {
                    console.say(String.format(
                            Locale.ROOT,
                            "%,d answers of the judge %s are outstanding. Run the same command again to continue.",
                            read.outstanding(),
                            judge));
                }
            }
            wiring.tellUnused(console);
            return outstanding == 0;
        } finally {
            status.clear();
        }
    }

    private static ObjectNode shape(Reading r) {
        ObjectNode row = Json.object()
                .put("instrument", r.instrument())
                .put("subject", r.subject())
                .put("planted", r.planted());
        row.set("recovered", EvaluationFolder.shape(r.recovered()));
        row.put("holds", r.holds());
        if (!r.holds()) {
            row.put("remark", r.remark());
        }
        return row;
    }

    private void print(Reading r) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-5s %-28s %-42s planted %.3f  read %s [%.3f, %.3f]%n",
                        r.holds() ? "holds" : "FAILS",
                        r.instrument(),
                        r.subject(),
                        r.planted(),
                        r.recovered().rate().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.3f",
                                        r.recovered().rate().getAsDouble())
                                : "  -  ",
                        r.recovered().low(),
                        r.recovered().high());
    }
}
