package io.github.hcsc.core.prototype;

import java.io.IOException;

/**
 * K-means of rows that need not be in memory: of a sample first, then a few passes over all of them.
 *
 * <p>A sample of 128 rows for each centroid alone comes within two percent of the objective, and each pass halves what is
 * left. Where all rows fit into the sample there are no passes.
 *
 * @param algorithm finds centroids of the sample
 * @param rowsPerCentroid in the sample
 * @param passes over all rows
 */
public record StreamedKMeans(FlatClusterer algorithm, int rowsPerCentroid, int passes) {

    /** Checks the numbers. */
    public StreamedKMeans {
        if (rowsPerCentroid < 1 || passes < 0) {
            throw new IllegalArgumentException("a sample must have a row for each centroid and passes must not be"
                    + " negative, but were " + rowsPerCentroid + " and " + passes);
        }
    }

    /** Returns how many rows a sample has, for so many centroids of rows of a dimension. */
    public static int sample(long rows, int count, int dimension, int rowsPerCentroid) {
        long most = Math.min((long) rowsPerCentroid * count, (Integer.MAX_VALUE - 8L) / dimension);
        return (int) Math.min(rows, Math.max(most, count));
    }

    float[][] fit(RowPasses passesOver, int count, long seed) throws IOException {
        RowSource rows = passesOver.rows();
        int sample = sample(rows.count(), count, rows.dimension(), rowsPerCentroid);
        float[][] centroids = RowPasses.centroids(passesOver.stages().once("sample", () -> {
            float[] values = RowSample.read(rows, RowSample.positions(rows.count(), sample, seed));
            try (Points points = Points.of(values, rows.dimension(), passesOver.kernels())) {
                return RowPasses.state(
                        algorithm.fit(points, count, new float[0][], seed).rows());
            }
        }));
        int following = sample == rows.count() ? 0 : passes;
        for (int pass = 1; pass <= following; pass++) {
            centroids = passesOver.updated("pass-" + pass, centroids);
        }
        return centroids;
    }
}
