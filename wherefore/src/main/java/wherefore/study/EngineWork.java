package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.InputException;
import wherefore.format.JsonLines;
import wherefore.run.RunRecord;
import wherefore.tensor.Precision;
import wherefore.training.StepRecord;
import wherefore.training.SupervisedFineTuning;
import wherefore.training.TrainingSettings;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.CheckpointCalls;
import wherefore.transformer.Tokenizer;

/// The work of stages with the native engine: real training, real sampling, one native thread each.
final class EngineWork implements StageWork {

    static final String CHECKPOINT = "checkpoint";
    static final String STEPS = "steps.jsonl";

    private static final double MOST_MISSING = 0.05;
    private static final int SAMPLES_AT_ONCE = 512;

    private final Workshop workshop;
    private final CorpusWork corpora;
    private final Map<String, Tokenizer> tokenizers = new ConcurrentHashMap<>();

    EngineWork(Workshop workshop) {
        this.workshop = workshop;
        this.corpora = new CorpusWork(workshop);
    }

    @Override
    public Corpus corpus(Stage.DataStage stage, StudyPlan plan, Path work, Optional<Path> of, Heard heard)
            throws IOException {
        return corpora.make(stage, plan, work, of, example -> lossTokens(example, plan), heard);
    }

    @Override
    public List<RunRecord.FirewallRecord> firewall(StudyPlan plan, Path out, Map<Stage.DataStage, Path> corpora)
            throws IOException {
        return new Firewall(plan, workshop, out).examine(corpora);
    }

    @Override
    public Trained train(
            Stage.TrainStage stage, StudyPlan plan, Optional<Path> start, List<Share> shares, Path into, Heard heard)
            throws IOException {
        Checkpoint base = start.isPresent()
                ? Checkpoint.read(start.get().resolve(CHECKPOINT))
                : workshop.checkpoint(stage.run().subject(), stage.run().seed(), plan.folder());
        List<Example> data = new ArrayList<>();
        Map<String, Long> tokens = new LinkedHashMap<>();
        for (Share share : shares) {
            long taken = take(share, base.tokenizer(), data);
            tokens.merge(share.corpus(), taken, Long::sum);
        }
        TrainingSettings settings = settings(stage);
        List<StepRecord> steps = new ArrayList<>();
        Checkpoint trained = stage.method().recipe(settings).train(base, data, step -> {
            steps.add(step);
            heard.advanced(step.step(), step.steps(), "steps");
        });
        trained.write(into.resolve(CHECKPOINT));
        JsonLines.write(
                into.resolve(STEPS), steps.stream().map(StepRecord::toJson).toList());
        tokens.replaceAll((corpus, n) -> n * settings.epochs());
        return new Trained(tokens, steps.isEmpty() ? 0 : steps.getLast().tokensSeen(), steps.size());
    }

    /// Examples from the front of a corpus, as long as they stay within the wanted loss-bearing tokens. A corpus that
    /// cannot fill them would make arms unequal, so that is an error.
    private static long take(Share share, Tokenizer tokenizer, List<Example> into) throws IOException {
        long wanted = share.tokens().orElse(Long.MAX_VALUE);
        long taken = 0;
        for (Example example : ExampleFile.read(share.examples())) {
            long more = SupervisedFineTuning.tokens(tokenizer, example).bearing();
            if (taken + more > wanted) {
                if (taken == 0) {
                    throw new InputException(
                            "",
                            0,
                            "the first example of the corpus \"" + share.corpus() + "\" has " + more
                                    + " loss-bearing tokens, but only " + wanted + " are wanted.",
                            "Ask for more.");
                }
                return taken;
            }
            into.add(example);
            taken += more;
        }
        if (share.tokens().isPresent() && taken < (1 - MOST_MISSING) * wanted) {
            throw new InputException(
                    "",
                    0,
                    "the corpus \"" + share.corpus() + "\" has " + taken + " loss-bearing tokens, but " + wanted
                            + " are wanted.",
                    "Give it more rows or tokens.");
        }
        return taken;
    }

    private static TrainingSettings settings(Stage.TrainStage stage) {
        StudyFile.Training wish = stage.settings();
        TrainingSettings settings = stage.method().settings(stage.run().seed());
        if (wish.learningRate().isPresent()) {
            settings = settings.withLearningRate(wish.learningRate().get());
        }
        if (wish.rowsPerStep().isPresent()) {
            settings = settings.withRows(Math.toIntExact(wish.rowsPerStep().get()));
        }
        if (wish.context().isPresent()) {
            settings = settings.withContext(Math.toIntExact(wish.context().get()));
        }
        if (wish.epochs().isPresent()) {
            settings = settings.withEpochs((int) Math.round(wish.epochs().get()));
        }
        if (wish.precision().isPresent()) {
            settings = settings.withPrecision(wish.precision().get().equals("f32") ? Precision.F32 : Precision.MIXED);
        }
        return settings;
    }

    @Override
    public Calls subject(Path trained, Heard heard) throws IOException {
        return asked("checkpoint/" + trained, Checkpoint.read(trained.resolve(CHECKPOINT)), heard);
    }

    @Override
    public Calls untrained(Run run, StudyPlan plan, Heard heard) throws IOException {
        return asked(run.subject(), workshop.checkpoint(run.subject(), run.seed(), plan.folder()), heard);
    }

    private static Calls asked(String name, Checkpoint checkpoint, Heard heard) {
        Calls calls = new CheckpointCalls(name, checkpoint, 1);
        return new Calls() {
            @Override
            public String model() {
                return calls.model();
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                List<Outcome> outcomes = new ArrayList<>(requests.size());
                for (int from = 0; from < requests.size(); from += SAMPLES_AT_ONCE) {
                    int to = Math.min(requests.size(), from + SAMPLES_AT_ONCE);
                    outcomes.addAll(calls.submit(requests.subList(from, to)));
                    heard.advanced(to, requests.size(), "samples");
                }
                return outcomes;
            }
        };
    }

    @Override
    public long lossTokens(Example example, StudyPlan plan) throws IOException {
        String subject = plan.file().models().subject().getFirst();
        Tokenizer known = tokenizers.get(subject);
        if (known == null) {
            known = workshop.checkpoint(subject, 0, plan.folder()).tokenizer();
            tokenizers.put(subject, known);
        }
        return SupervisedFineTuning.tokens(known, example).bearing();
    }
}
