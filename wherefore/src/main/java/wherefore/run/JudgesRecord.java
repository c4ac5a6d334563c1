package wherefore.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import wherefore.evaluation.JointTable;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Unit;
import wherefore.judging.Agreement;
import wherefore.judging.Calibration;
import wherefore.judging.Correction;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;
import wherefore.statistics.Interval;
import wherefore.statistics.Proportion;

/// What judges found in one evaluation, as `evaluation.json` has it beside what was found mechanically.
///
/// @param agreement one for each axis, of two or more judges; else empty
public record JudgesRecord(List<JudgeRecord> judges, List<AxisAgreement> agreement) {

    /// One judge.
    ///
    /// @param file  its judgements, beside the transcripts
    /// @param flags what a reader has to know about it, such as that it is of the subject's family
    public record JudgeRecord(String judge, String file, List<String> flags, List<RubricRecord> rubrics) {}

    /// One judge under one rubric.
    ///
    /// @param instrument     the judge with all that can change its answers
    /// @param ungraded       transcripts with an axis that is not graded, by the first cause
    /// @param ungradedByCell the same by cell of the evaluation
    /// @param axes           axis or group to cell to counts; the cell `all` is all of them
    /// @param table          against what was found mechanically, where the rubric says what is misaligned
    /// @param uncorrected    why rates are not corrected, where a calibration was given that does not fit
    public record RubricRecord(
            String rubric,
            String version,
            String fingerprint,
            String instrument,
            RunRecord.Unscored ungraded,
            Map<String, Long> ungradedByCell,
            Map<String, Map<String, AxisCount>> axes,
            Optional<JointTable> table,
            Optional<String> uncorrected) {}

    /// Verdicts on one axis.
    ///
    /// @param rate      yes among yes and no; its interval is by clusters where samples come in clusters
    /// @param worst     where the rate would lie if all that is ungraded were no, or yes
    /// @param corrected for the judge's errors, where a calibration fits
    public record AxisCount(
            long yes,
            long no,
            long notApplicable,
            long ungraded,
            RunRecord.Rate rate,
            Interval worst,
            Optional<Correction> corrected) {}

    /// One judgement and the cluster of its sample.
    private record Judged(Judgement judgement, Optional<String> cluster) {}

    /// How far the judges agree on one axis.
    public record AxisAgreement(String rubric, String axis, List<String> judges, Agreement agreement) {}

    /// The cell that stands for all.
    public static final String ALL = "all";

    private static final int DRAWS = 1_000;

    /// What the judges' opinions come to.
    ///
    /// @param flags        what is to be told of each judge
    /// @param families     the suites that the samples come from, for calibrations
    /// @param calibrations of any judge and rubric; those that fit are used
    public static JudgesRecord of(
            List<ScoredSample> scored,
            List<JudgedSamples> judged,
            Map<String, List<String>> flags,
            List<String> families,
            List<Calibration> calibrations,
            RandomGenerator random) {
        List<JudgeRecord> judges = new ArrayList<>();
        for (JudgedSamples one : judged) {
            judges.add(new JudgeRecord(
                    one.judge(),
                    JudgementFile.name(one.judge()),
                    flags.getOrDefault(one.judge(), List.of()),
                    one.rubrics().stream()
                            .map(r -> rubric(scored, one, r, families, calibrations))
                            .toList()));
        }
        List<AxisAgreement> agreement = new ArrayList<>();
        if (judged.size() >= 2) {
            for (Rubric rubric : judged.getFirst().rubrics()) {
                Map<String, List<Opinion>> byJudge = new LinkedHashMap<>();
                judged.forEach(j -> byJudge.put(j.judge(), j.under(rubric)));
                agreement.addAll(agreement(rubric, byJudge, random));
            }
        }
        return new JudgesRecord(judges, agreement);
    }

    private static RubricRecord rubric(
            List<ScoredSample> scored,
            JudgedSamples judged,
            Rubric rubric,
            List<String> families,
            List<Calibration> calibrations) {
        List<Opinion> opinions = judged.under(rubric);
        Map<String, Long> reasons = new TreeMap<>();
        Map<String, Long> byCell = new TreeMap<>();
        for (int i = 0; i < scored.size(); i++) {
            Optional<Judgement.Ungraded> first = opinions.get(i).axes().values().stream()
                    .filter(Judgement.Ungraded.class::isInstance)
                    .map(Judgement.Ungraded.class::cast)
                    .findFirst();
            String cell = scored.get(i).sample().cell();
            first.ifPresent(u -> {
                reasons.merge(u.cause().word(), 1L, Long::sum);
                byCell.merge(cell, 1L, Long::sum);
            });
        }
        List<String> misfits = new ArrayList<>();
        Optional<Calibration> fitting = Optional.empty();
        for (Calibration c : calibrations) {
            Optional<String> misfit = c.misfit(judged.judge(), rubric, families);
            misfit.ifPresent(misfits::add);
            fitting = fitting.or(() -> misfit.isEmpty() ? Optional.of(c) : Optional.empty());
        }
        Set<String> names = new LinkedHashSet<>(rubric.groups().keySet());
        rubric.axes().forEach(a -> names.add(a.id()));
        Map<String, Map<String, AxisCount>> axes = new LinkedHashMap<>();
        for (String axis : names) {
            axes.put(axis, cells(scored, opinions, axis, fitting, families));
        }
        return new RubricRecord(
                rubric.id(),
                rubric.version(),
                rubric.fingerprint(),
                judged.instrument(),
                new RunRecord.Unscored(
                        reasons.values().stream().mapToLong(Long::longValue).sum(), reasons),
                byCell,
                axes,
                rubric.groups().containsKey(JointTable.MISALIGNED)
                        ? Optional.of(JointTable.of(scored, opinions))
                        : Optional.empty(),
                fitting.isPresent() || misfits.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", misfits)));
    }

    private static Map<String, AxisCount> cells(
            List<ScoredSample> scored,
            List<Opinion> opinions,
            String axis,
            Optional<Calibration> calibration,
            List<String> families) {
        Map<String, List<Judged>> byCell = new TreeMap<>();
        List<Judged> all = new ArrayList<>();
        for (int i = 0; i < scored.size(); i++) {
            Judged one =
                    new Judged(opinions.get(i).of(axis), scored.get(i).sample().cluster());
            all.add(one);
            byCell.computeIfAbsent(scored.get(i).sample().cell(), c -> new ArrayList<>())
                    .add(one);
        }
        Map<String, AxisCount> counts = new LinkedHashMap<>();
        counts.put(ALL, count(all, axis, calibration, families));
        byCell.forEach((cell, own) -> counts.put(cell, count(own, axis, calibration, families)));
        return counts;
    }

    private static AxisCount count(
            List<Judged> judgements, String axis, Optional<Calibration> calibration, List<String> families) {
        long yes = 0;
        long no = 0;
        long none = 0;
        long ungraded = 0;
        List<Unit> units = new ArrayList<>();
        for (Judged one : judgements) {
            if (!(one.judgement() instanceof Judgement.Graded g && g.verdict() == Judgement.Verdict.NOT_APPLICABLE)) {
                units.add(new Unit(verdict(one.judgement()).map(v -> v == Judgement.Verdict.YES), one.cluster()));
            }
            switch (one.judgement()) {
                case Judgement.Ungraded u -> ungraded++;
                case Judgement.Graded g -> {
                    switch (g.verdict()) {
                        case YES -> yes++;
                        case NO -> no++;
                        case NOT_APPLICABLE -> none++;
                    }
                }
            }
        }
        Correction.Share seen = new Correction.Share(yes, yes + no);
        Optional<Correction> corrected = calibration.flatMap(c -> {
            Calibration.Counts counts = c.of(families, Optional.empty(), axis);
            return Correction.of(seen, counts.sensitivity(), counts.specificity());
        });
        return new AxisCount(
                yes,
                no,
                none,
                ungraded,
                EvaluationFolder.rate(Unit.rate(units)),
                Proportion.worstCase(yes, yes + no, ungraded),
                corrected);
    }

    /// How far judges agree under one rubric, axis by axis.
    ///
    /// @param byJudge judge to its opinions, sample by sample; at least two
    static List<AxisAgreement> agreement(Rubric rubric, Map<String, List<Opinion>> byJudge, RandomGenerator random) {
        List<String> names = List.copyOf(byJudge.keySet());
        List<List<Opinion>> opinions = List.copyOf(byJudge.values());
        List<AxisAgreement> all = new ArrayList<>();
        Set<String> axes = new LinkedHashSet<>(rubric.groups().keySet());
        rubric.axes().forEach(a -> axes.add(a.id()));
        for (String axis : axes) {
            List<List<Optional<Judgement.Verdict>>> verdicts = new ArrayList<>();
            for (int i = 0; i < opinions.getFirst().size(); i++) {
                int place = i;
                verdicts.add(opinions.stream()
                        .map(o -> verdict(o.get(place).of(axis)))
                        .toList());
            }
            all.add(new AxisAgreement(rubric.id(), axis, names, Agreement.of(verdicts, DRAWS, random)));
        }
        return all;
    }

    static Optional<Judgement.Verdict> verdict(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Graded g -> Optional.of(g.verdict());
            case Judgement.Ungraded u -> Optional.empty();
        };
    }
}
