package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.chat.provider.Recording;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// `wherefore calls export DIR --out FILE`: the answers in a folder of batch files become a recording.
@Command(name = "calls", description = "Makes a recording of the answers in a folder of batch files.")
final class CallsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "ACTION", description = "export.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "A folder of batch files.")
    private Path folder = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The recording to write.")
    private Path out = Path.of("");

    @Option(
            names = "--made",
            paramLabel = "TEXT",
            description = "How the answers were made; stands in the recording's first line.")
    private Optional<String> made = Optional.empty();

    CallsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!action.equals("export")) {
            throw new InputException(
                    "", 0, "calls: unknown action \"" + action + "\".", Suggestion.of(action, List.of("export")));
        }
        int answers = Recording.of(folder, out, made.orElse("from batch files"));
        console.say(answers + " answers");
        console.out().println(out);
        return ExitCode.DONE;
    }
}
