package io.github.hcsc.train.eval;

/** Eigenvalues of a symmetric matrix: Householder reflections to three diagonals, then bisection on Sturm sequences. */
final class Spectrum {
    private static final int BISECTIONS = 64;

    private final double[] diagonal;
    private final double[] beside;

    private Spectrum(int d) {
        diagonal = new double[d];
        beside = new double[d];
    }

    /**
     * The eigenvalues, ascending.
     *
     * @param a the matrix, row by row; only read
     * @param d its side
     */
    static double[] eigenvalues(double[] a, int d) {
        Spectrum spectrum = new Spectrum(d);
        spectrum.reduce(a.clone(), d);
        return spectrum.bisect();
    }

    private void reduce(double[] a, int d) {
        double[] v = new double[d];
        double[] w = new double[d];
        for (int k = 0; k < d; k++) {
            diagonal[k] = a[k * d + k];
            if (k + 1 == d) {
                return;
            }
            double square = 0;
            for (int i = k + 1; i < d; i++) {
                v[i] = a[i * d + k];
                square += v[i] * v[i];
            }
            double norm = Math.copySign(Math.sqrt(square), v[k + 1]);
            beside[k] = -norm;
            v[k + 1] += norm;
            double scale = norm * v[k + 1]; // half of v.v
            if (scale != 0) {
                reflect(a, d, k + 1, v, w, scale);
            }
        }
    }

    /** Replaces the lower right block A by H A H, H = I - v v^T / scale. */
    private static void reflect(double[] a, int d, int from, double[] v, double[] w, double scale) {
        double vw = 0;
        for (int i = from; i < d; i++) {
            double sum = 0;
            for (int j = from; j < d; j++) {
                sum += a[i * d + j] * v[j];
            }
            w[i] = sum / scale;
            vw += v[i] * w[i];
        }
        for (int i = from; i < d; i++) {
            w[i] -= vw / (2 * scale) * v[i];
        }
        for (int i = from; i < d; i++) {
            double vi = v[i];
            double wi = w[i];
            for (int j = from; j < d; j++) {
                a[i * d + j] -= vi * w[j] + wi * v[j];
            }
        }
    }

    private double[] bisect() {
        int d = diagonal.length;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < d; i++) {
            double radius = Math.abs(beside[i]) + (i > 0 ? Math.abs(beside[i - 1]) : 0);
            low = Math.min(low, diagonal[i] - radius);
            high = Math.max(high, diagonal[i] + radius);
        }
        double[] values = new double[d];
        for (int index = 0; index < d; index++) {
            double from = low;
            double to = high;
            for (int step = 0; step < BISECTIONS && from < to; step++) {
                double middle = from + (to - from) / 2;
                if (countBelow(middle) > index) {
                    to = middle;
                } else {
                    from = middle;
                }
            }
            values[index] = from + (to - from) / 2;
        }
        return values;
    }

    /** Eigenvalues below x: negative pivots of the factorisation of T - x. */
    private int countBelow(double x) {
        int count = 0;
        double pivot = 1;
        for (int i = 0; i < diagonal.length; i++) {
            double square = i > 0 ? beside[i - 1] * beside[i - 1] : 0;
            pivot = diagonal[i] - x - square / pivot;
            if (pivot == 0) {
                pivot = Double.MIN_NORMAL;
            }
            count += pivot < 0 ? 1 : 0;
        }
        return count;
    }
}
