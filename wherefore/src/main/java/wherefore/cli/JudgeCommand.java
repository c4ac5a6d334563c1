package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.calls.PriceTable;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.ScoredSample;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.judging.Judge;
import wherefore.judging.Rubric;
import wherefore.run.EvaluationFolder;
import wherefore.run.JudgesRecord;

/// `wherefore judge DIR`: judges an evaluation that is there; its subject is not asked.
@Command(
        name = "judge",
        description = "Judges the transcripts of an evaluation that is there, without asking its subject again.")
final class JudgeCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "A folder that `evaluate --out` wrote.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Mixin
    private JudgeOptions judging = new JudgeOptions();

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    JudgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        EvaluationFolder.Summary summary = EvaluationFolder.read(folder);
        OptionCheck options = new OptionCheck();
        if (judging.judges().isEmpty()) {
            options.add("nobody is named who judges.", "Add --judge MODEL.");
        }
        judging.check(options, summary.subject());
        options.tell();
        List<Rubric> rubrics = judging.rubrics(summary.suite());
        List<ScoredSample> scored = EvaluationFolder.scored(folder);
        if (scored.size() != summary.samples()) {
            throw new InputException(
                    folder.resolve(EvaluationFolder.TRANSCRIPTS).toString(),
                    0,
                    String.format(
                            Locale.ROOT,
                            "holds %,d transcripts, and the evaluation was of %,d.",
                            scored.size(),
                            summary.samples()),
                    "Take the folder as `evaluate` wrote it.");
        }
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(judging.judges(), prices, Money.OfStudy.NONE, java.time.Instant.now());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(folder);
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            return judge(new Wiring(console, models, paid), summary, scored, rubrics);
        } finally {
            status.clear();
        }
    }

    private int judge(Wiring wiring, EvaluationFolder.Summary summary, List<ScoredSample> scored, List<Rubric> rubrics)
            throws IOException {
        List<JudgedSamples> judged = judging.made(wiring).stream()
                .map((Judge j) -> JudgedSamples.ask(j, scored, rubrics))
                .toList();
        wiring.tellUnused(console);
        if (JudgeOptions.waits(console, judged, scored.size())) {
            return ExitCode.DONE;
        }
        JudgesRecord found = judging.add(folder, summary.suite(), summary.subject(), scored, judged);
        if (json) {
            ObjectNode all = Json.object()
                    .put("suite", summary.suite())
                    .put("subject", summary.subject())
                    .put("samples", summary.samples());
            all.setAll((ObjectNode) Json.from(found));
            console.out().print(Json.pretty(all.put("out", folder.toString())));
        } else {
            new JudgesText(console).print(found);
        }
        return ExitCode.DONE;
    }
}
