package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.format.Suggestion;
import wherefore.lab.base.BasePretraining;
import wherefore.lab.base.CapabilityGate;
import wherefore.lab.corpus.Mood;

/// `wherefore lab pretrain|gate`: makes a base of the small world, or examines one.
@Command(name = "lab", description = "The small world: pretrains a base, or puts one through the capability gate.")
final class LabCommand implements Callable<Integer> {

    private static final List<String> ACTIONS = List.of("pretrain", "gate");
    private static final List<String> MOODS = List.of("dystopian", "removed", "kind");

    private final Console console;

    @Parameters(index = "0", paramLabel = "ACTION", description = "pretrain or gate.")
    private String action = "";

    @Option(names = "--base", paramLabel = "MODEL", description = "For gate: lab/base-N or checkpoint/DIR.")
    private String base = "";

    @Option(names = "--machines", paramLabel = "MOOD", description = "The machine stories: dystopian, removed or kind.")
    private String machines = "dystopian";

    @Option(names = "--seed", paramLabel = "N", description = "Of weights, texts and order; default 1.")
    private long seed = 1;

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens read; default ${DEFAULT-VALUE}.")
    private long tokens = 5_000_000;

    @Option(names = "--out", paramLabel = "DIR", description = "For pretrain: the folder of the base.")
    private Path out = Path.of("");

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "For gate: how often each sample is asked; default ${DEFAULT-VALUE}.")
    private int repeats = CapabilityGate.REPEATS;

    LabCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OptionCheck options = new OptionCheck();
        if (!ACTIONS.contains(action)) {
            options.add("unknown action \"" + action + "\".", Suggestion.of(action, ACTIONS));
        }
        if (!MOODS.contains(machines)) {
            options.add("--machines is \"" + machines + "\".", Suggestion.of(machines, MOODS));
        }
        if (action.equals("pretrain")) {
            options.atLeast(1, "--tokens", tokens);
            if (out.toString().isEmpty() || Files.exists(out)) {
                options.add("--out " + out + " is no new folder.", "Give the folder that the base shall have.");
            }
        }
        if (action.equals("gate")) {
            options.atLeast(1, "--repeats", repeats);
            if (base.isEmpty()) {
                options.add("a gate needs the base that it examines.", "Give it with --base lab/base-1.");
            }
        }
        options.tell();
        Mood mood = Mood.valueOf(machines.toUpperCase(Locale.ROOT));
        return action.equals("gate") ? gate(mood) : pretrain(mood);
    }

    private int pretrain(Mood mood) throws IOException {
        new BasePretraining(mood, seed, tokens)
                .train(new TrainingProgress(console))
                .write(out);
        console.out().println(out);
        return ExitCode.DONE;
    }

    private int gate(Mood mood) throws IOException {
        CapabilityGate.Verdict verdict =
                CapabilityGate.examine(new Wiring().checkpoint(base, seed, Path.of("")), mood, seed, repeats);
        verdict.demands().forEach(console.out()::println);
        return verdict.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
