package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.synthesis.Amount;
import wherefore.synthesis.Kind;
import wherefore.synthesis.Source;
import wherefore.synthesis.Synthesis;
import wherefore.synthesis.SynthesisListener;
import wherefore.synthesis.SynthesisResult;
import wherefore.synthesis.SynthesisSettings;

/// Makes a corpus of a study through the steps of its kind.
final class CorpusWork {

    /// A corpus that lost more than this share of what was asked for would make arms unequal.
    private static final double MOST_MISSING = 0.05;

    /// Of a corpus that is imported as it is.
    private static final Calls NOBODY = new Calls() {
        @Override
        public String model() {
            return "nobody";
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            throw new IllegalStateException("a corpus that nobody writes asks " + requests.size() + " questions");
        }
    };

    private final Workshop workshop;

    CorpusWork(Workshop workshop) {
        this.workshop = workshop;
    }

    /// Counts the loss-bearing tokens of an example.
    @FunctionalInterface
    interface Counting {
        long lossTokens(Example example) throws IOException;
    }

    StageWork.Corpus make(
            Stage.DataStage stage,
            StudyPlan plan,
            Path work,
            Optional<Path> of,
            Counting counting,
            StageWork.Heard heard)
            throws IOException {
        StudyFile.Data data = stage.data();
        List<Source> rows = new ArrayList<>();
        if (of.isPresent()) {
            rows.add(new Source(data.of().orElse(""), ExampleFile.read(of.get()), OptionalDouble.empty()));
        }
        rows.addAll(given(data, plan));
        Kind kind = Kind.named(data.kind());
        if (kind.needsRows() && rows.stream().allMatch(s -> s.rows().isEmpty())) {
            throw new InputException(
                    plan.source().toString(),
                    data.line(),
                    "\"" + stage.corpus() + "\" (" + data.kind() + ") works on rows, and none are given.",
                    "Give them with \"of:\" or \"from:\".");
        }
        SynthesisSettings settings = settings(stage, plan, rows, counting);
        Calls writer = plan.file()
                .models()
                .writer()
                .map(w -> workshop.calls(w, plan.folder()))
                .orElse(NOBODY);
        Optional<Calls> judge = plan.file()
                .models()
                .judge()
                .or(() -> kind.needsJudge() ? plan.file().models().writer() : Optional.empty())
                .map(j -> workshop.calls(j, plan.folder()));
        SynthesisResult result = Synthesis.run(kind, settings, writer, judge, work, hearing(heard));
        return switch (result) {
            case SynthesisResult.Outstanding o -> new StageWork.Corpus.Waiting(o.answers(), o.model());
            case SynthesisResult.Finished f -> whole(stage, plan, f, counting);
        };
    }

    /// The rows of the files that a corpus is made from. A file with drafts in which an AI misbehaves, or
    /// with rows that share words with a held-out evaluation, is refused.
    static List<Source> given(StudyFile.Data data, StudyPlan plan) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String from : data.from()) {
            List<Example> rows = ExampleFile.readForTraining(plan.folder().resolve(from));
            Double share = data.shares().get(from);
            sources.add(new Source(from, rows, share == null ? OptionalDouble.empty() : OptionalDouble.of(share)));
        }
        return sources;
    }

    static SynthesisSettings settings(Stage.DataStage stage, StudyPlan plan, List<Source> sources, Counting counting) {
        StudyFile.Data data = stage.data();
        SynthesisSettings settings = SynthesisSettings.of(
                        plan.constitution().map(c -> Constitution.read(c.path())), amount(stage, sources, counting))
                .withAblated(new LinkedHashSet<>(data.ablate()))
                .withSeed(seed(stage))
                .withSources(sources)
                .with(data.with());
        if (!plan.file().models().subject().isEmpty()) {
            settings = settings.countedBy(example -> counted(example, counting));
        }
        if (data.candidates().isPresent()) {
            settings = settings.withCandidates(Math.toIntExact(data.candidates().get()));
        }
        return data.injection().isPresent()
                ? settings.withInjection(data.injection().get())
                : settings;
    }

    private static StageWork.Corpus whole(
            Stage.DataStage stage, StudyPlan plan, SynthesisResult.Finished finished, Counting counting)
            throws IOException {
        long have = finished.examples().size();
        long wanted = stage.data().rows().orElse(0L);
        String unit = "rows";
        if (stage.data().tokens().isPresent()) {
            wanted = stage.data().tokens().get();
            unit = "loss-bearing tokens";
            have = 0;
            for (Example example : finished.examples()) {
                have += counting.lossTokens(example);
            }
        }
        if (have < (1 - MOST_MISSING) * wanted) {
            throw new InputException(
                    plan.source().toString(),
                    stage.data().line(),
                    "the corpus \"" + stage.corpus() + "\" came to " + have + " of " + wanted + " " + unit + "; lost: "
                            + finished.dropped() + ".",
                    "Ask for less, or mend what drops the rows.");
        }
        Map<String, Long> dropped = new TreeMap<>();
        finished.dropped().forEach((why, n) -> dropped.put(why, n.longValue()));
        return new StageWork.Corpus.Whole(finished.examples(), dropped);
    }

    private static Amount amount(Stage.DataStage stage, List<Source> sources, Counting counting) {
        StudyFile.Data data = stage.data();
        if (data.tokens().isPresent()) {
            return new Amount.Tokens(data.tokens().get(), example -> counted(example, counting));
        }
        int rows = sources.stream().mapToInt(s -> s.rows().size()).sum();
        return new Amount.Rows(Math.toIntExact(data.rows().orElse((long) Math.max(1, rows))));
    }

    private static long counted(Example example, Counting counting) {
        try {
            return counting.lossTokens(example);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Two corpora of one kind must not be one; corpora that are made of another have its order.
    private static long seed(Stage.DataStage stage) {
        String hex = new Fingerprint()
                .with("corpus", stage.corpus())
                .with("seed", stage.seed().orElse(0))
                .hex();
        return Long.parseUnsignedLong(hex.substring(0, 15), 16);
    }

    private static SynthesisListener hearing(StageWork.Heard heard) {
        return new SynthesisListener() {
            @Override
            public void begins(String step, int number, int of, int items) {
                heard.advanced(number - 1, of, "steps");
            }

            @Override
            public void ended(String step, int kept, int dropped) {}
        };
    }
}
