package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What embeddings reveal without labels.
 *
 * @param images embeddings looked at
 * @param dimensions their length
 * @param effectiveRank \( e^{H} \), \( H \) the entropy of the normalised singular values of the embeddings: how many
 *     directions are in use, from 1 to {@code dimensions} (RankMe, Garrido et al. 2023)
 * @param spread mean standard deviation of a coordinate of the unit-length embeddings, times
 *     \( \sqrt{dimensions} \): 1 for embeddings in all directions, 0 for a single point
 * @param uniformity \( \log E[e^{-2 \lVert x - y \rVert^2}] \) over pairs of different images, of at most 8192 evenly
 *     spaced ones; at best about -4, 0 for a single point (Wang and Isola 2020)
 */
public record EmbeddingHealth(long images, long dimensions, double effectiveRank, double spread, double uniformity) {
    private static final int MOST_UNIFORMITY_IMAGES = 8192;

    /**
     * Measures embeddings.
     *
     * @param embeddings {@code [n, d]}, n at least 2; they are normalised to unit length
     * @throws IllegalArgumentException if there are fewer than two rows or a value is not finite
     */
    public static EmbeddingHealth of(NDArray embeddings) {
        if (embeddings.getShape().dimension() != 2 || embeddings.getShape().get(0) < 2) {
            throw new IllegalArgumentException(
                    "embeddings must be a matrix of at least 2 rows, but was " + embeddings.getShape());
        }
        requireFinite("embeddings", embeddings);
        EmbeddingMoments moments = EmbeddingMoments.of(embeddings);
        return new EmbeddingHealth(
                embeddings.getShape().get(0),
                embeddings.getShape().get(1),
                moments.effectiveRank(),
                moments.spread(),
                uniformity(embeddings));
    }

    /**
     * The figures that a run keeps of each measurement, by name.
     *
     * @param what was measured, {@code features} or {@code embeddings}
     */
    public Map<String, Double> metrics(String what) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(what + "_effective_rank", effectiveRank);
        metrics.put(what + "_rank_share", effectiveRank / possibleRank());
        metrics.put(what + "_spread", spread);
        metrics.put(what + "_uniformity", uniformity);
        return Collections.unmodifiableMap(metrics);
    }

    private double possibleRank() {
        return (double) Math.min(dimensions, images);
    }

    /**
     * The judgement.
     *
     * @param what was measured, {@code features} or {@code embeddings}
     */
    public HealthVerdict verdict(String what) {
        return HealthVerdict.of(what, effectiveRank, possibleRank(), spread);
    }

    /**
     * Judges embeddings in memory, without a tensor engine.
     *
     * @param rows one embedding after another, two at least
     * @param dimension values of each
     */
    public static HealthVerdict verdict(float[] rows, int dimension) {
        EmbeddingMoments moments = EmbeddingMoments.of(rows, dimension);
        return HealthVerdict.of(
                "embeddings", moments.effectiveRank(), Math.min(dimension, rows.length / dimension), moments.spread());
    }

    /**
     * Checks that all values are numbers.
     *
     * @param what what they are, for the message
     * @throws IllegalArgumentException if one is not finite
     */
    public static void requireFinite(String what, NDArray values) {
        try (NDManager scope = values.getManager().newSubManager()) {
            scope.tempAttachAll(values);
            // Zero times a value is zero exactly if the value is finite.
            NDArray sum = values.mul(0f).sum().toType(DataType.FLOAT32, false);
            if (sum.getFloat() != 0) {
                throw new IllegalArgumentException(
                        what + " must be finite, but contain NaN or infinity: the encoder has diverged");
            }
        }
    }

    private static double uniformity(NDArray embeddings) {
        long n = embeddings.getShape().get(0);
        long stride = (n + MOST_UNIFORMITY_IMAGES - 1) / MOST_UNIFORMITY_IMAGES;
        try (NDManager scope = embeddings.getManager().newSubManager()) {
            NDArray some = embeddings.get(new NDIndex().addSliceDim(0, n, stride));
            some.attach(scope);
            long count = some.getShape().get(0);
            NDArray unit = EmbeddingMoments.unit(some, 0, count, scope);
            NDArray others = unit.transpose();
            double sum = 0;
            long chunk = Chunks.rows(2 * count);
            for (long start = 0; start < count; start += chunk) {
                try (NDManager step = scope.newSubManager()) {
                    NDArray rows = Chunks.of(unit, start, Math.min(count, start + chunk));
                    rows.attach(step);
                    NDArray similarity = rows.matMul(others); // [c, n]
                    sum += similarity.sub(1).mul(4).exp().sum().getDouble();
                }
            }
            // Each image is at distance 0 from itself and does not count.
            return Math.log(Math.max(Double.MIN_NORMAL, (sum - count) / (count * (count - 1.0))));
        }
    }

    /**
     * Returns the mean squared distance between the unit-length embeddings of two views of an image, 0 at best (Wang and
     * Isola 2020).
     *
     * @param first {@code [n, d]}
     * @param second {@code [n, d]}, row by row of the same images
     * @throws IllegalArgumentException if shapes differ or a value is not finite
     */
    public static double alignment(NDArray first, NDArray second) {
        if (!first.getShape().equals(second.getShape())) {
            throw new IllegalArgumentException(
                    "views must have equal shapes, but were " + first.getShape() + " and " + second.getShape());
        }
        requireFinite("embeddings", first);
        requireFinite("embeddings", second);
        long n = first.getShape().get(0);
        long chunk = Chunks.rows(first.getShape().get(1));
        double sum = 0;
        for (long start = 0; start < n; start += chunk) {
            try (NDManager step = first.getManager().newSubManager()) {
                long end = Math.min(n, start + chunk);
                NDArray distance = EmbeddingMoments.unit(first, start, end, step)
                        .sub(EmbeddingMoments.unit(second, start, end, step));
                sum += distance.square().sum().getDouble();
            }
        }
        return sum / n;
    }
}
