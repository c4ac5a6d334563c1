package wherefore.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import wherefore.report.Part.Tone;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EstimateRecord;
import wherefore.run.RunRecord.HypothesisRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// The answer, in the first lines: what it can speak about, what was not borne out before what was, and the primary
/// outcome of every arm.
record AnswerSection(Findings findings) {

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (!findings.run().claim().isBlank()) {
            parts.add(new Part.Label(
                    "What this can speak about:",
                    Words.capitalised(findings.run().claim()) + "."));
        }
        parts.add(new Part.Heading("The answer", "answer"));
        parts.add(new Part.Finding(tone(), headline(), ""));
        ordered().forEach(h -> parts.add(new Part.Finding(Verdicts.tone(h), Verdicts.lead(h), sentence(h))));
        findings.primary().ifPresent(m -> parts.addAll(primary(m)));
        parts.add(new Part.Paragraph(circumstances()));
        return parts;
    }

    private Tone tone() {
        return findings.run().hypotheses().stream().anyMatch(h -> Findings.declared(h) && Verdicts.isRefused(h))
                ? Tone.BAD
                : Tone.PLAIN;
    }

    String headline() {
        List<HypothesisRecord> declared =
                findings.run().hypotheses().stream().filter(Findings::declared).toList();
        if (findings.run().hypotheses().isEmpty()) {
            return "No hypothesis was declared: this study estimates, and claims no significance.";
        }
        if (declared.isEmpty()) {
            return "No hypothesis was declared before the run; what follows was looked for afterwards.";
        }
        long borne = declared.stream().filter(Verdicts::isBorneOut).count();
        long refused = declared.stream().filter(Verdicts::isRefused).count();
        long untested = declared.size() - borne - refused;
        if (untested == declared.size()) {
            return (untested == 1
                            ? "The declared hypothesis was"
                            : "None of the " + untested + " declared hypotheses was")
                    + (untested == 1 ? " not tested" : " tested")
                    + ": this study estimates, and claims no significance.";
        }
        return "Of %s declared before the run, %s %s not borne out, %s %s borne out%s."
                .formatted(
                        Words.count(declared.size(), "hypothesis", "hypotheses"),
                        refused,
                        was(refused),
                        borne,
                        was(borne),
                        untested == 0 ? "" : ", %s %s not tested".formatted(untested, was(untested)));
    }

    private static String was(long count) {
        return count == 1 ? "was" : "were";
    }

    /// Declared ones first, and among them those that failed.
    List<HypothesisRecord> ordered() {
        return findings.run().hypotheses().stream()
                .sorted(Comparator.comparing((HypothesisRecord h) -> !Findings.declared(h))
                        .thenComparingInt(Verdicts::rank))
                .toList();
    }

    private String sentence(HypothesisRecord h) {
        StringBuilder text = new StringBuilder();
        text.append("Expected: “%s” %s “%s” on %s. "
                .formatted(
                        findings.armTitle(h.left()),
                        Verdicts.direction(h),
                        findings.armTitle(h.right()),
                        findings.measureTitle(h)));
        text.append(h.runs() == 0 ? "Found: nothing" : "Found: %s points".formatted(Words.points(h.difference())));
        text.append(
                h.low().isPresent() && h.high().isPresent()
                        ? " (95% interval " + Words.points(h.low(), h.high()) + ")"
                        : "");
        if (h.p().isPresent()) {
            text.append(", p ").append(Verdicts.probability(h.p().get()));
            h.pAdjusted().ifPresent(p -> text.append(" (").append(Words.p(p)).append(" adjusted)"));
        }
        text.append(".");
        if (!Verdicts.isBorneOut(h)) {
            h.smallestVisible()
                    .ifPresent(v -> text.append(
                            " A true difference of %s points would have been found four times in five; a smaller one may well have been missed."
                                    .formatted(Math.round(100 * Math.abs(v)))));
        }
        if (!h.note().isBlank()) {
            text.append(" ").append(Words.capitalised(h.note())).append(h.note().endsWith(".") ? "" : ".");
        }
        return text.toString();
    }

    private List<Part> primary(MeasureRecord measure) {
        List<ArmRecord> arms = findings.armsWith(measure);
        if (arms.isEmpty()) {
            return List.of();
        }
        String goal = Findings.lowerIsBetter(measure) ? "lower is better" : "higher is better";
        String caption =
                "Primary outcome: %s (%s). Dot: mean over training runs; bar: its 95%% interval, the run being the unit; rings: the runs.%s"
                        .formatted(
                                findings.title(measure),
                                goal,
                                findings.untreated()
                                        .map(a -> " Dotted: " + a.title() + ".")
                                        .orElse(""));
        List<ForestPlot.Row> rows = arms.stream()
                .map(a -> new ForestPlot.Row(a.title(), List.of(Plotted.point(estimate(a, measure), "main"))))
                .toList();
        Optional<Double> reference =
                findings.untreated().flatMap(a -> findings.estimate(a, measure)).map(EstimateRecord::mean);
        String drawing = new ForestPlot(
                        findings.title(measure) + " by arm; the table of all rates below has the numbers",
                        rows,
                        reference)
                .drawn();
        return List.of(new Part.Paragraph(extremes(measure, arms)), new Part.Figure(caption, drawing));
    }

    private String extremes(MeasureRecord measure, List<ArmRecord> arms) {
        Comparator<ArmRecord> order =
                Comparator.comparingDouble(a -> estimate(a, measure).mean());
        if (Findings.lowerIsBetter(measure)) {
            order = order.reversed();
        }
        ArmRecord worst = arms.stream().min(order).orElseThrow();
        ArmRecord best = arms.stream().max(order).orElseThrow();
        return "On the primary outcome, %s: best “%s” with %s; worst “%s” with %s.%s"
                .formatted(
                        findings.title(measure),
                        best.title(),
                        Plotted.rate(estimate(best, measure)),
                        worst.title(),
                        Plotted.rate(estimate(worst, measure)),
                        findings.untreated()
                                .filter(a -> !a.equals(best) && !a.equals(worst))
                                .flatMap(a -> findings.estimate(a, measure)
                                        .map(e -> " “%s”: %s.".formatted(a.title(), Plotted.rate(e))))
                                .orElse(""));
    }

    private EstimateRecord estimate(ArmRecord arm, MeasureRecord measure) {
        return findings.estimate(arm, measure).orElseThrow();
    }

    private String start() {
        if (findings.startsFromNothing()) {
            return ", each pretrained from nothing";
        }
        return findings.bases() == 0 ? "" : ", over " + Words.count(findings.bases(), "base model", "base models");
    }

    private String circumstances() {
        return "%s, %s each%s. Evaluations on held-out samples logged so far, this study's included: %s; every look makes the next a little less held out."
                .formatted(
                        Words.count(findings.run().arms().size(), "arm", "arms"),
                        findings.runsPerArm(),
                        start(),
                        Words.count(findings.run().heldOutEvaluations()));
    }
}
