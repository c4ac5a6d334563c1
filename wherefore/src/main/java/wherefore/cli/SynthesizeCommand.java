package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.chat.Calls;
import wherefore.chat.provider.ModelSettings;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.InputException;
import wherefore.synthesis.Amount;
import wherefore.synthesis.Kind;
import wherefore.synthesis.Synthesis;
import wherefore.synthesis.SynthesisListener;
import wherefore.synthesis.SynthesisResult;
import wherefore.synthesis.SynthesisSettings;

/// `wherefore synthesize KIND`: training data of one kind.
@Command(name = "synthesize", description = "Makes training data of one kind, from a constitution, step by step.")
final class SynthesizeCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "KIND",
            description = "honeypot, advice, documents, stories, shape-control, reason-free, mix or text.")
    private String kind = "";

    @Option(
            names = "--constitution",
            paramLabel = "FILE",
            description = "What the data is grounded in, a Markdown file.")
    private Optional<Path> constitution = Optional.empty();

    @Option(
            names = "--writer",
            required = true,
            paramLabel = "MODEL",
            description = "Who writes: anthropic/NAME, batch-files/DIR, ...")
    private String writer = "";

    @Option(names = "--judge", paramLabel = "MODEL", description = "Who judges, in kinds with a step that judges.")
    private Optional<String> judge = Optional.empty();

    @Option(names = "--count", required = true, paramLabel = "N", description = "How many finished rows.")
    private int count;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything goes.")
    private Path out = Path.of("");

    @Option(names = "--ablate", paramLabel = "STEP", description = "Replace a step by its null operation; repeatable.")
    private List<String> ablate = new ArrayList<>();

    @Option(names = "--injection", paramLabel = "NAME", description = "Text added while answers are sampled.")
    private Optional<String> injection = Optional.empty();

    @Option(names = "--from", paramLabel = "FILE", description = "Rows to start from; repeatable.")
    private List<Path> from = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of what is dealt (default 1).")
    private long seed = 1;

    @Mixin
    private ModelOptions models = new ModelOptions();

    SynthesizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (count < 1) {
            throw new InputException("", 0, "--count must be at least 1, but was " + count + ".", "");
        }
        Kind made = Kind.named(kind);
        SynthesisSettings settings = new SynthesisSettings(
                constitution.map(Constitution::read),
                new Amount.Rows(count),
                injection,
                new LinkedHashSet<>(ablate),
                seed,
                rows(),
                Map.of());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = PaidModels.usual(console)) {
            paid.begins(out.toString(), CallsProgress.on(status));
            Wiring wiring = new Wiring(models, paid::calls);
            Calls writes = wiring.calls(ModelSettings.of(writer), Path.of(""));
            Optional<Calls> judges = judge.map(j -> wiring.calls(ModelSettings.of(j), Path.of("")));
            return tell(Synthesis.run(made, settings, writes, judges, out, hearing()));
        } finally {
            status.clear();
        }
    }

    private List<Example> rows() throws IOException {
        List<Example> rows = new ArrayList<>();
        for (Path file : from) {
            if (!Files.isRegularFile(file)) {
                throw new InputException(file.toString(), 0, "there is no such file.", "Correct the path in --from.");
            }
            rows.addAll(ExampleFile.read(file));
        }
        return rows;
    }

    private int tell(SynthesisResult result) {
        return switch (result) {
            case SynthesisResult.Outstanding later -> {
                console.say(later.answers() + " answers are outstanding: the step \"" + later.step() + "\" waits for "
                        + later.model() + ". Run the same command again to continue.");
                yield ExitCode.DONE;
            }
            case SynthesisResult.Finished finished -> {
                finished.dropped().forEach((why, n) -> console.say("dropped " + n + ": " + why));
                console.say(finished.examples().size() + " of " + count + " rows");
                console.out().println(out.resolve("examples.jsonl"));
                yield finished.examples().size() < count ? ExitCode.FAILED : ExitCode.DONE;
            }
        };
    }

    private SynthesisListener hearing() {
        return new SynthesisListener() {
            @Override
            public void begins(String step, int number, int of, int items) {
                console.say("step " + number + " of " + of + ": " + step);
            }

            @Override
            public void ended(String step, int kept, int dropped) {
                if (dropped > 0) {
                    console.say("  " + kept + " go on, " + dropped + " dropped");
                }
            }
        };
    }
}
