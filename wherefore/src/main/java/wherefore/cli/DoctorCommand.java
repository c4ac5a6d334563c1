package wherefore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import wherefore.format.Json;

/// `wherefore doctor`: what this machine offers. Loads the native engine, though that takes longer than another
/// command's start: libraries that are on the class path may still not load (an older C library, a cache folder that
/// permits no execution, a file cut short), and only what loaded can tell its instructions.
@Command(
        name = "doctor",
        description = "Tells what this machine offers: JDK, cores, memory, native engine, GPU, keys, writable folders.")
final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Machine machine = Machine.examine(console);
        if (json) {
            console.out().println(Json.write(machine.toJson()));
        } else {
            machine.lines().forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }
}
