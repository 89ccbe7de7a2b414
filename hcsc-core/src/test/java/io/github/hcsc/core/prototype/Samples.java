package io.github.hcsc.core.prototype;

import java.util.Random;
import java.util.stream.IntStream;

/** Points for tests. */
final class Samples {
    private Samples() {}

    /** The fourteen unit points of three values that the reference was run on. */
    static float[][] reference() {
        return IntStream.range(0, 14).mapToObj(Samples::referencePoint).toArray(float[][]::new);
    }

    private static float[] referencePoint(int i) {
        double[] row = IntStream.range(0, 3)
                .mapToDouble(j -> (37 * i + 11 * j) % 23 - 11)
                .toArray();
        double norm = Math.sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]);
        return new float[] {(float) (row[0] / norm), (float) (row[1] / norm), (float) (row[2] / norm)};
    }

    /** Unit points scattered around as many modes. */
    static float[][] clustered(int n, int dimension, int modes, double spread, long seed) {
        Random random = new Random(seed);
        float[][] centres = gaussian(modes, dimension, random);
        float[][] points = gaussian(n, dimension, random);
        for (int i = 0; i < n; i++) {
            float[] centre = centres[random.nextInt(modes)];
            for (int j = 0; j < dimension; j++) {
                points[i][j] = (float) (centre[j] + spread * points[i][j]);
            }
        }
        return Geometry.units(points);
    }

    /** Points of small whole numbers, whose scores every kernel computes without rounding. */
    static float[][] whole(int n, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] points = new float[n][dimension];
        for (float[] point : points) {
            for (int j = 0; j < dimension; j++) {
                point[j] = random.nextInt(5) - 2;
            }
        }
        return points;
    }

    private static float[][] gaussian(int n, int dimension, Random random) {
        float[][] rows = new float[n][dimension];
        for (float[] row : rows) {
            for (int j = 0; j < dimension; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return rows;
    }
}
