package wherefore.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.format.Json;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// What a study found: everything a report may say. Holds no time and no path of the machine, so that a disturbed run
/// ends with the same bytes as an undisturbed one.
///
/// @param study               the study's name
/// @param question            the question it asks
/// @param claim               what the result can speak about, such as "small model trained from scratch: says nothing
///                            about large models"
/// @param versions            of the product, the Java platform and the native engine
/// @param seeds               training seeds
/// @param constitution        the constitution, where the study has one
/// @param models              role to model name
/// @param stages              what was done, in order
/// @param data                the corpora
/// @param arms                what subjects were trained on and how they fared
/// @param measures            what was counted, the primary outcome first
/// @param hypotheses          in the order of the study file
/// @param losses              reason to count, of everything that was dropped or could not be measured
/// @param transcripts         the same samples side by side across arms
/// @param heldOutEvaluations  evaluations on held-out samples logged so far, this study's included
/// @param firewall            corpora held against what is held out; absent where nothing that is held out can be
/// compared
/// @param command             repeats the run
public record RunRecord(
        String study,
        String question,
        String claim,
        Map<String, String> versions,
        List<Long> seeds,
        Optional<ConstitutionRecord> constitution,
        Map<String, String> models,
        List<StageRecord> stages,
        List<DataRecord> data,
        List<ArmRecord> arms,
        List<MeasureRecord> measures,
        List<HypothesisRecord> hypotheses,
        Map<String, Long> losses,
        List<TranscriptRecord> transcripts,
        long heldOutEvaluations,
        Optional<List<FirewallRecord>> firewall,
        String command) {

    /// The file's name inside a run's folder.
    public static final String FILE = "run-record.json";

    /// Which constitution, by content.
    public record ConstitutionRecord(String file, String sha256) {}

    /// One stage.
    ///
    /// @param kind        `data`, `train`, `evaluate` or `compare`
    /// @param fingerprint of all that the artifact depends on
    /// @param artifact    the artifact's folder, relative to the run's
    public record StageRecord(String name, String kind, String fingerprint, String artifact) {}

    /// One corpus.
    ///
    /// @param rows    examples kept
    /// @param dropped reason to count
    /// @param samples a few whole examples, as a reader sees them
    public record DataRecord(
            String name, String kind, String description, long rows, Map<String, Long> dropped, List<String> samples) {}

    /// One corpus held against the evaluations that are held out.
    ///
    /// @param against  the evaluations
    /// @param overlaps rows that share 13 words in a row with one of them
    /// @param allowed  why they may be trained on all the same; absent where there are none
    /// @param p50      the distance (1 - cosine of embeddings) to the nearest of an evaluation's texts that half of
    ///                 the scenarios do not exceed; absent where it was not measured
    /// @param p05      the same for one scenario in twenty
    /// @param min      the smallest
    public record FirewallRecord(
            String corpus,
            List<String> against,
            long rows,
            long overlaps,
            Optional<String> allowed,
            Optional<Double> p50,
            Optional<Double> p05,
            Optional<Double> min) {}

    /// One arm.
    ///
    /// @param title           as a reader sees it
    /// @param steps           its training stages in words, in order
    /// @param data            the names of its corpora
    /// @param trainingTokens  loss-bearing tokens, all stages together
    /// @param treatmentTokens loss-bearing tokens of what distinguishes it from generic chat; the dose
    /// @param tokensSeen      tokens that went through the model
    /// @param evaluations     one for each suite and run
    /// @param estimates       one for each measure, over runs
    public record ArmRecord(
            String name,
            String title,
            List<String> steps,
            List<String> data,
            long trainingTokens,
            long treatmentTokens,
            long tokensSeen,
            List<EvaluationRecord> evaluations,
            List<EstimateRecord> estimates) {}

    /// One suite on one run of an arm.
    ///
    /// @param base     the base model the run started from
    /// @param seed     its training seed
    /// @param outcomes what the subject did, counted
    public record EvaluationRecord(
            String suite,
            boolean heldOut,
            String base,
            long seed,
            long samples,
            Unscored unscored,
            Map<String, Rate> rates,
            Map<String, Long> outcomes) {}

    /// What could not be scored.
    public record Unscored(long count, Map<String, Long> reasons) {}

    /// A proportion as every script reads it. `low` and `high` are a 95 % interval.
    ///
    /// @param rate absent where nothing was scored
    public record Rate(long k, long n, Optional<Double> rate, double low, double high, String method) {}

    /// An arm's rate over its runs; the run is the unit.
    ///
    /// @param mean      of the runs' rates
    /// @param low       of the 95 % interval over runs; absent with one run, which says nothing about another
    /// @param method    how the interval was made
    /// @param rates     each run's rate, in the order of the evaluations; runs where nothing was scored are left
    ///                  out
    /// @param k         successes of all runs together
    /// @param n         scored samples of all runs together
    /// @param worstLow  mean rate if every unscored sample were a failure
    /// @param worstHigh mean rate if every unscored sample were a success
    public record EstimateRecord(
            String suite,
            String measure,
            int runs,
            double mean,
            Optional<Double> low,
            Optional<Double> high,
            String method,
            List<Double> rates,
            long k,
            long n,
            double worstLow,
            double worstHigh) {}

    /// What a measure is.
    ///
    /// @param better `higher` or `lower`
    public record MeasureRecord(String suite, String name, String title, String better, boolean heldOut) {}

    /// A hypothesis and what became of it.
    ///
    /// @param claim           as the study file states it, `left < right` or `left > right`
    /// @param declared        `before` the first evaluation, or `exploratory`
    /// @param difference      mean of left minus mean of right, over runs
    /// @param low             of the 95 % interval of the difference; absent with too few runs
    /// @param test            how p was made; empty where nothing was tested
    /// @param p               absent where nothing was tested (too few runs)
    /// @param pAdjusted       Holm over the hypotheses that were declared before
    /// @param smallestVisible the smallest true difference that this many runs would have found in 80 of 100
    ///                        repetitions; absent where none could be found or it cannot be told
    /// @param note            why something is absent; empty where nothing is
    /// @param verdict         `borne out`, `not borne out` or `not tested`
    public record HypothesisRecord(
            String name,
            String claim,
            String left,
            String right,
            String suite,
            String measure,
            String declared,
            int runs,
            double difference,
            Optional<Double> low,
            Optional<Double> high,
            String test,
            Optional<Double> p,
            Optional<Double> pAdjusted,
            Optional<Double> smallestVisible,
            String note,
            String verdict) {}

    /// One sample and what each arm did with it.
    ///
    /// @param prompt the conversation the subjects were given, as text
    public record TranscriptRecord(String suite, String sample, String cell, String prompt, List<Answer> answers) {}

    /// One arm's answer.
    public record Answer(String arm, String reasoning, String text, String outcome, boolean right) {}

    public void write(Path folder) throws IOException {
        WholeFile.write(folder.resolve(FILE), Json.pretty(Json.from(this)));
    }

    /// Reads the record of a run's folder; what is not one is an `InputException`.
    public static RunRecord read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new wherefore.format.InputException(
                    file.toString(), 0, "there is no run record here.", "Give the folder that `run` wrote.");
        }
        String text = TextFile.read(file);
        return Json.to(Json.read(text, file.toString(), 0), RunRecord.class, file.toString(), 0);
    }
}
