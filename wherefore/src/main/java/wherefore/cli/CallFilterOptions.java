package wherefore.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import wherefore.chat.calls.CallFilter;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// Which calls of a ledger are meant.
final class CallFilterOptions {

    private static final List<String> STOPS = List.of("finished", "length", "refused", "filtered", "unknown");

    @Option(names = "--model", paramLabel = "MODEL", description = "Only calls of this model: provider/name, or name.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Only calls of this stage, such as advice/respond, or advice for all of that kind.")
    private Optional<String> stage = Optional.empty();

    @Option(names = "--run", paramLabel = "RUN", description = "Only calls of this run.")
    private Optional<String> run = Optional.empty();

    @Option(
            names = "--stop",
            paramLabel = "REASON",
            description = "Only answers that stopped so: finished, length, refused, filtered or unknown.")
    private Optional<String> stop = Optional.empty();

    CallFilter filter() {
        stop.filter(s -> !STOPS.contains(s)).ifPresent(s -> {
            throw new InputException("", 0, "--stop: there is no reason \"" + s + "\".", Suggestion.of(s, STOPS));
        });
        return new CallFilter(model, stage, run, stop);
    }

    boolean isSet() {
        return model.isPresent() || stage.isPresent() || run.isPresent() || stop.isPresent();
    }
}
