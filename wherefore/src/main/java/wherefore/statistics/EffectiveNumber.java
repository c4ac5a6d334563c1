package wherefore.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.numbers.gamma.LogBeta;

/// How many independent samples the samples of clusters are worth.
///
/// Samples of one cluster (a setting, say) resemble each other by an intra-cluster correlation r, and n of them in
/// clusters of size m are worth n / (1 + (m - 1) r) (Kish 1965). From few clusters and few successes r can hardly be
/// estimated: the usual estimates are 0 or undefined exactly where it matters. So it is weighed instead: successes of a
/// cluster are taken to be beta-binomial, and each r from 0 to 1 counts by how well it explains the counts, the rate
/// being unknown, times a prior of mean 0.2. The effective number is the geometric mean over r so weighed. Many
/// clusters
/// that share scattered successes draw it to n; one cluster that holds them all draws it to the number of clusters.
final class EffectiveNumber {

    /// Of Beta(1, 4), the prior of the correlation: small ones are likelier, none is excluded, the mean is 0.2.
    private static final double PRIOR = 4;

    /// Closer together where correlations are small, for there big clusters tell them apart.
    private static final double[] CORRELATIONS = correlations(20);

    private static final double[] LOG_WEIGHTS = logWeights();

    /// Quantiles of Jeffreys' prior of a rate, Beta(1/2, 1/2).
    private static final double[] RATES = rates(50);

    private EffectiveNumber() {}

    /// From 1 to the number of samples.
    ///
    /// @param k successes of each cluster
    /// @param n samples of each cluster, at least 1
    static double of(long[] k, long[] n) {
        double all = Arrays.stream(n).sum();
        if (n.length == 1) {
            // One cluster says nothing of another: it is one observation.
            return 1;
        }
        double size = Arrays.stream(n).mapToDouble(x -> (double) x * x).sum() / all;
        if (size == 1) {
            return all;
        }
        double[] weights = weights(k, n);
        double sum = Arrays.stream(weights).sum();
        double log = 0;
        for (int i = 0; i < weights.length; i++) {
            log += weights[i] / sum * Math.log(all / (1 + (size - 1) * CORRELATIONS[i]));
        }
        return Math.exp(log);
    }

    /// What each correlation counts, up to a factor.
    private static double[] weights(long[] k, long[] n) {
        Map<Cluster, Integer> alike = new LinkedHashMap<>();
        for (int c = 0; c < k.length; c++) {
            alike.merge(new Cluster(k[c], n[c]), 1, Integer::sum);
        }
        double[][] logs = new double[CORRELATIONS.length][RATES.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            for (int j = 0; j < RATES.length; j++) {
                logs[i][j] = LOG_WEIGHTS[i] + logLikelihood(alike, RATES[j], CORRELATIONS[i]);
                most = Math.max(most, logs[i][j]);
            }
        }
        double highest = most;
        return Arrays.stream(logs)
                .mapToDouble(row ->
                        Arrays.stream(row).map(l -> Math.exp(l - highest)).sum())
                .toArray();
    }

    private record Cluster(long k, long n) {}

    private static double logLikelihood(Map<Cluster, Integer> alike, double rate, double correlation) {
        double strength = (1 - correlation) / correlation;
        double yes = rate * strength;
        double no = (1 - rate) * strength;
        double nothing = LogBeta.value(yes, no);
        double sum = 0;
        for (Map.Entry<Cluster, Integer> e : alike.entrySet()) {
            Cluster c = e.getKey();
            sum += e.getValue() * (LogBeta.value(yes + c.k, no + c.n - c.k) - nothing);
        }
        return sum;
    }

    private static double[] correlations(int many) {
        double[] all = new double[many];
        for (int i = 0; i < many; i++) {
            double place = (i + 0.5) / many;
            all[i] = place * place;
        }
        return all;
    }

    /// The prior's density times the distance between neighbours.
    private static double[] logWeights() {
        return Arrays.stream(CORRELATIONS)
                .map(r -> (PRIOR - 1) * Math.log1p(-r) + Math.log(r) / 2)
                .toArray();
    }

    private static double[] rates(int many) {
        double[] all = new double[many];
        for (int i = 0; i < many; i++) {
            double sine = Math.sin(Math.PI / 2 * (i + 0.5) / many);
            all[i] = sine * sine;
        }
        return all;
    }
}
