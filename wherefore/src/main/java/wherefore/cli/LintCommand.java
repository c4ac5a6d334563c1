package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.evaluation.harness.PromptsFolder;
import wherefore.evaluation.harness.PromptsLint;
import wherefore.evaluation.honeypot.Flaw;
import wherefore.evaluation.honeypot.GridLint;
import wherefore.evaluation.honeypot.HoneypotSettings;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.ResourceFolder;
import wherefore.format.Suggestion;

/// `wherefore lint SCENARIOS`: what spoils a grid of scenarios, before anything is spent.
@Command(
        name = "lint",
        description = "Looks through every condition of scenarios for what spoils them: duplicates, unfilled"
                + " placeholders, time order, missing control, leaked answers, overlap with training data.")
final class LintCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "SCENARIOS",
            description =
                    "A suite's name, a folder of settings, or a folder of prompts of the agentic-misalignment harness.")
    private String scenarios = "";

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    LintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Path.of(scenarios);
        return tell(PromptsFolder.isOne(folder) ? harness(folder) : honeypots());
    }

    /// A folder of prompts of the agentic-misalignment harness; what is no condition there is told beside.
    private GridLint.Report harness(Path folder) throws IOException {
        PromptsFolder prompts = PromptsFolder.read(folder);
        prompts.unreadable().stream().map(Problem::toString).forEach(console::say);
        List<Flaw> flaws = PromptsLint.examine(prompts.conditions());
        long duplicates =
                flaws.stream().filter(f -> f.kind() == Flaw.Kind.DUPLICATE).count();
        int all = prompts.conditions().size();
        return new GridLint.Report(all, all - duplicates, flaws);
    }

    private GridLint.Report honeypots() {
        HoneypotSettings settings = Wiring.settings(scenarios)
                .orElseThrow(() -> new InputException(
                        "",
                        0,
                        "there are no scenarios \"" + scenarios + "\".",
                        Suggestion.of(scenarios, HoneypotSettings.names())));
        return new GridLint(ResourceFolder.texts("wherefore/kinds", "index.txt", "")).examine(settings);
    }

    private int tell(GridLint.Report report) {
        if (json) {
            console.out().print(Json.pretty(shape(report)));
        } else {
            for (Flaw flaw : report.problems()) {
                console.out().println(flaw.condition() + ": " + flaw.kind().word() + ": " + flaw.message());
            }
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%,d conditions, %,d distinct, %,d problems%n",
                            report.conditions(),
                            report.distinct(),
                            report.problems().size());
        }
        return report.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static ObjectNode shape(GridLint.Report report) {
        ObjectNode all = Json.object().put("conditions", report.conditions()).put("distinct", report.distinct());
        ArrayNode problems = all.putArray("problems");
        for (Flaw flaw : report.problems()) {
            problems.addObject()
                    .put("condition", flaw.condition())
                    .put("kind", flaw.kind().word())
                    .put("message", flaw.message());
        }
        return all;
    }
}
