package io.github.hcsc.train.audit;

/** Angles between rows of unit length, exact where cosines in single precision are not: between near copies. */
final class Angles {

    /** Rows nearer than this, cosine 1 - 1e-6, are taken for copies of one another. */
    static final double OF_COPIES = Math.sqrt(2e-6);

    private Angles() {}

    /** Returns the angle, by the length of the chord. */
    static double between(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            squares += difference * difference;
        }
        return 2 * Math.asin(Math.min(1, Math.sqrt(squares) / 2));
    }
}
