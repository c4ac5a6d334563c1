package wherefore.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// All ways to call runs left or right, within blocks, and the difference of the arms under each.
final class Labels {

    private final List<Block> blocks;
    private final double allWeight;

    Labels(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
        this.allWeight = blocks.stream().mapToDouble(Block::weight).sum();
    }

    double observed() {
        return blocks.stream().mapToDouble(b -> share(b) * b.difference()).sum();
    }

    /// How many there are; a floating-point number, for it may be beyond a long.
    double count() {
        return blocks.stream()
                .mapToDouble(b -> choose(b.runs(), b.left().size()))
                .reduce(1, (x, y) -> x * y);
    }

    /// Whether the mirror of every relabelling is one too, so that the furthest out come in twos.
    boolean symmetric() {
        return blocks.stream().allMatch(b -> b.left().size() == b.right().size());
    }

    /// The difference under each relabelling: every combination of the differences that the blocks can show.
    double[] enumerate() {
        double[] sums = {0};
        for (Block block : blocks) {
            double[] here = ofBlock(block);
            double[] longer = new double[sums.length * here.length];
            int next = 0;
            for (double sum : sums) {
                for (double d : here) {
                    longer[next++] = sum + d;
                }
            }
            sums = longer;
        }
        return sums;
    }

    double[] draw(int draws, RandomGenerator random) {
        double[] drawn = new double[draws];
        for (Block block : blocks) {
            double[] pool = pool(block);
            for (int d = 0; d < draws; d++) {
                drawn[d] +=
                        contribution(block, pool, drawLeft(pool, block.left().size(), random));
            }
        }
        return drawn;
    }

    private double[] ofBlock(Block block) {
        double[] pool = pool(block);
        int left = block.left().size();
        double[] differences = new double[(int) Math.round(choose(pool.length, left))];
        int[] chosen = IntStream.range(0, left).toArray();
        for (int i = 0; i < differences.length; i++) {
            double sum = Arrays.stream(chosen).mapToDouble(c -> pool[c]).sum();
            differences[i] = contribution(block, pool, sum);
            advance(chosen, pool.length);
        }
        return differences;
    }

    /// What the block adds to the difference when the runs called left sum to this.
    private double contribution(Block block, double[] pool, double leftSum) {
        double rightSum = Arrays.stream(pool).sum() - leftSum;
        return share(block)
                * (leftSum / block.left().size() - rightSum / block.right().size());
    }

    private double share(Block block) {
        return block.weight() / allWeight;
    }

    /// The first places of a Fisher-Yates shuffle; the pool stays shuffled, which changes nothing.
    private static double drawLeft(double[] pool, int left, RandomGenerator random) {
        double sum = 0;
        for (int i = 0; i < left; i++) {
            int j = random.nextInt(i, pool.length);
            double value = pool[j];
            pool[j] = pool[i];
            pool[i] = value;
            sum += value;
        }
        return sum;
    }

    /// The next combination in lexicographic order; after the last, whatever.
    private static void advance(int[] chosen, int of) {
        int place = chosen.length - 1;
        while (place >= 0 && chosen[place] == of - chosen.length + place) {
            place--;
        }
        if (place < 0) {
            return;
        }
        chosen[place]++;
        for (int later = place + 1; later < chosen.length; later++) {
            chosen[later] = chosen[later - 1] + 1;
        }
    }

    private static double[] pool(Block block) {
        return DoubleStream.concat(Arrays.stream(block.leftValues()), Arrays.stream(block.rightValues()))
                .toArray();
    }

    private static double choose(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }
}
