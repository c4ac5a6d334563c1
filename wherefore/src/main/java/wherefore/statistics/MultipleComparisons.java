package wherefore.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// p-values adjusted for having looked more than once. The order of the given p-values is kept.
public final class MultipleComparisons {

    private MultipleComparisons() {}

    /// Holm (1979): the chance of any false finding in the family stays below the level.
    public static double[] holm(double... p) {
        int[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int rank = 0; rank < p.length; rank++) {
            most = Math.max(most, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = most;
        }
        return adjusted;
    }

    /// Benjamini and Hochberg (1995): the expected share of false findings stays below the level.
    public static double[] benjaminiHochberg(double... p) {
        int[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double least = 1;
        for (int rank = p.length - 1; rank >= 0; rank--) {
            least = Math.min(least, p.length * p[order[rank]] / (rank + 1));
            adjusted[order[rank]] = least;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        if (Arrays.stream(p).anyMatch(v -> !(v >= 0 && v <= 1))) {
            throw new IllegalArgumentException("p must be from 0 to 1, but was among " + Arrays.toString(p));
        }
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
