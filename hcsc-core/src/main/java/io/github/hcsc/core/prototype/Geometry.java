package io.github.hcsc.core.prototype;

import java.util.Arrays;

/** Products, distances and lengths of vectors, in double. */
final class Geometry {
    private static final double SHORTEST = 1e-12;

    private Geometry() {}

    static double product(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }

    static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = (double) a[j] - b[j];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Returns rows scaled to unit length. */
    static float[][] units(float[][] rows) {
        return Arrays.stream(rows).map(Geometry::unit).toArray(float[][]::new);
    }

    private static float[] unit(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        float norm = (float) Math.max(Math.sqrt(squares), SHORTEST);
        float[] unit = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            unit[j] = row[j] / norm;
        }
        return unit;
    }
}
