package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The few nearest centroids of each point, at the speed of the processor's vectors where it has any. */
final class FewNearest {
    private static final int BLOCK = 384;

    private final float[] values;
    private final int dimension;
    private final int size;
    private final int few;

    FewNearest(float[] values, int dimension, int few) {
        this.values = values;
        this.dimension = dimension;
        this.few = few;
        size = values.length / dimension;
    }

    /**
     * Searches.
     *
     * @param centroids at least {@code few} rows
     * @return {@code [n, few]}: positions of centroids, nearest first, the lower first at the same distance
     */
    int[] among(float[][] centroids) {
        Scores scores = SearchKernel.hasWideVectors() ? new PanelScores(centroids) : new LoopScores(centroids);
        int[] nearest = new int[Math.multiplyExact(size, few)];
        IntStream.range(0, (size + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(i -> scores.search(i * BLOCK, Math.min(size, (i + 1) * BLOCK), nearest));
        return nearest;
    }

    private interface Scores {
        void search(int from, int to, int[] nearest);
    }

    private final class PanelScores implements Scores {
        private final Panel[] panels;

        PanelScores(float[][] centroids) {
            panels = Panel.inOrder(centroids);
        }

        @Override
        public void search(int from, int to, int[] nearest) {
            float[] scores = new float[Panel.TILE * Panel.WIDTH];
            float[] best = new float[(to - from) * few];
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
            for (Panel panel : panels) {
                for (int row = from; row < to; row += Panel.TILE) {
                    panel.score(values, dimension, at(row), at(row + 1), at(row + 2), at(row + 3), scores);
                    for (int i = row; i < Math.min(to, row + Panel.TILE); i++) {
                        keep(panel, scores, (i - row) * Panel.WIDTH, best, (i - from) * few, nearest, i * few);
                    }
                }
            }
        }

        private int at(int row) {
            return Math.min(row, size - 1) * dimension;
        }

        private void keep(Panel panel, float[] scores, int from, float[] best, int at, int[] nearest, int place) {
            if (Panel.largest(scores, from) > best[at + few - 1]) {
                for (int c = 0; c < panel.members().length; c++) {
                    insert(scores[from + c], panel.members()[c], best, at, nearest, place);
                }
            }
        }
    }

    private final class LoopScores implements Scores {
        private final float[][] centroids;

        LoopScores(float[][] centroids) {
            this.centroids = centroids;
        }

        @Override
        public void search(int from, int to, int[] nearest) {
            float[] best = new float[few];
            for (int row = from; row < to; row++) {
                Arrays.fill(best, Float.NEGATIVE_INFINITY);
                for (int c = 0; c < centroids.length; c++) {
                    insert(-squaredDistance(row, centroids[c]), c, best, 0, nearest, row * few);
                }
            }
        }

        private float squaredDistance(int row, float[] centroid) {
            float sum = 0;
            for (int j = 0; j < dimension; j++) {
                float difference = values[row * dimension + j] - centroid[j];
                sum += difference * difference;
            }
            return sum;
        }
    }

    private void insert(float score, int centroid, float[] best, int at, int[] nearest, int place) {
        int rank = few;
        while (rank > 0 && score > best[at + rank - 1]) {
            rank--;
        }
        for (int i = few - 1; i > rank; i--) {
            best[at + i] = best[at + i - 1];
            nearest[place + i] = nearest[place + i - 1];
        }
        if (rank < few) {
            best[at + rank] = score;
            nearest[place + rank] = centroid;
        }
    }
}
