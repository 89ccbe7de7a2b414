package io.github.hcsc.core.prototype;

import io.github.hcsc.core.distributed.Collectives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * K-means with too many centroids for one: of cells first, then of the rows of each cell into as many leaves as its share
 * of the rows; then one update in which each row looks into the leaves of the cells that are nearest to it.
 *
 * @param kmeans of the cells, and within them
 * @param cells how many
 * @param near how many cells a row looks into
 */
record TwoStepKMeans(StreamedKMeans kmeans, int cells, int near) {

    /**
     * What was found.
     *
     * @param leaves the centroids
     * @param search which finds a row's leaf
     */
    record Found(float[][] leaves, RowSearch search) {}

    Found fit(RowPasses passes, int count, long seed, Path scratch) throws IOException {
        RowPasses ofCells = passes.part("cells");
        float[][] coarse = kmeans.fit(ofCells, cells, seed);
        int[] labels = ofCells.placed("labels", coarse).labels();
        int[] starts;
        float[][] leaves;
        try (Buckets buckets = Buckets.of(passes.rows(), labels, cells, scratch, passes.group(), passes.stages())) {
            int[] shares = shares(buckets.sizes(), count);
            starts = new int[cells + 1];
            Arrays.setAll(starts, cell -> cell == 0 ? 0 : shares[cell - 1]);
            Arrays.parallelPrefix(starts, Integer::sum);
            leaves = leaves(passes, buckets, shares, seed);
        }
        RowSearch search = new CellSearch(coarse, starts, near);
        return new Found(passes.by(search).updated("polish", leaves), search);
    }

    private float[][] leaves(RowPasses passes, Buckets buckets, int[] shares, long seed) throws IOException {
        return RowPasses.centroids(passes.stages().once("leaves", () -> {
            List<float[]> own = own(passes, buckets, shares, seed);
            return RowPasses.state(gathered(own, shares, passes.rows().dimension(), passes.group()));
        }));
    }

    /** Splits the cells of this process, one of as many as there are processes, after those that are split already. */
    private List<float[]> own(RowPasses passes, Buckets buckets, int[] shares, long seed) throws IOException {
        Stages stages = passes.stages();
        List<float[]> leaves = new ArrayList<>();
        stages.find("leaves-part").ifPresent(state -> leaves.addAll(Arrays.asList(RowPasses.centroids(state))));
        int step = passes.group().size();
        int cell = passes.group().rank();
        for (int made = 0; made < leaves.size(); cell += step) {
            made += shares[cell];
        }
        for (; cell < cells; cell += step) {
            leaves.addAll(Arrays.asList(split(buckets.rows(cell), shares[cell], passes, seed + cell)));
            if (stages.due() && !leaves.isEmpty()) {
                stages.keep("leaves-part", RowPasses.state(leaves.toArray(float[][]::new)));
            }
        }
        return leaves;
    }

    private float[][] split(RowSource bucket, int share, RowPasses passes, long seed) throws IOException {
        if (share == 0) {
            return new float[0][];
        }
        RowPasses within = new RowPasses(bucket, passes.kernels(), Points::nearest, Collectives.single(), Stages.NONE);
        return kmeans.fit(within, share, seed);
    }

    /** Returns the leaves of all cells in the order of the cells, given those of the cells of each process. */
    private static float[][] gathered(List<float[]> own, int[] shares, int dimension, Collectives group) {
        float[][] all = new float[IntStream.of(shares).sum()][];
        double[] values = new double[Math.multiplyExact(all.length, dimension)];
        int taken = 0;
        int leaf = 0;
        for (int cell = 0; cell < shares.length; leaf += shares[cell], cell++) {
            for (int i = 0; cell % group.size() == group.rank() && i < shares[cell]; i++, taken++) {
                for (int j = 0; j < dimension; j++) {
                    values[(leaf + i) * dimension + j] = own.get(taken)[j];
                }
            }
        }
        group.allReduceSum(values);
        Arrays.setAll(all, row -> {
            float[] values32 = new float[dimension];
            for (int j = 0; j < dimension; j++) {
                values32[j] = (float) values[row * dimension + j];
            }
            return values32;
        });
        return all;
    }

    /** Divides leaves among cells by their sizes, by the largest remainder; each cell with rows gets one at least. */
    static int[] shares(long[] sizes, int count) {
        double all = Arrays.stream(sizes).sum();
        int[] shares = new int[sizes.length];
        Arrays.setAll(shares, cell -> (int) Math.max(Math.min(1, sizes[cell]), Math.floor(count * sizes[cell] / all)));
        Integer[] order = IntStream.range(0, sizes.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer cell) -> shares[cell] - count * (sizes[cell] / all)));
        int left = count - IntStream.of(shares).sum();
        for (int i = 0; left > 0; i = (i + 1) % order.length) {
            if (shares[order[i]] < sizes[order[i]]) {
                shares[order[i]]++;
                left--;
            }
        }
        for (int i = order.length - 1; left < 0; i = i == 0 ? order.length - 1 : i - 1) {
            if (shares[order[i]] > 1) {
                shares[order[i]]--;
                left++;
            }
        }
        return shares;
    }
}
