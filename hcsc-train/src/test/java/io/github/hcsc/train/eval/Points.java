package io.github.hcsc.train.eval;

import java.util.Random;

/** Random features and labels for tests. */
final class Points {
    private Points() {}

    static float[][] gaussian(int n, int d, long seed) {
        Random random = new Random(seed);
        float[][] points = new float[n][d];
        for (float[] point : points) {
            for (int j = 0; j < d; j++) {
                point[j] = (float) random.nextGaussian();
            }
        }
        return points;
    }

    static int[] labels(int n, int classes, long seed) {
        return new Random(seed).ints(n, 0, classes).toArray();
    }

    static double[][] unit(float[][] points) {
        double[][] unit = new double[points.length][];
        for (int i = 0; i < points.length; i++) {
            double norm = 0;
            for (float value : points[i]) {
                norm += (double) value * value;
            }
            unit[i] = new double[points[i].length];
            for (int j = 0; j < points[i].length; j++) {
                unit[i][j] = points[i][j] / Math.sqrt(norm);
            }
        }
        return unit;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
