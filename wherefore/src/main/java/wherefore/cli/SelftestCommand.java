package wherefore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
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
            description = "One instrument, or a folder of settings; default: all.")
    private Optional<String> suite = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    SelftestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Reading> readings = new ArrayList<>();
        new Wiring().instruments(suite).forEach(instrument -> readings.addAll(instrument.readings()));
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
