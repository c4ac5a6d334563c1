package wherefore.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import picocli.CommandLine;
import wherefore.chat.CallsStoppedException;
import wherefore.chat.ChatModelException;
import wherefore.format.InputException;
import wherefore.tensor.EngineMissingException;

/// Tells what went wrong, once and in the same way for every command. Three kinds: the person's input (all problems,
/// 2),
/// the world (one line, 1), and our own defects (the whole stack trace, 1).
final class Failures {

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    /// The command line itself is wrong.
    int wrongUsage(CommandLine.ParameterException wrong, String... args) {
        PrintStream err = console.err();
        if (args.length == 0) {
            wrong.getCommandLine().usage(err);
            return ExitCode.WRONG_INPUT;
        }
        err.println("wherefore: " + wrong.getMessage());
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            nearest(unmatched).ifPresent(name -> err.println("Did you mean " + name + "?"));
        }
        err.println("See: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.WRONG_INPUT;
    }

    /// Whatever a command threw.
    int report(Throwable thrown) {
        PrintStream err = console.err();
        Throwable cause = unwrapped(thrown);
        if (cause instanceof InputException wrong) {
            wrong.problems().forEach(err::println);
            return ExitCode.WRONG_INPUT;
        }
        if (cause instanceof InterruptedException || cause instanceof CancellationException) {
            err.println(Interruption.MESSAGE);
            return ExitCode.INTERRUPTED;
        }
        Optional<String> ofTheWorld = worldly(cause);
        if (ofTheWorld.isPresent()) {
            err.println("wherefore: " + ofTheWorld.get());
            return ExitCode.FAILED;
        }
        err.println("wherefore: this is a defect in Wherefore, not in your input. Please report it with these lines:");
        thrown.printStackTrace(err);
        return ExitCode.FAILED;
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof UncheckedIOException
                || cause instanceof CommandLine.ExecutionException
                || cause instanceof java.util.concurrent.ExecutionException
                || cause instanceof java.util.concurrent.CompletionException) {
            Throwable inner = cause.getCause();
            if (inner == null) {
                return cause;
            }
            cause = inner;
        }
        return cause;
    }

    /// One line about a failure of the world; empty where the failure is ours.
    private static Optional<String> worldly(Throwable cause) {
        return switch (cause) {
            case CommandFailedException failed -> Optional.of(text(failed));
            case ChatModelException failed -> Optional.of(text(failed));
            case CallsStoppedException stopped -> Optional.of(text(stopped));
            case EngineMissingException failed -> Optional.of(text(failed));
            case OutOfMemoryError full ->
                Optional.of("the memory of the Java heap is used up (" + text(full)
                        + "). Give it more, such as WHEREFORE_JAVA_OPTS=-Xmx4g, and the same command continues.");
            case IOException failed -> Optional.of(isDiskFull(failed) ? diskFull(failed) : fileTrouble(failed));
            default -> Optional.empty();
        };
    }

    private static String fileTrouble(IOException failed) {
        return switch (failed) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case FileNotFoundException missing -> "no such file: " + text(missing);
            case AccessDeniedException denied -> "not permitted: " + denied.getFile();
            case FileAlreadyExistsException exists -> "already there: " + exists.getFile();
            default -> text(failed);
        };
    }

    /// The file systems have no exception of their own for this; they differ only in words.
    private static boolean isDiskFull(IOException failed) {
        return Stream.iterate((Throwable) failed, t -> t != null, Throwable::getCause)
                .map(t -> text(t).toLowerCase(Locale.ROOT))
                .anyMatch(words -> words.contains("no space left")
                        || words.contains("not enough space")
                        || words.contains("out of disk space")
                        || words.contains("quota exceeded"));
    }

    private static String diskFull(IOException failed) {
        String where =
                failed instanceof FileSystemException at && at.getFile() != null ? " (" + at.getFile() + ")" : "";
        return "the disk is full" + where
                + ". Nothing was left half-written: make room, and the same command continues.";
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    private static Optional<String> nearest(CommandLine.UnmatchedArgumentException unmatched) {
        return unmatched.getSuggestions().stream().findFirst();
    }
}
