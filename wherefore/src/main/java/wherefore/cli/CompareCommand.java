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
import wherefore.evaluation.Measure;
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

    private record Row(Path left, Path right, SubjectComparison.Difference difference) {}

    @Override
    public Integer call() throws IOException {
        Path reference = folders.getFirst();
        if (LossFolder.isHere(reference)) {
            return new HeldOutLoss(console, json).compare(folders);
        }
        List<Measure> measures = measures(EvaluationFolder.read(reference));
        List<Row> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Path folder : folders.subList(1, folders.size())) {
            SubjectComparison.Result result = SubjectComparison.of(folder, reference, measures, folders.size() - 2);
            result.problems().forEach(p -> problems.add(folder + " and " + reference + ": " + p));
            result.warnings().forEach(w -> warnings.add(folder + " and " + reference + ": " + w));
            result.comparisons().forEach(d -> rows.add(new Row(folder, reference, d)));
        }
        List<SubjectComparison.Difference> family =
                SubjectComparison.adjusted(rows.stream().map(Row::difference).toList());
        if (json) {
            console.out().print(Json.pretty(shape(rows, family, problems, warnings)));
        } else {
            for (int i = 0; i < rows.size(); i++) {
                print(rows.get(i).left(), family.get(i));
            }
            problems.forEach(p -> console.err().println("Not comparable: " + p + "."));
            warnings.forEach(w -> console.err().println("Warning: " + w + "."));
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static ObjectNode shape(
            List<Row> rows, List<SubjectComparison.Difference> family, List<String> problems, List<String> warnings) {
        ObjectNode all = Json.object().put("comparable", problems.isEmpty());
        all.set("problems", Json.from(problems));
        all.set("warnings", Json.from(warnings));
        ArrayNode comparisons = all.putArray("comparisons");
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode row = (ObjectNode) Json.from(family.get(i));
            row.put("left_folder", rows.get(i).left().toString())
                    .put("right_folder", rows.get(i).right().toString());
            comparisons.add(row);
        }
        return all;
    }

    private void print(Path left, SubjectComparison.Difference d) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s: %s %.3f against %.3f: %+.3f [%+.3f, %+.3f], p %.4f, adjusted %.4f; %d pairs in %d clusters"
                                + " (%d only left, %d only right, McNemar %.4f); smallest visible %s%n",
                        left,
                        d.measure(),
                        d.left(),
                        d.right(),
                        d.difference(),
                        d.low(),
                        d.high(),
                        d.p(),
                        d.pAdjusted(),
                        d.pairs(),
                        d.clusters(),
                        d.onlyLeft(),
                        d.onlyRight(),
                        d.mcNemar(),
                        d.smallestVisible()
                                .map(v -> String.format(Locale.ROOT, "%.3f", v))
                                .orElse("none: " + d.note()));
    }

    /// What the evaluation says it counted; one from before it said so is asked of its suite.
    private static List<Measure> measures(EvaluationFolder.Summary summary) {
        if (!summary.measures().isEmpty()) {
            return summary.measures();
        }
        Wiring wiring = new Wiring();
        return wiring.suite(summary.suite(), OptionalLong.empty(), Path.of(""))
                .map(Evaluation::measures)
                .orElseThrow(() -> new InputException(
                        "",
                        0,
                        "unknown suite \"" + summary.suite() + "\".",
                        Suggestion.of(summary.suite(), wiring.suites())));
    }
}
