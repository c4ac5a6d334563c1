package wherefore.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Every command in the order of the help. To add one, write its class and add its line here.
final class Commands {

    static final List<Entry> ALL = List.of(
            new Entry("run", RunCommand::new),
            new Entry("constitution", ConstitutionCommand::new),
            new Entry("synthesize", SynthesizeCommand::new),
            new Entry("curate", CurateCommand::new),
            new Entry("train", TrainCommand::new),
            new Entry("evaluate", EvaluateCommand::new),
            new Entry("judge", JudgeCommand::new),
            new Entry("calibrate", CalibrateCommand::new),
            new Entry("compare", CompareCommand::new),
            new Entry("lint", LintCommand::new),
            new Entry("selftest", SelftestCommand::new),
            new Entry("report", ReportCommand::new),
            new Entry("export", ExportCommand::new),
            new Entry("import", ImportCommand::new),
            new Entry("trace", TraceCommand::new),
            new Entry("model", ModelCommand::new),
            new Entry("power", PowerCommand::new),
            new Entry("lab", LabCommand::new),
            new Entry("calls", CallsCommand::new),
            new Entry("doctor", DoctorCommand::new));

    private Commands() {}

    /// A command by name. Only the one that was asked for is made, so that the others cost no start-up time.
    ///
    /// @param make makes an object with picocli's annotations, whose result is the exit code: [ExitCode]
    record Entry(String name, Function<Console, Callable<Integer>> make) {}
}
