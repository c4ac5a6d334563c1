package wherefore.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// `--ledger FILE`, and where the ledger is without it.
final class LedgerOption {

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "The ledger of model calls. Without it: WHEREFORE_LEDGER, else calls.sqlite in"
                    + " ~/.local/share/wherefore.")
    private Optional<Path> given = Optional.empty();

    /// The file that is meant; it need not be there yet.
    Path file(Console console) {
        return given.or(() -> console.environment("WHEREFORE_LEDGER").map(Path::of))
                .orElseGet(() -> data(console).resolve("wherefore").resolve("calls.sqlite"));
    }

    private static Path data(Console console) {
        return console.environment("XDG_DATA_HOME")
                .map(Path::of)
                // The specification of these folders says that a relative one is to be passed over.
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(
                        console.environment("HOME").orElseGet(() -> System.getProperty("user.home")),
                        ".local",
                        "share"));
    }
}
