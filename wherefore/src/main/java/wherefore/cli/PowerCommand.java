package wherefore.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import wherefore.format.Json;
import wherefore.statistics.PowerAnalysis;

/// `wherefore power`: how many samples a difference of two rates needs.
@Command(
        name = "power",
        description = "How many samples a difference of two rates needs (80%% power, two-sided 5%%, independent arms).")
final class PowerCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--rates", paramLabel = "A,B", split = ",", required = true, description = "Two rates from 0 to 1.")
    private List<Double> rates = List.of();

    @Option(names = "--clusters", paramLabel = "N", description = "Samples come in N settings an arm.")
    private Optional<Integer> clusters = Optional.empty();

    @Option(
            names = "--correlation",
            paramLabel = "R",
            description = "Correlation of samples of one setting; default ${DEFAULT-VALUE}.")
    private double correlation = 0.1;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    PowerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        OptionCheck options = new OptionCheck();
        if (rates.size() != 2
                || rates.stream().anyMatch(r -> !(r >= 0 && r <= 1))
                || rates.get(0).equals(rates.get(1))) {
            options.add("--rates " + rates + " is not two different rates.", "Write --rates 0.22,0.15.");
        }
        clusters.ifPresent(n -> options.atLeast(1, "--clusters", n));
        if (!(correlation >= 0 && correlation <= 1)) {
            options.add("--correlation is " + correlation + ".", "It lies from 0 to 1.");
        }
        options.tell();
        double first = rates.get(0);
        double second = rates.get(1);
        OptionalLong samples = clusters.isPresent()
                ? PowerAnalysis.USUAL.samplesPerArm(first, second, clusters.get(), correlation)
                : OptionalLong.of(PowerAnalysis.USUAL.samplesPerArm(first, second));
        if (json) {
            var node = Json.object().put("first", first).put("second", second);
            samples.ifPresentOrElse(n -> node.put("samples_per_arm", n), () -> node.putNull("samples_per_arm"));
            console.out().print(Json.pretty(node));
        } else if (samples.isPresent()) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%.1f%% against %.1f%% needs %,d samples an arm.%n",
                            100 * first,
                            100 * second,
                            samples.getAsLong());
        } else {
            console.out().println("No number of samples shows it with so few settings: write more settings.");
        }
        return ExitCode.DONE;
    }
}
