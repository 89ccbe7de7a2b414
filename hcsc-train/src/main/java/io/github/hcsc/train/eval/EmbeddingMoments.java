package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** First and second moments of embeddings of unit length, summed in chunks. */
final class EmbeddingMoments {
    /** Singular values below this share of the largest are rounding. */
    private static final double SINGULAR_FLOOR = 1e-7;

    private final long images;
    private final double[] mean;
    private final double[] gram;

    private EmbeddingMoments(long images, double[] mean, double[] gram) {
        this.images = images;
        this.mean = mean;
        this.gram = gram;
    }

    static EmbeddingMoments of(NDArray embeddings) {
        long n = embeddings.getShape().get(0);
        long d = embeddings.getShape().get(1);
        long chunk = Chunks.rows(d);
        try (NDManager scope = embeddings.getManager().newSubManager()) {
            NDArray sum = scope.zeros(new Shape(d), DataType.FLOAT64);
            NDArray gram = scope.zeros(new Shape(d, d), DataType.FLOAT64);
            for (long start = 0; start < n; start += chunk) {
                try (NDManager step = scope.newSubManager()) {
                    NDArray unit = unit(embeddings, start, Math.min(n, start + chunk), step);
                    sum.addi(unit.sum(new int[] {0}));
                    gram.addi(unit.transpose().matMul(unit));
                }
            }
            return new EmbeddingMoments(n, sum.div(n).toDoubleArray(), gram.toDoubleArray());
        }
    }

    /** Moments of rows in memory, one after another. */
    static EmbeddingMoments of(float[] rows, int d) {
        int n = rows.length / d;
        double[] mean = new double[d];
        double[] gram = new double[d * d];
        double[] unit = new double[d];
        for (int row = 0; row < n; row++) {
            double squares = 0;
            for (int j = 0; j < d; j++) {
                squares += (double) rows[row * d + j] * rows[row * d + j];
            }
            double scale = 1 / Math.max(Math.sqrt(squares), 1e-12);
            for (int j = 0; j < d; j++) {
                unit[j] = rows[row * d + j] * scale;
                mean[j] += unit[j] / n;
            }
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    gram[i * d + j] += unit[i] * unit[j];
                }
            }
        }
        return new EmbeddingMoments(n, mean, gram);
    }

    /** Rows {@code [start, end)} in double precision and unit length, owned by the manager. */
    static NDArray unit(NDArray embeddings, long start, long end, NDManager manager) {
        NDArray rows = Chunks.of(embeddings, start, end);
        rows.attach(manager);
        return rows.toType(DataType.FLOAT64, true).normalize(2, 1);
    }

    double effectiveRank() {
        double[] values = Spectrum.eigenvalues(gram, mean.length);
        double largest = Math.sqrt(values[values.length - 1]);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double singular = Math.sqrt(Math.max(0, values[i]));
            values[i] = singular < SINGULAR_FLOOR * largest ? 0 : singular;
            sum += values[i];
        }
        double entropy = 0;
        for (double value : values) {
            double share = value / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }

    double spread() {
        int d = mean.length;
        double sum = 0;
        for (int j = 0; j < d; j++) {
            double variance = gram[j * d + j] / images - mean[j] * mean[j];
            sum += Math.sqrt(Math.max(0, variance));
        }
        return sum / d * Math.sqrt(d);
    }
}
