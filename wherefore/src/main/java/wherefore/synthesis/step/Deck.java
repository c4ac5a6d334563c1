package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Values of one axis with weights. Dealing gives exact counts, not draws: the method of largest remainders.
///
/// @param most how often each value may be dealt in one run; empty: as often as its weight says
public record Deck(Map<String, Double> weights, OptionalInt most) {

    /// Without a limit on repeats.
    public Deck(Map<String, Double> weights) {
        this(weights, OptionalInt.empty());
    }

    public Deck {
        if (most.isPresent() && most.getAsInt() < 1) {
            throw new IllegalArgumentException("a value must be allowed at least once, but was " + most.getAsInt());
        }
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("a deck must have at least one value");
        }
        weights.forEach((value, weight) -> {
            if (!(weight > 0)) {
                throw new IllegalArgumentException(
                        "the weight of \"" + value + "\" must be above 0, but was " + weight);
            }
        });
        weights = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /// `count` values in random order, each as often as its weight says, off by less than one. Remainders that are
    /// equal
    /// are broken by chance, so that a short deal of a long deck is not always its beginning.
    public List<String> deal(int count, RandomGenerator random) {
        List<String> values = new ArrayList<>(weights.keySet());
        shuffle(values, random);
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double[] exact = values.stream()
                .mapToDouble(v -> count * weights.getOrDefault(v, 0.0) / total)
                .toArray();
        int[] copies = IntStream.range(0, exact.length)
                .map(i -> (int) Math.floor(exact[i] + 1e-9))
                .toArray();
        int missing = count - IntStream.of(copies).sum();
        IntStream.range(0, exact.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> copies[i] - exact[i]))
                .limit(missing)
                .forEach(i -> copies[i]++);
        List<String> dealt = new ArrayList<>(count);
        for (int i = 0; i < copies.length; i++) {
            dealt.addAll(java.util.Collections.nCopies(copies[i], values.get(i)));
        }
        shuffle(dealt, random);
        return dealt;
    }

    /// How many can be dealt in one run; empty: any number.
    public OptionalLong capacity() {
        return most.isPresent() ? OptionalLong.of((long) most.getAsInt() * weights.size()) : OptionalLong.empty();
    }

    /// The first value: what every item gets when the dealing is ablated.
    String first() {
        return weights.keySet().iterator().next();
    }

    static <T> void shuffle(List<T> list, RandomGenerator random) {
        for (int i = list.size() - 1; i > 0; i--) {
            java.util.Collections.swap(list, i, random.nextInt(i + 1));
        }
    }
}
