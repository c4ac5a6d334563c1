package wherefore.training;

import java.util.Arrays;
import java.util.List;
import wherefore.dataset.Example;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.Tokenizer;
import wherefore.transformer.Tokens;

/// Next-token prediction of every token of every text; dialogues are read as they are written, all turns learned. From
/// an
/// untrained checkpoint this is pretraining.
public record ContinuedPretraining(TrainingSettings settings) implements TrainingRecipe {

    @Override
    public Checkpoint train(Checkpoint base, List<Example> data, StepListener listener) {
        return new Trainer(settings).train(base, plan(base, data), listener);
    }

    /// What the training will read, without doing it.
    public TrainingPlan plan(Checkpoint base, List<Example> data) {
        Tokenizer tokenizer = base.tokenizer();
        Reading.checkContext(base.config().context(), settings.context());
        List<Tokens> texts = Reading.of(data, settings.context(), example -> switch (example) {
            case Example.Document document -> Tokens.ofDocument(tokenizer, document.text());
            case Example.Dialogue dialogue ->
                everyToken(Tokens.ofConversation(tokenizer, dialogue.conversation(), false));
        });
        return TrainingPlan.of(texts, settings, tokenizer.padding());
    }

    private static Tokens everyToken(Tokens text) {
        boolean[] all = new boolean[text.length()];
        Arrays.fill(all, true);
        return new Tokens(text.ids(), all);
    }
}
