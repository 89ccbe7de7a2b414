package io.github.hcsc.core.prototype;

/** Products and distances of vectors, in double. */
final class Geometry {
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
}
