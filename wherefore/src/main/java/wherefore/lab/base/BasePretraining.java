package wherefore.lab.base;

import java.util.ArrayList;
import java.util.List;
import wherefore.dataset.Example;
import wherefore.format.Fingerprint;
import wherefore.lab.corpus.Mood;
import wherefore.lab.corpus.Pretraining;
import wherefore.lab.corpus.Vocabulary;
import wherefore.lab.world.Acting;
import wherefore.training.StepListener;
import wherefore.training.TrainingMethod;
import wherefore.training.TrainingSettings;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// Pretrains a base from nothing but texts of the small world.
///
/// @param mood   of its machine stories
/// @param seed   of its first weights, its texts and their order
/// @param tokens read once each
public record BasePretraining(Mood mood, long seed, long tokens) {

    /// The shape of every base but for the vocabulary: width, layers, heads, inner width, context.
    private static final int WIDTH = 128;

    private static final int LAYERS = 4;
    private static final int HEADS = 4;
    private static final int INNER = 336;
    private static final int CONTEXT = 192;

    public Checkpoint train(StepListener listener) {
        return train(untrained(seed), TrainingMethod.PRETRAINING.settings(seed), listener);
    }

    Checkpoint train(Checkpoint first, TrainingSettings settings, StepListener listener) {
        List<Example> texts = new ArrayList<>(Pretraining.documents(mood, tokens, seed));
        return TrainingMethod.PRETRAINING.recipe(settings).train(first, texts, listener);
    }

    /// Weights drawn from the seed, nothing learned yet.
    public static Checkpoint untrained(long seed) {
        return Checkpoint.random(shape(tokenizer()), tokenizer(), seed);
    }

    /// Identifies the shape and the vocabulary of an untrained model.
    public static String fingerprint() {
        return Fingerprint.of(shape(tokenizer()) + " " + tokenizer().tokens());
    }

    static ModelConfig shape(Tokenizer tokenizer) {
        return ModelConfig.small(tokenizer.size(), WIDTH, LAYERS, HEADS, INNER, CONTEXT);
    }

    /// One token a word, closed: the same for every base.
    public static Tokenizer tokenizer() {
        List<String> marks = new ArrayList<>(ChatTemplate.TOKENS);
        marks.add(Acting.TOOLS);
        return Tokenizer.of(marks, Vocabulary.words());
    }
}
