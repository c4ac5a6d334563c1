package wherefore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Option;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.honeypot.HoneypotSettings;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.format.TextFile;
import wherefore.judging.Calibration;
import wherefore.judging.Family;
import wherefore.judging.Judge;
import wherefore.judging.Rubric;
import wherefore.run.AddedJudgements;
import wherefore.run.JudgementFile;
import wherefore.run.JudgesRecord;

/// What a command line says about judges.
final class JudgeOptions {

    private static final String OUTCOME = "outcome";
    private static final String SMALL_WORLD = "small-world";
    private static final long SEED = 1;

    @Option(
            names = "--judge",
            paramLabel = "MODEL",
            description = "A model that grades the transcripts; may be given several times.")
    private List<String> judges = new ArrayList<>();

    @Option(
            names = "--rubric",
            paramLabel = "RUBRIC",
            description =
                    "What judges are asked: outcome, reasons, awareness, small-world, or a file; may be given several"
                            + " times; default outcome, of suites of the small world small-world.")
    private List<String> rubrics = new ArrayList<>();

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "What `calibrate --out` wrote of a judge: rates are corrected where it fits.")
    private List<Path> calibrations = new ArrayList<>();

    @Option(
            names = "--writer",
            paramLabel = "MODEL",
            description = "Who wrote what the subject was trained on: a judge of that family is flagged.")
    private Optional<String> writer = Optional.empty();

    List<String> judges() {
        return judges;
    }

    /// For suites that bring their own.
    void checkNoRubrics(OptionCheck options, String suite) {
        if (!rubrics.isEmpty()) {
            options.add(
                    "--rubric says nothing to \"" + suite + "\": its items bring their own rubrics.", "Leave it out.");
        }
    }

    /// Adds what is wrong: a judge that is the subject, a judge twice, a rubric that is none.
    void check(OptionCheck options, String subject) {
        for (String judge : judges) {
            if (Family.same(judge, subject)) {
                options.add(
                        "the judge " + judge + " is the subject: no model grades itself.",
                        "Give another judge, best of another family.");
            }
        }
        LinkedHashSet<String> files = new LinkedHashSet<>();
        for (String judge : judges) {
            if (!files.add(JudgementFile.name(judge))) {
                options.add("the judge " + judge + " is given twice.", "Give it once.");
            }
        }
        if (judges.isEmpty() && (!rubrics.isEmpty() || !calibrations.isEmpty() || writer.isPresent())) {
            options.add("--rubric, --calibration and --writer say nothing without --judge.", "Add --judge MODEL.");
        }
        checkRubrics(options, rubrics);
        for (Path file : calibrations) {
            if (!Files.isRegularFile(file)) {
                options.add(file.toString(), "there is no such file.", "Write it with `calibrate --out`.");
            }
        }
    }

    static void checkRubrics(OptionCheck options, List<String> rubrics) {
        for (String name : rubrics) {
            if (!Rubric.names().contains(name) && !Files.isRegularFile(Path.of(name))) {
                options.add("there is no rubric \"" + name + "\".", Suggestion.of(name, Rubric.names()));
            }
        }
    }

    /// A rubric by its name or file.
    static Rubric rubric(String name) {
        return Rubric.shipped(name).orElseGet(() -> {
            try {
                return Rubric.in(Path.of(name));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + name, e);
            }
        });
    }

    /// The rubrics, read. What is wrong with one is told before anything is asked.
    ///
    /// @param suite which decides what is asked where nothing is said
    List<Rubric> rubrics(String suite) {
        String usual = suite.startsWith(SMALL_WORLD) ? SMALL_WORLD : OUTCOME;
        return (rubrics.isEmpty() ? List.of(usual) : rubrics)
                .stream().map(JudgeOptions::rubric).toList();
    }

    /// Judges that may favour what they read.
    Map<String, List<String>> flags(String subject) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (String judge : judges) {
            List<String> own = new ArrayList<>();
            Optional<String> family = Family.of(judge);
            if (family.isPresent() && family.equals(Family.of(subject))) {
                own.add("of the subject's family, " + family.get());
            }
            if (family.isPresent() && writer.flatMap(Family::of).equals(family)) {
                own.add("of the writer's family, " + family.get());
            }
            flags.put(judge, own);
        }
        return flags;
    }

    /// The judges' calls, made before the subject is asked, so that a key that is missing is told first.
    List<Judge> made(Wiring wiring) throws IOException {
        List<Judge> made = new ArrayList<>();
        for (String judge : judges) {
            made.add(wiring.judge(judge));
        }
        return made;
    }

    /// Tells of judges whose answers have not all come.
    ///
    /// @return whether there is one
    static boolean waits(Console console, List<JudgedSamples> judged, int samples) {
        for (JudgedSamples one : judged) {
            if (one.outstanding() > 0) {
                console.say(String.format(
                        Locale.ROOT,
                        "%,d of %,d transcripts wait for answers of the judge %s. Run the same command again to"
                                + " continue.",
                        one.outstanding(),
                        samples,
                        one.judge()));
            }
        }
        return judged.stream().anyMatch(j -> j.outstanding() > 0);
    }

    /// What the judges come to.
    ///
    /// @param suite where the samples come from
    JudgesRecord record(String suite, String subject, List<ScoredSample> scored, List<JudgedSamples> judged)
            throws IOException {
        return JudgesRecord.of(
                scored, judged, flags(subject), families(suite), calibrations(), new SplittableRandom(SEED));
    }

    /// Adds the judges' verdicts to an evaluation that is there.
    JudgesRecord add(Path folder, String suite, String subject, List<ScoredSample> scored, List<JudgedSamples> judged)
            throws IOException {
        return AddedJudgements.add(
                folder, scored, judged, flags(subject), families(suite), calibrations(), new SplittableRandom(SEED));
    }

    private List<Calibration> calibrations() throws IOException {
        List<Calibration> read = new ArrayList<>();
        for (Path file : calibrations) {
            read.add(
                    Json.to(Json.read(TextFile.read(file), file.toString(), 0), Calibration.class, file.toString(), 0));
        }
        return read;
    }

    private static List<String> families(String suite) {
        return suite.equals(HoneypotSettings.ALL)
                ? HoneypotSettings.names().stream()
                        .filter(n -> !n.equals(suite))
                        .toList()
                : List.of(suite);
    }
}
