package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.evaluation.Evaluation;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.run.EvaluationFolder;
import wherefore.run.LossFolder;
import wherefore.run.SubjectComparison;

/// `wherefore compare DIR DIR...`: each further evaluation against the first, paired by sample.
@Command(name = "compare", description = "Compares evaluations of subjects on the same samples; refuses unequal ones.")
final class CompareCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "DIR",
            arity = "2..*",
            description = "Folders that `evaluate` wrote; the first is the right side.")
    private List<Path> folders = List.of();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path reference = folders.getFirst();
        if (LossFolder.isHere(reference)) {
            return new HeldOutLoss(console, json).compare(folders);
        }
        Evaluation suite = suite(EvaluationFolder.read(reference).suite());
        ArrayNode comparisons = Json.object().arrayNode();
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Path folder : folders.subList(1, folders.size())) {
            SubjectComparison.Result result = SubjectComparison.of(folder, reference, suite);
            result.problems().forEach(p -> problems.add(folder + " and " + reference + ": " + p));
            result.warnings().forEach(w -> warnings.add(folder + " and " + reference + ": " + w));
            for (SubjectComparison.Difference d : result.comparisons()) {
                ObjectNode row = (ObjectNode) Json.from(d);
                row.put("left_folder", folder.toString()).put("right_folder", reference.toString());
                comparisons.add(row);
                if (!json) {
                    console.out()
                            .printf(
                                    Locale.ROOT,
                                    "%s: %s %.3f against %.3f: %+.3f [%+.3f, %+.3f], p %.4f, adjusted %.4f, %d pairs"
                                            + " (%d only left, %d only right), smallest visible %s%n",
                                    folder,
                                    d.measure(),
                                    d.left(),
                                    d.right(),
                                    d.difference(),
                                    d.low(),
                                    d.high(),
                                    d.p(),
                                    d.pAdjusted(),
                                    d.pairs(),
                                    d.onlyLeft(),
                                    d.onlyRight(),
                                    d.smallestVisible()
                                            .map(v -> String.format(Locale.ROOT, "%.3f", v))
                                            .orElse("none"));
                }
            }
        }
        if (json) {
            ObjectNode all = Json.object().put("comparable", problems.isEmpty());
            all.set("problems", Json.from(problems));
            all.set("warnings", Json.from(warnings));
            all.set("comparisons", comparisons);
            console.out().print(Json.pretty(all));
        } else {
            problems.forEach(p -> console.err().println("Not comparable: " + p + "."));
            warnings.forEach(w -> console.err().println("Warning: " + w + "."));
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Evaluation suite(String name) {
        Wiring wiring = new Wiring();
        return wiring.suite(name, OptionalLong.empty())
                .orElseThrow(() -> new InputException(
                        "", 0, "unknown suite \"" + name + "\".", Suggestion.of(name, wiring.suites())));
    }
}
