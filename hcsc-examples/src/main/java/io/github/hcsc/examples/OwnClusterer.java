package io.github.hcsc.examples;

import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.Points;
import io.github.hcsc.train.PretrainerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Finds prototypes in another way, here by spherical K-means at each level: {@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.hcsc.examples.OwnClusterer}.
 *
 * <p>Its centroids are directions, unit vectors at every step, as prototypes are in the end.
 *
 * @see <a href="https://doi.org/10.1023/A:1007612920971">Dhillon and Modha, Concept Decompositions for Large Sparse Text
 *     Data</a>
 */
public record OwnClusterer(int iterations) implements FlatClusterer {

    /** Compares it with the configured K-means: in half a minute, or on so many images for so many epochs. */
    public static void main(String[] args) throws IOException {
        System.out.println(SmallRun.of(args).compare(OwnClusterer::plug));
    }

    static PretrainerBuilder plug(PretrainerBuilder pretrainer) {
        return pretrainer.optClusterer(new HierarchicalKMeans(
                List.of(54, 27, 9),
                new OwnClusterer(10),
                AssignmentRule.MOST_SIMILAR_PROTOTYPE,
                0,
                SeedPolicy.LEVEL_AND_EPOCH,
                0.2f));
    }

    @Override
    public Centroids fit(Points points, int count, float[][] previous, long seed) {
        if (count > points.size()) {
            throw new IllegalArgumentException(
                    "the number of centroids must be at most " + points.size() + ", but was " + count);
        }
        float[][] directions = new Random(seed)
                .ints(0, points.size())
                .distinct()
                .limit(count)
                .mapToObj(points::row)
                .toArray(float[][]::new);
        int[] nearest = points.nearest(directions);
        for (int i = 0; i < iterations; i++) {
            directions = means(points, nearest, directions);
            nearest = points.nearest(directions);
        }
        return new Centroids(directions, points.objective(directions, nearest));
    }

    /** The mean direction of each cluster; a cluster without points keeps the one it has. */
    private static float[][] means(Points points, int[] nearest, float[][] directions) {
        float[][] means = new float[directions.length][points.dimension()];
        for (int i = 0; i < nearest.length; i++) {
            points.addTo(means[nearest[i]], i);
        }
        for (int c = 0; c < means.length; c++) {
            double squares = 0;
            for (float value : means[c]) {
                squares += (double) value * value;
            }
            for (int j = 0; j < means[c].length; j++) {
                means[c][j] = squares > 0 ? (float) (means[c][j] / Math.sqrt(squares)) : directions[c][j];
            }
        }
        return means;
    }
}
