package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.evaluation.harness.HarnessSuite;
import wherefore.evaluation.harness.PromptsFolder;
import wherefore.evaluation.honeypot.Flaw;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.run.EvaluationFolder;
import wherefore.run.inspect.InspectImport;

/// `wherefore import FORMAT PATH --out DIR`: others' scenarios and others' runs.
@Command(
        name = "import",
        description = "Reads scenarios of the agentic-misalignment harness as a suite, or a log of Inspect AI as"
                + " transcripts.")
final class ImportCommand implements Callable<Integer> {

    private static final String HARNESS = "agentic-misalignment";
    private static final String INSPECT = "inspect";

    private final Console console;

    @Parameters(index = "0", paramLabel = "FORMAT", description = "agentic-misalignment or inspect.")
    private String format = "";

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "The folder of prompts (or of results that holds it); for inspect, a log: .eval or .json.")
    private Path path = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write.")
    private Path out = Path.of("");

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OptionCheck options = new OptionCheck();
        List<String> known = List.of(HARNESS, INSPECT);
        if (!known.contains(format)) {
            options.add("there is no format \"" + format + "\" to import.", Suggestion.of(format, known));
        }
        for (String file : List.of(HarnessSuite.CONDITIONS, EvaluationFolder.SUMMARY, EvaluationFolder.TRANSCRIPTS)) {
            if (Files.exists(out.resolve(file))) {
                options.add(out.toString(), "holds " + file + " already.", "Give another folder as --out.");
            }
        }
        options.tell();
        return format.equals(HARNESS) ? scenarios() : log();
    }

    private int scenarios() throws IOException {
        PromptsFolder prompts = PromptsFolder.read(path);
        prompts.unreadable().stream().map(Problem::toString).forEach(console::say);
        HarnessSuite.Imported imported = HarnessSuite.write(out, prompts);
        Map<String, Integer> kinds = new TreeMap<>();
        for (Flaw flaw : imported.flaws()) {
            kinds.merge(flaw.kind().word(), 1, Integer::sum);
            console.say(flaw.condition() + ": " + flaw.kind().word() + ": " + flaw.message());
        }
        console.out()
                .printf(
                        Locale.ROOT,
                        "%,d conditions read, %,d left out as unreadable, %,d left out as duplicates or for"
                                + " placeholders, %,d kept in %s%n",
                        prompts.conditions().size(),
                        prompts.unreadable().size(),
                        prompts.conditions().size() - imported.kept(),
                        imported.kept(),
                        out);
        kinds.forEach((kind, n) -> console.out().printf(Locale.ROOT, "  %-22s %5d%n", kind, n));
        imported.unknown()
                .forEach(u -> console.say(
                        "grading.yaml does not say \"" + u + "\": answers to it stay unscored until it does."));
        if (imported.kept() == 0) {
            throw new InputException(path.toString(), 0, "no condition is left that measures anything.", "");
        }
        return ExitCode.DONE;
    }

    private int log() throws IOException {
        InspectImport.Result result = InspectImport.read(path, out);
        console.out()
                .printf(
                        Locale.ROOT,
                        "%,d attempts of %s on %s, %,d with an answer, in %s%n",
                        result.attempts(),
                        result.model(),
                        result.task(),
                        result.answered(),
                        out);
        result.losses().forEach((why, n) -> console.out().printf(Locale.ROOT, "  not understood: %s: %,d%n", why, n));
        return ExitCode.DONE;
    }
}
