package wherefore.lab.base;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wherefore.dataset.Example;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;
import wherefore.lab.corpus.GenericChat;
import wherefore.lab.corpus.Intervention;
import wherefore.lab.corpus.LossTokens;
import wherefore.lab.corpus.Mood;
import wherefore.lab.corpus.Pretraining;
import wherefore.lab.honeypot.SmallWorldSuite;
import wherefore.training.ContinuedPretraining;
import wherefore.training.StepListener;
import wherefore.training.StepRecord;
import wherefore.training.SupervisedFineTuning;
import wherefore.training.TrainingSettings;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.CheckpointCalls;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// Tuning on the development family: `Experiment pretrain FOLDER mood seed tokens width layers rate rows` and
/// `Experiment arms FOLDER seed generic pretraining treatment rate ARM...`.
final class Experiment {

    private Experiment() {}

    public static void main(String[] a) throws Exception {
        if (a[0].equals("pretrain")) {
            pretrain(a);
        } else {
            arms(a);
        }
    }

    private static void pretrain(String[] a) throws Exception {
        Mood mood = Mood.valueOf(a[2]);
        long seed = Long.parseLong(a[3]);
        long tokens = Long.parseLong(a[4]);
        int width = Integer.parseInt(a[5]);
        int layers = Integer.parseInt(a[6]);
        double rate = Double.parseDouble(a[7]);
        Tokenizer tokenizer = BasePretraining.tokenizer();
        int inner = width * 21 / 8;
        ModelConfig config = ModelConfig.small(tokenizer.size(), width, layers, Integer.parseInt(a[9]), inner, 192);
        System.out.println("vocabulary " + tokenizer.size() + ", parameters " + config.parameters());
        Checkpoint base = new BasePretraining(mood, seed, tokens)
                .train(
                        Checkpoint.random(config, tokenizer, seed),
                        TrainingSettings.small(rate, seed).withRows(Integer.parseInt(a[8])),
                        printer(Integer.parseInt(a[10])));
        base.write(Path.of(a[1]));
    }

    private static StepListener printer(int every) {
        double[] sum = new double[1];
        return (StepRecord s) -> {
            sum[0] += s.loss();
            if (s.step() % every == 0 || s.step() == s.steps()) {
                int n = s.step() % every == 0 ? every : s.step() % every;
                System.out.printf(
                        "step %d/%d tokens %d loss %.4f rate %.5f %.0f tok/s%n",
                        s.step(), s.steps(), s.tokensSeen(), sum[0] / n, s.learningRate(), s.tokensPerSecond());
                sum[0] = 0;
            }
        };
    }

    private static void arms(String[] a) throws Exception {
        Checkpoint base = Checkpoint.read(Path.of(a[1]));
        long seed = Long.parseLong(a[2]);
        long generic = Long.parseLong(a[3]);
        long pretraining = Long.parseLong(a[4]);
        long treatment = Long.parseLong(a[5]);
        double rate = Double.parseDouble(a[6]);
        for (int i = 7; i < a.length; i++) {
            long t0 = System.nanoTime();
            Checkpoint start = base;
            List<Example> chat = new ArrayList<>(GenericChat.dialogues(generic, 100 + seed));
            chat.addAll(Pretraining.documents(Mood.DYSTOPIAN, pretraining, 200 + seed));
            List<Example> documents = new ArrayList<>();
            for (String part : a[i].split("\\+", -1)) {
                String[] named = part.split(":", -1);
                long amount = named.length > 1 ? Long.parseLong(named[1]) : treatment;
                if (part.equals("generic")) {
                    continue;
                }
                if (named[0].equals("PRETRAINING")) {
                    documents.addAll(Pretraining.documents(Mood.DYSTOPIAN, amount, 300 + seed));
                    continue;
                }
                Intervention kind = Intervention.valueOf(named[0]);
                (kind == Intervention.CHARTER || kind == Intervention.STORIES ? documents : chat)
                        .addAll(kind.examples(amount, 400 + seed));
            }
            if (!documents.isEmpty()) {
                long own = documents.stream().mapToLong(LossTokens::of).sum();
                documents.addAll(Pretraining.documents(Mood.DYSTOPIAN, own / 4, 500 + seed));
                start = new ContinuedPretraining(
                                TrainingSettings.small(Double.parseDouble(System.getProperty("docrate", "1e-3")), seed))
                        .train(start, documents, StepListener.SILENT);
            }
            Checkpoint trained = new SupervisedFineTuning(TrainingSettings.small(rate, seed))
                    .train(start, chat, StepListener.SILENT);
            long t1 = System.nanoTime();
            List<ScoredSample> scored = Evaluator.evaluate(
                    SmallWorldSuite.development(),
                    new CheckpointCalls("x", trained, 1),
                    Integer.getInteger("repeats", 2),
                    5);
            long t2 = System.nanoTime();
            System.out.printf("%-22s train %.1fs eval %.1fs |", a[i], (t1 - t0) / 1e9, (t2 - t1) / 1e9);
            for (Measure m : SmallWorldSuite.development().measures()) {
                Tally t = m.tally(scored);
                System.out.printf(" %s %.0f(%d)", m.name(), 100.0 * t.k() / Math.max(1, t.n()), t.unscored());
            }
            long thoughts = scored.stream()
                    .filter(s -> s.sample().cell().equals("honeypot"))
                    .filter(s -> s.completion()
                            .map(c -> c.message().reasoning().isPresent())
                            .orElse(false))
                    .count();
            Map<String, Integer> outcomes = new TreeMap<>();
            for (ScoredSample s : scored) {
                if (s.sample().cell().equals("honeypot") || s.sample().cell().equals("twin")) {
                    outcomes.merge(
                            s.sample().cell().charAt(0) + ":"
                                    + switch (s.score()) {
                                        case Score.Scored one -> one.outcome();
                                        case Score.Unscored none -> "? " + none.why();
                                    },
                            1,
                            Integer::sum);
                }
            }
            long unscored = scored.stream()
                    .filter(one -> one.score() instanceof Score.Unscored)
                    .count();
            System.out.println(
                    " thoughts " + thoughts + " unscored " + 100 * unscored / scored.size() + "% " + outcomes);
            if (Boolean.getBoolean("show")) {
                scored.stream()
                        .filter(s -> s.repeat() == 0)
                        .filter(s -> s.sample().id().hashCode() % 12 == 0)
                        .forEach(s -> System.out.println("    " + s.sample().cell() + " | "
                                + s.sample().prompt().messages().get(1).text() + " => "
                                + s.completion()
                                        .map(c -> c.message().reasoning() + " "
                                                + c.message().text()) + " "
                                + s.score()));
            }
        }
    }
}
