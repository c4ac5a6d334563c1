package wherefore.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ModelSettings;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.capability.QuestionSuite;
import wherefore.evaluation.constitutional.ConstitutionSuite;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.evaluation.constitutional.PersonPairs;
import wherefore.evaluation.harness.HarnessSuite;
import wherefore.evaluation.honeypot.Condition;
import wherefore.evaluation.honeypot.HoneypotSettings;
import wherefore.evaluation.honeypot.HoneypotSuite;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.judging.Judge;
import wherefore.judging.Rubric;
import wherefore.run.EvaluationFolder;
import wherefore.run.JudgementFile;
import wherefore.run.JudgesRecord;
import wherefore.run.LossFolder;
import wherefore.run.RunRecord;
import wherefore.statistics.Proportion;

/// `wherefore evaluate SUITE`: puts one subject to a suite.
@Command(name = "evaluate", description = "Puts a subject to an evaluation suite and prints rates with intervals.")
final class EvaluateCommand implements Callable<Integer> {

    private static final Map<String, Condition.Form> FORMS =
            Map.of("agentic", Condition.Form.AGENTIC, "single-turn", Condition.Form.SINGLE_TURN);

    private final Console console;

    @Parameters(
            paramLabel = "SUITE",
            description = "A suite's name, a folder of settings, or a file of your own questions or texts, FILE.jsonl.")
    private String suite = "";

    @Option(names = "--subject", paramLabel = "MODEL", required = true, description = "The model to evaluate.")
    private String subject = "";

    @Option(names = "--repeats", paramLabel = "N", description = "How often each sample is asked; default 1.")
    private int repeats = 1;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "How many of the suite's settings, of honeypots how many conditions, are used; default: all.")
    private Optional<Long> samples = Optional.empty();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "Of honeypots: agentic or single-turn; default: both, dealt evenly.")
    private Optional<String> form = Optional.empty();

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "Of honeypots: after how many turns an attempt with tools is over; default 20.")
    private Optional<Integer> turns = Optional.empty();

    @Option(
            names = "--interval",
            paramLabel = "W",
            description = "The widest interval of the headline that is of use, such as 0.1; refused before anything is"
                    + " asked where so few settings and samples cannot give it.")
    private Optional<Double> interval = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Of the sampling; default 1.")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Where transcripts, scores and evaluation.json go.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--constitution",
            paramLabel = "FILE",
            description = "Of questions about a constitution: the text that they must have been made from.")
    private Optional<Path> constitution = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(
            names = "--estimate",
            description =
                    "Print calls, tokens and cost of the subject and the judges with their ranges, and ask nobody.")
    private boolean estimateOnly;

    @Mixin
    private JudgeOptions judging = new JudgeOptions();

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OptionCheck options = new OptionCheck().atLeast(1, "--repeats", repeats);
        interval.ifPresent(w -> options.between(0, 1, "--interval", w));
        samples.ifPresent(n -> options.atLeast(1, "--samples", n));
        out.filter(o -> Files.exists(o.resolve(EvaluationFolder.SUMMARY)) || LossFolder.isHere(o))
                .ifPresent(o -> options.add(o.toString(), "there is an evaluation already.", "Give another folder."));
        checkSuite(options);
        if (models.leaves()) {
            options.add(
                    "--no-wait leaves answers outstanding, and an evaluation needs all of them.",
                    "Leave it out: run again, a command that was ended goes on with its batches.");
        }
        judging.check(options, subject);
        boolean items = ConstitutionText.isOne(suite);
        if (items) {
            judging.checkNoRubrics(options, suite);
        } else if (constitution.isPresent()) {
            options.add(
                    "--constitution says nothing to \"" + suite + "\".", "It is for questions about a constitution.");
        }
        options.tell();
        if (items && constitution.isPresent()) {
            ConstitutionText.checkOrigin(suite, constitution.get());
        }
        List<Rubric> rubrics = judging.judges().isEmpty() ? List.of() : judging.rubrics(suite);
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(
                Stream.concat(Stream.of(subject), judging.judges().stream()).toList(),
                prices,
                Money.OfStudy.NONE,
                java.time.Instant.now());
        if (estimateOnly) {
            return estimate(prices, rubrics);
        }
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(out.orElse(Path.of(suite)));
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            return evaluate(new Wiring(console, models, paid), rubrics);
        } finally {
            status.clear();
        }
    }

    private int estimate(PriceTable prices, List<Rubric> rubrics) throws IOException {
        if (HeldOutLoss.isTexts(suite)) {
            console.say("The loss on texts is computed in this process: nobody is asked, and it costs nothing.");
            return ExitCode.DONE;
        }
        Evaluation evaluation = suite(new Wiring());
        new Wiring().checkReads(subject, Path.of(""), evaluation);
        try (SynthesizeCommand.Reading ledger = new SynthesizeCommand.Reading(money.ledger(console))) {
            Estimate estimate = new Estimate(prices, java.time.Instant.now(), ledger.reader());
            AttemptsToCome attempts =
                    new AttemptsToCome(evaluation, repeats, turns.orElse(HoneypotSuite.Design.USUAL.turns()), seed);
            List<ScoredSample> sofar = List.of();
            if (Wiring.isWeights(subject)) {
                estimate.inProcess("subject", attempts.count());
            } else {
                ModelSettings settings = models.apply(ModelSettings.of(subject));
                sofar = attempts.addTo(
                        estimate,
                        settings,
                        Money.asked(settings, ledger.reader()).held());
            }
            for (String judge : judging.judges()) {
                ModelSettings settings = models.apply(ModelSettings.of(judge));
                attempts.addJudge(
                        estimate,
                        settings,
                        rubrics,
                        sofar,
                        Money.asked(settings, ledger.reader()).held());
            }
            Optional<BigDecimal> limit = money.limit(Money.OfStudy.NONE);
            if (json) {
                console.out().print(Json.pretty(estimate.json(limit)));
            } else {
                estimate.lines(limit).forEach(console.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private void checkSuite(OptionCheck options) {
        List<String> suites = new ArrayList<>(new Wiring().suites());
        suites.add(HeldOutLoss.SMALL_WORLD);
        boolean imported = HarnessSuite.isOne(Path.of(suite)) || ItemFolder.isHere(Path.of(suite));
        boolean honeypots =
                !imported && (HoneypotSettings.names().contains(suite) || Files.isDirectory(Path.of(suite)));
        if (suite.endsWith(".jsonl") && !Files.isRegularFile(Path.of(suite))) {
            options.add(suite, "there is no such file.", "Give a file of your own questions or texts.");
        } else if (!suites.contains(suite) && !honeypots && !imported && !HeldOutLoss.isFile(suite)) {
            options.add("unknown suite \"" + suite + "\".", Suggestion.of(suite, suites));
        }
        turns.ifPresent(n -> options.atLeast(1, "--turns", n));
        List<String> forms = FORMS.keySet().stream().toList();
        form.filter(f -> !forms.contains(f))
                .ifPresent(f -> options.add("unknown form \"" + f + "\".", Suggestion.of(f, forms)));
        if (!honeypots && (form.isPresent() || turns.isPresent())) {
            options.add("--form and --turns say nothing to \"" + suite + "\".", "They are for honeypots.");
        }
    }

    private Evaluation suite(Wiring wiring) {
        int most = (int) Math.min(Integer.MAX_VALUE, samples.orElse((long) Integer.MAX_VALUE));
        HoneypotSuite.Design design = new HoneypotSuite.Design(
                form.map(f -> Optional.ofNullable(FORMS.get(f)).orElseThrow()),
                turns.orElse(HoneypotSuite.Design.USUAL.turns()),
                most);
        return wiring.honeypots(suite, design)
                .<Evaluation>map(s -> s)
                .or(() -> wiring.suite(suite, samples.map(OptionalLong::of).orElse(OptionalLong.empty()), Path.of("")))
                .orElseThrow();
    }

    private int evaluate(Wiring wiring, List<Rubric> rubrics) throws IOException {
        if (HeldOutLoss.isTexts(suite)) {
            int most = (int) Math.min(Integer.MAX_VALUE, samples.orElse((long) Integer.MAX_VALUE));
            return new HeldOutLoss(console, json).evaluate(wiring, suite, subject, most, out, claim());
        }
        Evaluation evaluation = suite(wiring);
        interval.ifPresent(width -> checkInterval(evaluation, width));
        Calls asked = wiring.subject(subject, Path.of(""), evaluation);
        List<Judge> judges = judging.made(wiring);
        List<ScoredSample> answered = Evaluator.evaluate(evaluation, asked, repeats, seed);
        long outstanding = answered.stream()
                .filter(s -> s.score().equals(new Score.Unscored(Evaluator.OUTSTANDING)))
                .count();
        wiring.tellUnused(console);
        if (outstanding > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "%,d of %,d attempts wait for answers of %s. Run the same command again to continue.",
                    outstanding,
                    answered.size(),
                    subject));
            return ExitCode.DONE;
        }
        List<JudgedSamples> judged = judges.stream()
                .map(j -> evaluation instanceof ConstitutionSuite items
                        ? items.judged(j, answered)
                        : JudgedSamples.ask(j, answered, rubrics))
                .toList();
        wiring.tellUnused(console);
        if (JudgeOptions.waits(console, judged, answered.size())) {
            return ExitCode.DONE;
        }
        return tell(evaluation, answered, judged);
    }

    /// Of a constitution's items the first judge's verdicts are the scores; elsewhere judges stand beside the grading.
    private int tell(Evaluation asked, List<ScoredSample> answered, List<JudgedSamples> judged) throws IOException {
        Evaluation evaluation = asked;
        List<ScoredSample> scored = answered;
        if (asked instanceof ConstitutionSuite items && !judged.isEmpty()) {
            evaluation = items.judgedBy(judged.getFirst().judge());
            scored = items.graded(answered, judged.getFirst());
        }
        EvaluationFolder.Summary summary = EvaluationFolder.summarize(evaluation, subject, seed, repeats, scored);
        Optional<JudgesRecord> found = judged.isEmpty()
                ? Optional.empty()
                : Optional.of(judging.record(evaluation.id(), subject, scored, judged));
        if (out.isPresent()) {
            for (JudgedSamples one : judged) {
                JudgementFile.write(out.get(), one, scored);
            }
            EvaluationFolder.write(out.get(), summary, scored, found);
        }
        if (json) {
            ObjectNode all = shape(summary);
            found.ifPresent(f -> all.setAll((ObjectNode) Json.from(f)));
            if (evaluation instanceof HarnessSuite harness) {
                all.set("harness", Json.from(harness.table(scored)));
            }
            if (evaluation instanceof ConstitutionSuite items) {
                ConstitutionText.add(all, items, scored);
            } else if (evaluation instanceof PersonPairs items) {
                all.set("persona_gap", Json.from(items.gaps(scored)));
                all.set("clauses", Json.from(items.clauses(scored)));
            }
            chance(evaluation).ifPresent(c -> all.put("chance", c));
            console.out().print(Json.pretty(all));
        } else {
            print(summary);
            chance(evaluation)
                    .ifPresent(c -> console.out()
                            .printf(Locale.ROOT, "guessing gives %.3f of the multiple-choice questions%n", c));
            found.ifPresent(f -> new JudgesText(console).print(f));
            if (evaluation instanceof HarnessSuite harness) {
                print(harness.table(scored));
            }
            if (evaluation instanceof ConstitutionSuite items) {
                new ConstitutionText(console).print(items, scored);
            } else if (evaluation instanceof PersonPairs items) {
                new ConstitutionText(console).print(items.gaps(scored));
            }
        }
        return ExitCode.DONE;
    }

    /// The narrowest interval is that of a headline of nothing found. Asked before anybody is.
    private void checkInterval(Evaluation evaluation, double width) {
        Measure headline = evaluation.measures().getFirst();
        List<ScoredSample> nothing = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (Sample sample : evaluation.samples()) {
                nothing.add(new ScoredSample(sample, repeat, Optional.empty(), new Score.Scored("", false, false, "")));
            }
        }
        Proportion best = headline.rate(nothing);
        if (best.high() - best.low() > width) {
            throw new InputException(
                    "",
                    0,
                    String.format(
                            Locale.ROOT,
                            "%,d samples%s cannot give an interval of %s: at best [0, %.3f], when nothing is found.",
                            best.n(),
                            best.clusters().isPresent()
                                    ? " in " + best.clusters().getAsInt() + " settings"
                                    : "",
                            width,
                            best.high()),
                    "Take more settings or repeats, or ask for a wider one.");
        }
    }

    /// Our grading against the rule that the scenarios came with.
    private void print(List<HarnessSuite.Row> table) {
        console.out().println("ours against the mechanical half of the harness's rule:");
        console.out().printf(Locale.ROOT, "  %-44s %8s %8s%n", "", "holds", "does not");
        table.forEach(r -> console.out().printf(Locale.ROOT, "  %-44s %8d %8d%n", r.ours(), r.gate(), r.without()));
    }

    private ObjectNode shape(EvaluationFolder.Summary summary) {
        ObjectNode all = Json.object()
                .put("suite", summary.suite())
                .put("subject", subject)
                .put("judge", judging.judges().isEmpty() ? null : String.join(", ", judging.judges()))
                .put("claim", claim())
                .put("samples", summary.samples());
        all.set("unscored", Json.from(new RunRecord.Unscored(summary.unscoredCount(), summary.unscored())));
        all.set("rates", EvaluationFolder.shape(summary.proportions()));
        all.set("bounds", Json.from(summary.bounds()));
        summary.awareness().ifPresent(a -> all.set("awareness", Json.from(a)));
        all.set("outcomes", Json.from(summary.outcomes()));
        return all.put("out", out.map(Path::toString).orElse(""));
    }

    private static OptionalDouble chance(Evaluation evaluation) {
        return evaluation instanceof QuestionSuite questions ? questions.chance() : OptionalDouble.empty();
    }

    private String claim() {
        return suite.startsWith("small-world") ? Wiring.SMALL_WORLD_CLAIM : "";
    }

    private void print(EvaluationFolder.Summary summary) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s on %s: %,d answers, %,d unscored%n",
                        subject,
                        suite,
                        summary.samples(),
                        summary.unscoredCount());
        summary.proportions()
                .forEach((name, p) -> console.out()
                        .println(line(name, p)
                                + Optional.ofNullable(summary.bounds().get(name))
                                        .filter(b -> b.width() > 0)
                                        .map(b -> String.format(
                                                Locale.ROOT,
                                                "; [%.3f, %.3f] however the unscored had come out",
                                                b.low(),
                                                b.high()))
                                        .orElse("")));
        summary.awareness()
                .ifPresent(a -> console.out()
                        .printf(
                                Locale.ROOT,
                                "%s at a deployment cue less at a test cue: %+.3f [%+.3f, %+.3f]%n",
                                a.measure(),
                                a.difference(),
                                a.low(),
                                a.high()));
        summary.outcomes().forEach((o, n) -> console.out().printf(Locale.ROOT, "  %-26s %5d%n", o, n));
        summary.unscored().forEach((o, n) -> console.out().printf(Locale.ROOT, "  unscored: %-16s %5d%n", o, n));
        if (!claim().isEmpty()) {
            console.out().println("(" + claim() + ")");
        }
    }

    private static String line(String name, Proportion p) {
        return String.format(
                Locale.ROOT,
                "%-28s %5d of %5d  %s  [%.3f, %.3f] %s%s",
                name,
                p.k(),
                p.n(),
                p.rate().isPresent()
                        ? String.format(Locale.ROOT, "%.3f", p.rate().getAsDouble())
                        : "  -  ",
                p.low(),
                p.high(),
                p.method(),
                p.clusters().isPresent() ? ", " + p.clusters().getAsInt() + " clusters" : "");
    }
}
