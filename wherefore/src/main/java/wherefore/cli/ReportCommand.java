package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import wherefore.report.Report;
import wherefore.run.RunRecord;

/// `wherefore report DIR`: writes the report of a run again, from its record alone.
@Command(name = "report", description = "Writes report.html and report.md from a run's record.")
final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "A folder that `run` wrote.")
    private Path folder = Path.of("");

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Report.write(RunRecord.read(folder), folder);
        console.out().println(folder.resolve("report.html"));
        return ExitCode.DONE;
    }
}
