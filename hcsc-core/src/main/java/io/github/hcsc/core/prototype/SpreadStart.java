package io.github.hcsc.core.prototype;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Start centroids that are points far from one another, as in k-means++ (Arthur and Vassilvitskii, 2007).
 *
 * <p>A point is drawn with a probability proportional to its squared distance to the points drawn before. Points are drawn
 * in rounds, those of a round at even steps of the running sum of the distances, so that a start costs about as much as one
 * assignment.
 */
final class SpreadStart {
    private static final int ROUNDS = 16;

    private SpreadStart() {}

    static float[][] draw(Points points, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int perRound = (count + ROUNDS - 1) / ROUNDS;
        float[] distances = new float[points.here()];
        Arrays.fill(distances, Float.MAX_VALUE);
        List<float[]> start = new ArrayList<>();
        while (start.size() < count) {
            int wanted = Math.min(perRound, count - start.size());
            float[][] drawn = points.rows(points.draw(distances, wanted, random.nextDouble()));
            start.addAll(Arrays.asList(drawn));
            shorten(distances, points.squaredDistances(drawn, points.nearest(drawn)));
        }
        return start.toArray(float[][]::new);
    }

    private static void shorten(float[] distances, float[] others) {
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.min(distances[i], others[i]);
        }
    }
}
