package wherefore.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.chat.provider.ModelSettings;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.TextFile;
import wherefore.format.Yaml;

/// A study as the person wrote it: every key read, every mistake in it told at once, nothing resolved yet.
///
/// A key of the file is a component of these records in kebab case, so that reading, the check for unknown keys and the
/// reference page cannot drift apart.
///
/// @param lines the line of each key at the top
public record StudyFile(
        Map<String, Integer> lines,
        @Explained("The study's name.") String study,

        @Explained("The question it asks; printed above the answer.")
        String question,

        @Explained("What the result can speak about; printed on every page of the report.")
        Optional<String> claim,

        @Explained("The constitution, a Markdown file; relative to the study file.")
        Optional<String> constitution,

        @Explained("Which model plays which role.") Models models,

        @Explained("An upper limit on what paid calls may cost, such as `200 USD`.")
        Optional<String> budget,

        @Explained("A table of prices that takes precedence over ours; relative to the study file.")
        Optional<String> prices,

        @Explained("A file to which every evaluation on held-out samples is appended; relative to the study file.")
        Optional<String> heldOutLog,

        @Explained("The corpora by name.") Map<String, Data> data,

        @Explained(
                "The arms by name: each a list of training stages in order, `[STAGE: [CORPUS, ...]]`; `[]` is the subject as it is.")
        Map<String, Arm> arms,

        @Explained("How subjects are trained; a key inside `pretraining`, `documents` or `chat` holds for that stage.")
        Training training,

        @Explained("One run of every arm for each seed; runs are dealt over the subjects in turn.")
        List<Long> seeds,

        @Explained("What is measured, by name.") Map<String, Evaluated> evaluations,

        @Explained("What a base model must be able to do before its runs count.")
        Optional<Gate> gate,

        @Explained("What is expected, declared before the run.")
        List<Hypothesis> hypotheses) {

    /// Roles.
    public record Models(
            @Explained("Writes data: `lab/writer`, `anthropic/NAME`, `openai/NAME@URL`, `batch-files/DIR`, ...")
            Optional<ModelSettings> writer,

            @Explained("Grades where a step or suite needs a judge.")
            Optional<ModelSettings> judge,

            @Explained("The model, or the list of models, that arms are trained from.")
            List<String> subject) {}

    /// One corpus.
    public record Data(
            int line,

            @Explained(
                    "The kind of data, such as `honeypot`, `advice`, `documents` or `stories`: [all of them](kinds.md).")
            String kind,

            @Explained("How many finished rows.") Optional<Long> rows,

            @Explained("How many loss-bearing tokens of the subject, instead of rows; `30k`, `3M`.")
            Optional<Long> tokens,

            @Explained("The most candidates that may be made; three for each row where it is absent.")
            Optional<Long> candidates,

            @Explained("The text added while answers are sampled: `none`, `neutral-thought`, `reasons`, ...")
            Optional<String> injection,

            @Explained("Steps replaced by their null operation.")
            List<String> ablate,

            @Explained("Another corpus of the study that this one is made from.")
            Optional<String> of,

            @Explained("Files with rows to import; relative to the study file.")
            List<String> from,

            @Explained(
                    "Weights of the files in `from` by their names, for each of them: shares of the rows where rows are asked for, of the loss-bearing tokens where tokens are.")
            Map<String, Double> shares,

            @Explained("Values for further placeholders of the kind's prompts.")
            Map<String, String> with,

            @Explained(
                    "Why rows that share 13 words in a row with a held-out evaluation may be trained on; without it such a corpus stops the study before anything is trained. Stands in the record.")
            Optional<String> allowOverlap,

            @Explained(
                    "`once`: one corpus for all runs. `per-seed`: drawn anew for each seed, so that the spread between runs includes the data.")
            String draw) {}

    /// One arm.
    public record Arm(int line, List<Stage> stages) {}

    /// One training stage of an arm.
    public record Stage(int line, String name, List<Portion> portions) {}

    /// A corpus, or so many loss-bearing tokens of it.
    public record Portion(int line, String data, Optional<Long> tokens) {}

    /// Training settings; absent ones take the default of the stage.
    public record Training(
            @Explained("`full`: every weight is trained.") Optional<String> method,
            @Explained("Highest learning rate.") Optional<Double> learningRate,
            @Explained("Passes over the data.") Optional<Double> epochs,
            @Explained("Rows of `context` tokens a step.") Optional<Long> rowsPerStep,
            @Explained("Tokens of a row.") Optional<Long> context,

            @Explained("`mixed` (bf16 inside linear maps) or `f32`.")
            Optional<String> precision,

            @Explained("Settings for one stage.") Map<String, Training> stages) {

        static final Training NONE = new Training(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());

        /// The settings for one stage: its own, where absent the general ones.
        Training forStage(String stage) {
            Training own = stages.getOrDefault(stage, NONE);
            return new Training(
                    own.method.or(() -> method),
                    own.learningRate.or(() -> learningRate),
                    own.epochs.or(() -> epochs),
                    own.rowsPerStep.or(() -> rowsPerStep),
                    own.context.or(() -> context),
                    own.precision.or(() -> precision),
                    Map.of());
        }
    }

    /// One evaluation.
    public record Evaluated(
            int line,

            @Explained("A suite's name, or the path of a folder of settings or of a file of questions.")
            String suite,

            @Explained("How often each sample is asked.") long repeats,

            @Explained("How many of the suite's settings are used; all of them where it is absent.")
            Optional<Long> samples) {}

    /// The capability gate.
    public record Gate(
            int line,

            @Explained("The suite, on samples that may be used for tuning.")
            String suite,

            @Explained("The arm, or the list of arms, whose runs are examined; usually generic chat.")
            List<String> arm,

            @Explained("How often each sample is asked.") long repeats,
            @Explained("Lowest permitted rates by measure.") Map<String, Double> atLeast,

            @Explained("Highest permitted rates by measure.")
            Map<String, Double> atMost) {}

    /// One hypothesis.
    public record Hypothesis(
            int line,
            @Explained("Its name.") String name,

            @Explained("`LEFT < RIGHT` or `LEFT > RIGHT`, two arms.")
            String claim,

            @Explained("`EVALUATION MEASURE`.") String on) {

        private static final Pattern ON = Pattern.compile("\\s*(\\S+)\\s+(\\S+)\\s*");
        private static final Pattern CLAIM = Pattern.compile("\\s*(\\S+)\\s*([<>])\\s*(\\S+)\\s*");

        boolean isWellFormed() {
            return CLAIM.matcher(claim).matches() && ON.matcher(on).matches();
        }

        String left() {
            return part(CLAIM, claim, 1);
        }

        String right() {
            return part(CLAIM, claim, 3);
        }

        boolean leftIsLess() {
            return part(CLAIM, claim, 2).equals("<");
        }

        String evaluation() {
            return part(ON, on, 1);
        }

        String measure() {
            return part(ON, on, 2);
        }

        private static String part(Pattern pattern, String text, int group) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalStateException("\"" + text + "\" was not checked");
            }
            return matcher.group(group);
        }
    }

    /// Bytes; the largest study that was ever written by hand has some thousands.
    private static final long LARGEST = 1_000_000;

    /// Reads a study; all mistakes are told in one [InputException].
    public static StudyFile read(Path file) throws IOException {
        List<Problem> problems = new ArrayList<>();
        StudyFile study = read(file, problems);
        if (!problems.isEmpty()) {
            throw new InputException(problems.stream()
                    .sorted(java.util.Comparator.comparingInt(Problem::line))
                    .toList());
        }
        return study;
    }

    /// Reads what can be read of a study and adds what is wrong, so that whoever checks further tells all in one.
    ///
    /// @throws InputException where nothing can be read
    static StudyFile read(Path file, List<Problem> problems) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "there is no such study file.", "Check the path.");
        }
        if (Files.size(file) > LARGEST) {
            throw new InputException(
                    file.toString(),
                    0,
                    "has " + Files.size(file) + " bytes, and no study has more than " + LARGEST + ".",
                    "Give the study file, not data.");
        }
        Optional<Yaml> root = Yaml.read(TextFile.read(file), file.toString(), problems);
        if (root.isEmpty()) {
            throw new InputException(problems);
        }
        return new StudyReader(file, problems).study(root.get());
    }
}
