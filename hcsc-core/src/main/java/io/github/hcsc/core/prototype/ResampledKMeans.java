package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * K-means again and again of a few points of each cluster, so that sparse regions get more of the centroids.
 *
 * <p>Every round starts afresh with the same number of centroids, and gives all points to the new ones.
 *
 * @param base finds centroids
 * @param choice which points of a cluster are taken
 * @param rounds after the first clustering
 * @param perCluster points of each cluster, fewer where it has fewer; 0 for a share of the mean size that suits the choice
 * @see <a href="https://arxiv.org/abs/2405.15613">Vo et al., Automatic Data Curation for Self-Supervised Learning</a>
 */
public record ResampledKMeans(FlatClusterer base, Choice choice, int rounds, int perCluster) implements FlatClusterer {
    private static final int FEWEST = 8;

    /** Checks that the numbers are not negative. */
    public ResampledKMeans {
        if (rounds < 0 || perCluster < 0) {
            throw new IllegalArgumentException(
                    "rounds and points must not be negative, but were " + rounds + " and " + perCluster);
        }
    }

    /** Which points of a cluster are taken. */
    public enum Choice {
        /** Random ones; 8 % of the mean size by default. */
        RANDOM(0.08) {
            @Override
            int[] of(int[] members, float[] distances, int most, Random random) {
                int[] order = members.clone();
                for (int i = 0; i < Math.min(most, order.length); i++) {
                    int other = i + random.nextInt(order.length - i);
                    int swapped = order[i];
                    order[i] = order[other];
                    order[other] = swapped;
                }
                return Arrays.copyOf(order, Math.min(most, order.length));
            }
        },

        /** The nearest to the centroid; half of the mean size by default, since far fewer would change nothing. */
        CLOSEST(0.5) {
            @Override
            int[] of(int[] members, float[] distances, int most, Random random) {
                return Arrays.stream(members)
                        .boxed()
                        .sorted(Comparator.comparingDouble(point -> distances[point]))
                        .limit(most)
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
        };

        private final double share;

        Choice(double share) {
            this.share = share;
        }

        /** Returns some of the members of a cluster, at most so many. */
        abstract int[] of(int[] members, float[] distances, int most, Random random);
    }

    @Override
    public Centroids fit(Points points, int count, float[][] previous, long seed) {
        Centroids found = base.fit(points, count, previous, seed);
        int most =
                perCluster > 0 ? perCluster : Math.max(FEWEST, (int) Math.round(choice.share * points.size() / count));
        Random random = new Random(seed);
        for (int round = 1; round <= rounds; round++) {
            int[] some = chosen(points, found.rows(), most, random);
            if (some.length < count) {
                return found;
            }
            try (Points subset = points.subset(some)) {
                found = base.fit(subset, count, new float[0][], random.nextLong());
            }
        }
        return new Centroids(found.rows(), points.objective(found.rows(), points.nearest(found.rows())));
    }

    private int[] chosen(Points points, float[][] centroids, int most, Random random) {
        int[] labels = points.nearest(centroids);
        float[] distances = points.squaredDistances(centroids, labels);
        Members members = Members.of(labels, centroids.length);
        return IntStream.range(0, centroids.length)
                .flatMap(c -> Arrays.stream(choice.of(members.members(c).toArray(), distances, most, random)))
                .sorted()
                .toArray();
    }
}
