package io.github.hcsc.train.prototypes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A tree over random points around random centres, with its embeddings. */
public record RandomTree(PrototypeTree tree, Embeddings embeddings) {

    /** Makes a tree of so many images; counts are the nodes of each level, finest first. */
    public static RandomTree of(int images, int dimension, long seed, int... counts) {
        RandomGenerator random = new SplittableRandom(seed);
        float[][] centroids = points(counts[0], dimension, random);
        float[] values = new float[images * dimension];
        int[] assignments = new int[images];
        for (int image = 0; image < images; image++) {
            float[] centre = centroids[random.nextInt(counts[0])];
            float[] row = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                row[i] = centre[i] + (float) random.nextGaussian() * 0.1f;
            }
            System.arraycopy(unit(row), 0, values, image * dimension, dimension);
            assignments[image] = nearest(unit(row), centroids);
        }
        Embeddings embeddings = Embeddings.of(3, dimension, values);
        List<TreeLevel> levels = new ArrayList<>();
        for (int l = 0; l < counts.length; l++) {
            float[][] above = l + 1 < counts.length
                    ? Arrays.copyOf(points(counts[l + 1], dimension, random), counts[l + 1])
                    : new float[0][];
            int[] parents = above.length == 0
                    ? new int[0]
                    : Arrays.stream(centroids)
                            .mapToInt(row -> nearest(row, above))
                            .toArray();
            levels.add(level(centroids, assignments, parents, embeddings));
            assignments = above.length == 0
                    ? assignments
                    : Arrays.stream(assignments).map(node -> parents[node]).toArray();
            centroids = above;
        }
        return new RandomTree(new PrototypeTree(3, levels), embeddings);
    }

    private static TreeLevel level(float[][] centroids, int[] assignments, int[] parents, Embeddings embeddings) {
        int dimension = embeddings.dimension();
        float[] flat = new float[centroids.length * dimension];
        float[] density = new float[centroids.length];
        for (int node = 0; node < centroids.length; node++) {
            System.arraycopy(centroids[node], 0, flat, node * dimension, dimension);
            density[node] = 0.1f + node * 0.01f;
        }
        float[] similarities = new float[assignments.length];
        for (int image = 0; image < assignments.length; image++) {
            similarities[image] = embeddings.similarity(image, centroids[assignments[image]]);
        }
        return TreeLevel.stored(flat, density, assignments, similarities, parents, new float[0]);
    }

    static float[][] points(int count, int dimension, RandomGenerator random) {
        float[][] points = new float[count][dimension];
        for (float[] point : points) {
            for (int i = 0; i < dimension; i++) {
                point[i] = (float) random.nextGaussian();
            }
            System.arraycopy(unit(point), 0, point, 0, dimension);
        }
        return points;
    }

    private static float[] unit(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value * value;
        }
        float[] unit = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            unit[i] = (float) (row[i] / Math.sqrt(sum));
        }
        return unit;
    }

    private static int nearest(float[] row, float[][] centroids) {
        int best = 0;
        for (int node = 1; node < centroids.length; node++) {
            if (naiveDot(row, centroids[node]) > naiveDot(row, centroids[best])) {
                best = node;
            }
        }
        return best;
    }

    static double naiveDot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
