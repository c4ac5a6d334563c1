package wherefore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The door: finds the command, runs it, and turns whatever comes out of it into an exit code and a message.
@Command(
        name = "wherefore",
        description =
                "Teaches a language model why: from a constitution to training data, a trained model, and evidence.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Wherefore {

    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    private Wherefore(Console console) {
        this.console = console;
    }

    @Option(
            names = "--quiet",
            scope = CommandLine.ScopeType.INHERIT,
            description = "No progress on standard error; errors only.")
    void quiet(boolean quiet) {
        if (quiet) {
            console.silence();
        }
    }

    public static void main(String[] args) {
        System.setErr(LibraryRemarks.ofProcess());
        Console console = Console.ofProcess();
        Interruption interruption = Interruption.announcedOn(console);
        int code;
        try {
            code = run(console, args);
        } catch (Error e) {
            // Picocli hands on exceptions only; without this an error would be told as an interruption.
            code = new Failures(console).report(e);
        }
        console.flush();
        interruption.isOver();
        System.exit(code);
    }

    /// Runs one command line in this process. Returns the exit code.
    static int run(Console console, String... args) {
        CommandLine line = new CommandLine(new Wherefore(console));
        commandsFor(args).forEach(c -> line.addSubcommand(c.name(), c.make().apply(console)));
        Failures failures = new Failures(console);
        int code = line.setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setParameterExceptionHandler(failures::wrongUsage)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failures.report(thrown))
                .execute(args);
        console.flush();
        return code;
    }

    /// The one command that is named, or all where help or a suggestion needs them.
    private static List<Commands.Entry> commandsFor(String... args) {
        for (String arg : args) {
            if (!arg.startsWith("-")) {
                List<Commands.Entry> named =
                        Commands.ALL.stream().filter(c -> c.name().equals(arg)).toList();
                return named.isEmpty() ? Commands.ALL : named;
            }
        }
        return Commands.ALL;
    }
}
