package wherefore.lab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws by the generator handed in.
public final class Choice {

    private Choice() {}

    public static <T> T of(List<T> options, RandomGenerator random) {
        return options.get(random.nextInt(options.size()));
    }

    @SafeVarargs
    public static <T> T of(RandomGenerator random, T... options) {
        return options[random.nextInt(options.length)];
    }

    /// True in `percent` of a hundred draws.
    public static boolean chance(int percent, RandomGenerator random) {
        return random.nextInt(100) < percent;
    }

    /// The options in a new order (Fisher and Yates).
    public static <T> List<T> shuffled(List<T> options, RandomGenerator random) {
        List<T> cards = new ArrayList<>(options);
        for (int i = cards.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T card = cards.get(i);
            cards.set(i, cards.get(j));
            cards.set(j, card);
        }
        return cards;
    }
}
