package wherefore.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.statistics.PairedDifference;
import wherefore.statistics.PowerAnalysis;

/// `wherefore power`: how many samples a difference of two rates needs, or what difference a number of samples shows.
@Command(
        name = "power",
        description =
                "How many samples a difference of two rates needs, or with --samples what difference they show (80%%"
                        + " power, two-sided 5%%, independent arms).")
final class PowerCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--rates",
            paramLabel = "A,B",
            split = ",",
            required = true,
            description = "Two rates from 0 to 1; with --samples one, that of the other arm.")
    private List<Double> rates = List.of();

    @Option(names = "--samples", paramLabel = "N", description = "Samples an arm: tells what difference they show.")
    private Optional<Long> samples = Optional.empty();

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
        check();
        if (samples.isPresent()) {
            visible(rates.getFirst(), samples.get());
        } else {
            needed(rates.get(0), rates.get(1));
        }
        return ExitCode.DONE;
    }

    private void check() {
        OptionCheck options = new OptionCheck();
        boolean rangeHolds = rates.stream().allMatch(r -> r >= 0 && r <= 1);
        if (samples.isPresent()) {
            options.atLeast(1, "--samples", samples.get());
            if (rates.size() != 1 || !rangeHolds) {
                options.add("--rates " + rates + " is not one rate.", "With --samples write --rates 0.22.");
            }
        } else if (rates.size() != 2 || !rangeHolds || rates.get(0).equals(rates.get(1))) {
            options.add("--rates " + rates + " is not two different rates.", "Write --rates 0.22,0.15.");
        }
        clusters.ifPresent(n -> options.atLeast(1, "--clusters", n));
        clusters.filter(n -> n >= 1 && n < PairedDifference.FEWEST_CLUSTERS)
                .ifPresent(n -> options.add(
                        "--clusters is " + n + ": in so few settings no difference can be told from chance, whatever"
                                + " the samples show.",
                        "Take at least " + PairedDifference.FEWEST_CLUSTERS + " settings."));
        if (!(correlation >= 0 && correlation <= 1)) {
            options.add("--correlation is " + correlation + ".", "It lies from 0 to 1.");
        }
        options.tell();
    }

    private void needed(double first, double second) {
        OptionalLong needed = clusters.isPresent()
                ? PowerAnalysis.USUAL.samplesPerArm(first, second, clusters.get(), correlation)
                : OptionalLong.of(PowerAnalysis.USUAL.samplesPerArm(first, second));
        if (json) {
            var node = Json.object().put("first", first).put("second", second);
            needed.ifPresentOrElse(n -> node.put("samples_per_arm", n), () -> node.putNull("samples_per_arm"));
            console.out().print(Json.pretty(node));
        } else if (needed.isPresent()) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%.1f%% against %.1f%% needs %,d samples an arm.%n",
                            100 * first,
                            100 * second,
                            needed.getAsLong());
        } else {
            console.out().println("No number of samples shows it with so few settings: write more settings.");
        }
    }

    private void visible(double rate, long number) {
        double effective = clusters.isPresent() ? PowerAnalysis.effective(number, clusters.get(), correlation) : number;
        OptionalDouble below = PowerAnalysis.USUAL.visibleBelow(rate, effective);
        OptionalDouble above = PowerAnalysis.USUAL.visibleAbove(rate, effective);
        if (json) {
            ObjectNode node = Json.object()
                    .put("first", rate)
                    .put("samples_per_arm", number)
                    .put("effective_samples", effective);
            below.ifPresentOrElse(b -> node.put("visible_below", b), () -> node.putNull("visible_below"));
            above.ifPresentOrElse(a -> node.put("visible_above", a), () -> node.putNull("visible_above"));
            console.out().print(Json.pretty(node));
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%,d samples an arm%s tell from %.1f%%: %s; %s.%n",
                            number,
                            clusters.isPresent()
                                    ? String.format(
                                            Locale.ROOT, " in %d settings (worth %.0f)", clusters.get(), effective)
                                    : "",
                            100 * rate,
                            side(below, "or less", "nothing below"),
                            side(above, "or more", "nothing above"));
        }
    }

    private static String side(OptionalDouble rate, String how, String none) {
        return rate.isPresent() ? String.format(Locale.ROOT, "%.1f%% %s", 100 * rate.getAsDouble(), how) : none;
    }
}
