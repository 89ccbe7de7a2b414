package io.github.hcsc.train.eval.clusters;

import java.util.Arrays;
import java.util.Locale;

/**
 * How well clusters and classes of the same images agree; 1 is perfect agreement.
 *
 * @param clusters clusters that have images
 * @param classes classes that have images
 * @param nmi normalised mutual information, by the mean of both entropies
 * @param ami mutual information adjusted for chance: 0 for random clusters, whatever their number
 * @param ari share of pairs of images on which both agree, adjusted for chance (Hubert and Arabie 1985)
 * @param accuracy images whose cluster stands for their class, when each class has at most one cluster and each cluster
 *     at most one class, chosen for the most images
 */
public record ClusterAgreement(int clusters, int classes, double nmi, double ami, double ari, double accuracy) {

    /**
     * Compares clusters with classes.
     *
     * @param clusters the cluster of each image, any numbers
     * @param classes the class of each image, any numbers
     * @throws IllegalArgumentException if there are no images, or not as many of each
     */
    public static ClusterAgreement of(int[] clusters, int[] classes) {
        ContingencyTable table = new ContingencyTable(clusters, classes);
        MutualInformation information = new MutualInformation(table);
        long matched = OptimalAssignment.largestSum(table.dense());
        return new ClusterAgreement(
                table.clusterSizes().length,
                table.classSizes().length,
                information.normalized(),
                information.adjusted(),
                adjustedRand(table),
                (double) matched / table.images());
    }

    private static double adjustedRand(ContingencyTable table) {
        double together = table.sum((count, a, b) -> (double) count * count);
        double inClusters = squares(table.clusterSizes());
        double inClasses = squares(table.classSizes());
        double n = table.images();
        double both = together - n;
        double onlyClasses = inClasses - together;
        double onlyClusters = inClusters - together;
        double neither = n * n - together - onlyClasses - onlyClusters;
        if (onlyClasses == 0 && onlyClusters == 0) {
            return 1;
        }
        return 2
                * (both * neither - onlyClasses * onlyClusters)
                / ((both + onlyClasses) * (onlyClasses + neither) + (both + onlyClusters) * (onlyClusters + neither));
    }

    private static double squares(int[] sizes) {
        return Arrays.stream(sizes).mapToDouble(size -> (double) size * size).sum();
    }

    /** The agreement as a sentence. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d clusters, %d classes: NMI %.4f, AMI %.4f, ARI %.4f, accuracy %.2f %%",
                clusters,
                classes,
                nmi,
                ami,
                ari,
                100 * accuracy);
    }
}
