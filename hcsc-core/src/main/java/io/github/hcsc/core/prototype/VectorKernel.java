package io.github.hcsc.core.prototype;

import io.github.hcsc.core.prototype.AssignKernel.MovingSearch;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The nearest centroids by the processor's vector instructions. */
final class VectorKernel implements AssignKernel {

    /** Points a thread holds in its second cache while it goes through the centroids. */
    private static final int BLOCK = 384;

    private final float[] values;
    private final int dimension;

    VectorKernel(float[] values, int dimension) {
        this.values = values;
        this.dimension = dimension;
    }

    @Override
    public int[] nearest(float[][] centroids) {
        Panel[] panels = Panel.inOrder(centroids);
        int size = values.length / dimension;
        int[] labels = new int[size];
        IntStream.range(0, (size + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(i -> searchBlock(i * BLOCK, Math.min(size, (i + 1) * BLOCK), panels, labels));
        return labels;
    }

    private void searchBlock(int from, int to, Panel[] panels, int[] labels) {
        float[] block = new float[BLOCK * dimension];
        System.arraycopy(values, from * dimension, block, 0, (to - from) * dimension);
        float[] best = new float[BLOCK];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        int[] nearest = new int[BLOCK];
        float[] scores = new float[Panel.TILE * Panel.WIDTH];
        for (Panel panel : panels) {
            for (int row = 0; row < to - from; row += Panel.TILE) {
                int at = row * dimension;
                panel.score(block, dimension, at, at + dimension, at + 2 * dimension, at + 3 * dimension, scores);
                keepBest(panel, scores, best, nearest, row);
            }
        }
        System.arraycopy(nearest, 0, labels, from, to - from);
    }

    private static void keepBest(Panel panel, float[] scores, float[] best, int[] nearest, int row) {
        for (int i = 0; i < Panel.TILE; i++) {
            int at = i * Panel.WIDTH;
            float largest = Panel.largest(scores, at);
            if (largest > best[row + i]) {
                best[row + i] = largest;
                nearest[row + i] = panel.member(scores, at, largest);
            }
        }
    }

    @Override
    public MovingSearch search() {
        return new PanelBounds(values, dimension);
    }

    @Override
    public void close() {
        // The points are the caller's, and there is nothing else.
    }
}
