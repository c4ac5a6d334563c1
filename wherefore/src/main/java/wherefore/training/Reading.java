package wherefore.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import wherefore.dataset.Example;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.transformer.Tokens;

/// Examples as tokens, and all that is wrong with them at once.
final class Reading {

    private Reading() {}

    /// A model has no place for tokens beyond its own context.
    static void checkContext(int model, int wanted) {
        if (wanted > model) {
            throw new InputException(
                    "",
                    0,
                    "rows of " + wanted + " tokens are longer than the model's context of " + model + ".",
                    "Ask for a context of at most " + model + ".");
        }
    }

    /// Documents that are longer than a row are cut; a dialogue is not, because its end would lose its beginning.
    static List<Tokens> of(List<? extends Example> data, int context, Function<Example, Tokens> tokens) {
        List<Problem> problems = new ArrayList<>();
        List<Tokens> texts = new ArrayList<>();
        for (Example example : data) {
            try {
                Tokens text = tokens.apply(example);
                if (example instanceof Example.Dialogue && text.length() > context) {
                    problems.add(new Problem(
                            "",
                            0,
                            "the dialogue " + example.id() + " has " + text.length() + " tokens, a row has " + context
                                    + ".",
                            "Shorten it, or train with longer rows."));
                }
                texts.addAll(Packing.cut(text, context));
            } catch (InputException e) {
                e.problems()
                        .forEach(p -> problems.add(new Problem(
                                p.file(), p.line(), "example " + example.id() + ": " + p.message(), p.remedy())));
            }
        }
        if (texts.isEmpty()) {
            problems.add(new Problem("", 0, "there is nothing to train on.", "Give at least one example."));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return texts;
    }
}
