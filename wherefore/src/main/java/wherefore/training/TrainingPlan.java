package wherefore.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import wherefore.format.InputException;
import wherefore.transformer.Tokens;

/// All that a training will read, in order: known before it begins, so that its schedule has an end and `--plan` can
/// tell
/// what it will cost.
public final class TrainingPlan {

    private final List<List<Packing.Row>> steps;

    private TrainingPlan(List<List<Packing.Row>> steps) {
        this.steps = steps;
    }

    /// Epoch after epoch: the texts in an order drawn from the seed, packed, in groups of as many rows as a step has.
    static TrainingPlan of(List<Tokens> texts, TrainingSettings settings, int padding) {
        if (texts.stream().allMatch(text -> text.bearing() == 0)) {
            throw new InputException(
                    "",
                    0,
                    "no token of the data bears loss.",
                    "Give dialogues with a turn of the assistant, or documents.");
        }
        SplittableRandom random = new SplittableRandom(settings.seed());
        List<List<Packing.Row>> steps = new ArrayList<>();
        List<Packing.Row> step = new ArrayList<>();
        long left = settings.budget().orElse(Long.MAX_VALUE);
        for (int epoch = 0; left > 0 && (settings.budget().isPresent() || epoch < settings.epochs()); epoch++) {
            List<Tokens> order = new ArrayList<>(texts);
            Collections.shuffle(order, random);
            for (Packing.Row row : Packing.rows(order, settings.context(), padding)) {
                step.add(row);
                left -= row.bearing();
                if (step.size() == settings.rows() || left <= 0) {
                    steps.add(List.copyOf(step));
                    step.clear();
                }
                if (left <= 0) {
                    break;
                }
            }
        }
        if (!step.isEmpty()) {
            steps.add(List.copyOf(step));
        }
        return new TrainingPlan(steps);
    }

    List<List<Packing.Row>> batches() {
        return steps;
    }

    public int steps() {
        return steps.size();
    }

    /// Tokens read, without padding.
    public long tokensSeen() {
        return steps.stream().flatMap(List::stream).mapToLong(Packing.Row::seen).sum();
    }

    /// Tokens that bear loss. With a budget: the least number of whole rows that reach it.
    public long tokensBearing() {
        return steps.stream()
                .flatMap(List::stream)
                .mapToLong(Packing.Row::bearing)
                .sum();
    }
}
