package io.github.hcsc.train.eval.clusters;

import java.util.Arrays;

/**
 * The mutual information of clusters and classes, in natural units, normalised by the arithmetic mean of both entropies.
 *
 * @see <a href="https://jmlr.org/papers/v11/vinh10a.html">Vinh et al., Information Theoretic Measures for Clusterings
 *     Comparison</a>
 */
final class MutualInformation {
    private static final double EPSILON = Math.ulp(1.0);

    private final ContingencyTable table;
    private final double mutual;
    private final double meanEntropy;

    MutualInformation(ContingencyTable table) {
        this.table = table;
        double n = table.images();
        mutual = Math.max(0, table.sum((count, a, b) -> count / n * (Math.log(n * count) - Math.log((double) a * b))));
        meanEntropy = (entropy(table.clusterSizes(), n) + entropy(table.classSizes(), n)) / 2;
    }

    double normalized() {
        if (undivided()) {
            return 1;
        }
        return mutual <= EPSILON ? 0 : mutual / meanEntropy;
    }

    double adjusted() {
        if (undivided()) {
            return 1;
        }
        double expected = expected();
        double room = meanEntropy - expected;
        return (mutual - expected) / (room < 0 ? Math.min(room, -EPSILON) : Math.max(room, EPSILON));
    }

    /** Whether neither clusters nor classes divide the images: they agree by convention. */
    private boolean undivided() {
        return table.clusterSizes().length == 1 && table.classSizes().length == 1;
    }

    private static double entropy(int[] sizes, double n) {
        return -Arrays.stream(sizes)
                .mapToDouble(size -> size / n * Math.log(size / n))
                .sum();
    }

    /** The mean over all ways to deal the images into clusters and classes of these sizes. */
    private double expected() {
        int n = table.images();
        double[] factorial = new double[n + 1];
        for (int i = 2; i <= n; i++) {
            factorial[i] = factorial[i - 1] + Math.log(i);
        }
        return table.sumOverSizes((a, b) -> expected((int) a, (int) b, n, factorial));
    }

    /** The part of a cluster of {@code a} and a class of {@code b} images: their common images are hypergeometric. */
    private static double expected(int a, int b, int n, double[] factorial) {
        double constant = factorial[a] + factorial[b] + factorial[n - a] + factorial[n - b] - factorial[n];
        double sum = 0;
        for (int common = Math.max(1, a + b - n); common <= Math.min(a, b); common++) {
            double probability = Math.exp(constant
                    - factorial[common]
                    - factorial[a - common]
                    - factorial[b - common]
                    - factorial[n - a - b + common]);
            sum += (double) common / n * (Math.log((double) n * common) - Math.log((double) a * b)) * probability;
        }
        return sum;
    }
}
