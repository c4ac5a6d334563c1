package wherefore.training;

import java.util.List;
import wherefore.dataset.Example;
import wherefore.format.InputException;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.Tokenizer;
import wherefore.transformer.Tokens;

/// Next-token prediction of the assistant's turns; documents in the mix are learned in full.
public record SupervisedFineTuning(TrainingSettings settings) implements TrainingRecipe {

    @Override
    public Checkpoint train(Checkpoint base, List<Example> data, StepListener listener) {
        return new Trainer(settings).train(base, plan(base, data), listener);
    }

    /// What the training will read, without doing it.
    public TrainingPlan plan(Checkpoint base, List<Example> data) {
        refuseTools(data);
        Tokenizer tokenizer = base.tokenizer();
        Reading.checkContext(base.config().context(), settings.context());
        List<Tokens> texts = Reading.of(data, settings.context(), example -> tokens(tokenizer, example));
        return TrainingPlan.of(texts, settings, tokenizer.padding());
    }

    /// An example as it is read here, whole: which of its tokens bear loss.
    public static Tokens tokens(Tokenizer tokenizer, Example example) {
        return switch (example) {
            case Example.Document document -> Tokens.ofDocument(tokenizer, document.text());
            case Example.Dialogue dialogue ->
                Tokens.ofConversation(
                        tokenizer, dialogue.conversation(), dialogue.supervised() == Example.Supervised.FINAL);
        };
    }

    /// The chat template of this engine has no place for tools on offer: a row would silently become another.
    private static void refuseTools(List<Example> data) {
        for (Example example : data) {
            if (example instanceof Example.Dialogue d && !d.tools().isEmpty()) {
                throw new InputException(
                        "",
                        0,
                        "the row \"" + d.id() + "\" offers tools, which training here does not write.",
                        "Export such rows and train them elsewhere: wherefore export DATA --format trl.");
            }
        }
    }
}
