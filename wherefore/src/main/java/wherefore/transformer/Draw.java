package wherefore.transformer;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// One token from a distribution, by the inverse of its cumulative sum.
final class Draw {

    private Draw() {}

    /// @param probabilities the distributions of many rows, this one from `offset`, `size` long, with sum 1
    static int token(
            float[] probabilities, int offset, int size, double temperature, double topP, RandomGenerator random) {
        if (temperature == 0) {
            return likeliest(probabilities, offset, size);
        }
        double uniform = random.nextDouble();
        return topP < 1
                ? fromNucleus(probabilities, offset, size, topP, uniform)
                : fromAll(probabilities, offset, size, uniform);
    }

    private static int likeliest(float[] probabilities, int offset, int size) {
        int best = 0;
        for (int i = 1; i < size; i++) {
            best = probabilities[offset + i] > probabilities[offset + best] ? i : best;
        }
        return best;
    }

    /// The first token whose cumulative probability is above the uniform number; rounding may leave the sum below it,
    /// and
    /// then it is the last token that has any probability.
    private static int fromAll(float[] probabilities, int offset, int size, double uniform) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < size; i++) {
            float p = probabilities[offset + i];
            sum += p;
            if (sum > uniform) {
                return i;
            }
            last = p > 0 ? i : last;
        }
        return last;
    }

    /// The same among the likeliest tokens that together reach `topP` (Holtzman et al. 2020).
    private static int fromNucleus(float[] probabilities, int offset, int size, double topP, double uniform) {
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[offset + i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double mass = 0;
        int count = 0;
        while (count < size && mass < topP) {
            mass += probabilities[offset + order[count++]];
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += probabilities[offset + order[i]];
            if (sum > uniform * mass) {
                return order[i];
            }
        }
        return order[count - 1];
    }
}
