package io.github.hcsc.train.report;

import io.github.hcsc.train.prototypes.Embeddings;
import java.util.Optional;
import java.util.stream.IntStream;
import tagbio.umap.Umap;

/**
 * Embeddings as points of a plane, similar ones near each other (UMAP, McInnes et al. 2018).
 *
 * @param x from 0 to {@value #SIDE}
 * @param y from 0 to {@value #SIDE}
 */
@SuppressWarnings("ArrayRecordComponent")
record EmbeddingMap(int[] x, int[] y) {
    static final int SIDE = 1000;

    private static final int FEWEST = 20;
    private static final int NEIGHBOURS = 15;
    private static final int ROUNDS = 200;

    /** Projects embeddings; fewer than 20 make no map. */
    static Optional<EmbeddingMap> of(Embeddings embeddings) {
        int size = embeddings.size();
        if (size < FEWEST) {
            return Optional.empty();
        }
        Umap umap = new Umap()
                .setNumberComponents(2)
                .setNumberNearestNeighbours(NEIGHBOURS)
                .setNumberEpochs(ROUNDS)
                .setThreads(1) // the same map for the same embeddings
                .setSeed(0);
        float[][] points = umap.fitTransform(
                IntStream.range(0, size).mapToObj(embeddings::row).toArray(float[][]::new));
        return Optional.of(new EmbeddingMap(scaled(points, 0), scaled(points, 1)));
    }

    private static int[] scaled(float[][] points, int axis) {
        double[] values = IntStream.range(0, points.length)
                .mapToDouble(i -> points[i][axis])
                .toArray();
        double low = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .min()
                .orElse(0);
        double high = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .max()
                .orElse(1);
        double range = Math.max(1e-9, high - low);
        return IntStream.range(0, values.length)
                .map(i -> (int) Math.round(SIDE * (values[i] - low) / range))
                .toArray();
    }
}
