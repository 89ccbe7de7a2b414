package io.github.hcsc.core.prototype;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Passes over rows that need not be in memory, each process reading blocks of its own.
 *
 * <p>Sums are float32 within a block of 65,536 rows, and blocks are added in float64 in their order. So a pass that was
 * stopped and went on gives the same bits as one that was not.
 *
 * @param rows finite
 * @param kernels search the blocks
 * @param search which centroids are looked at
 * @param group the processes
 * @param stages of this process; all processes find the same
 */
record RowPasses(RowSource rows, AssignKernel.Factory kernels, RowSearch search, Collectives group, Stages stages) {
    private static final String CENTROIDS = "centroids";
    private static final String SUMS = "sums";
    private static final String SIZES = "sizes";
    private static final String BLOCKS = "blocks";
    private static final String LABELS = "labels";

    /** Returns passes that look at other centroids. */
    RowPasses by(RowSearch other) {
        return new RowPasses(rows, kernels, other, group, stages);
    }

    /** Returns passes whose stages are of a part of the computation. */
    RowPasses part(String name) {
        return new RowPasses(rows, kernels, search, group, stages.of(name));
    }

    /** Returns the means of the clusters, with empty ones refilled: one update of Lloyd's algorithm. */
    float[][] updated(String stage, float[][] centroids) throws IOException {
        return centroids(stages.once(stage, () -> state(means(stage + "-part", centroids))));
    }

    private float[][] means(String part, float[][] centroids) throws IOException {
        Optional<StateDict> begun = stages.find(part);
        double[] sums = begun.map(state -> doubles(state.get(SUMS)))
                .orElseGet(() -> new double[Math.multiplyExact(centroids.length, rows.dimension())]);
        long[] sizes = begun.map(state -> state.get(SIZES).toLongs()).orElseGet(() -> new long[centroids.length]);
        Shard own = Shard.of(group, RowBlocks.count(rows));
        RowBlocks.forEach(rows, own.from() + done(begun), own.to(), (block, values) -> {
            add(values, centroids, sums, sizes);
            if (stages.due()) {
                stages.keep(
                        part,
                        StateDict.builder()
                                .put(SUMS, tensor(sums))
                                .put(SIZES, TensorData.of(sizes, sizes.length))
                                .put(BLOCKS, TensorData.of(new long[] {block + 1L - own.from()}, 1))
                                .build());
            }
        });
        group.allReduceSum(sums);
        group.allReduceSum(sizes);
        float[][] means = new Clusters(sizes, sums).means();
        EmptyClusters.repair(means, sizes, Math.toIntExact(rows.count()));
        return means;
    }

    private void add(float[] values, float[][] centroids, double[] sums, long[] sizes) {
        try (Points block = Points.of(values, rows.dimension(), kernels)) {
            Members members = Members.of(search.nearest(block, centroids), centroids.length);
            members.addSums(block, sums);
            long[] here = members.sizes();
            Arrays.setAll(sizes, c -> sizes[c] + here[c]);
        }
    }

    /**
     * Where rows are in the end.
     *
     * @param labels the cluster of each row of all processes
     * @param extents the sum of the distances of each cluster's rows to its centroid, and its size
     */
    record Placed(int[] labels, Clusters extents) {}

    /** Finds the cluster of each row. */
    Placed placed(String stage, float[][] centroids) throws IOException {
        StateDict state = stages.once(stage, () -> {
            StateDict own = placedHere(stage + "-part", centroids);
            double[] sums = doubles(own.get(SUMS));
            long[] sizes = own.get(SIZES).toLongs();
            group.allReduceSum(sums);
            group.allReduceSum(sizes);
            return state(group.allGather(ints(own.get(LABELS))), sums, sizes);
        });
        return new Placed(ints(state.get(LABELS)), new Clusters(state.get(SIZES).toLongs(), doubles(state.get(SUMS))));
    }

    private StateDict placedHere(String part, float[][] centroids) throws IOException {
        Shard own = Shard.of(group, RowBlocks.count(rows));
        long first = (long) own.from() * RowBlocks.ROWS;
        long last = Math.min(rows.count(), (long) own.to() * RowBlocks.ROWS);
        StateDict begun = stages.find(part)
                .orElseGet(() -> state(new int[0], new double[centroids.length], new long[centroids.length]));
        double[] sums = doubles(begun.get(SUMS));
        long[] sizes = begun.get(SIZES).toLongs();
        int[] before = ints(begun.get(LABELS));
        int[] labels = Arrays.copyOf(before, Math.toIntExact(Math.max(0, last - first)));
        int from = own.from() + (before.length + RowBlocks.ROWS - 1) / RowBlocks.ROWS;
        RowBlocks.forEach(rows, from, own.to(), (block, values) -> {
            int at = (block - own.from()) * RowBlocks.ROWS;
            int to = at + place(values, centroids, labels, at, sums, sizes);
            if (stages.due()) {
                stages.keep(part, state(Arrays.copyOf(labels, to), sums, sizes));
            }
        });
        return state(labels, sums, sizes);
    }

    private int place(float[] values, float[][] centroids, int[] labels, int at, double[] sums, long[] sizes) {
        try (Points block = Points.of(values, rows.dimension(), kernels)) {
            int[] here = search.nearest(block, centroids);
            Clusters found = block.extents(centroids, here);
            Arrays.setAll(sums, c -> sums[c] + found.sums()[c]);
            Arrays.setAll(sizes, c -> sizes[c] + found.sizes()[c]);
            System.arraycopy(here, 0, labels, at, here.length);
            return here.length;
        }
    }

    private static int done(Optional<StateDict> begun) {
        return begun.map(state -> Math.toIntExact(state.get(BLOCKS).toLongs()[0]))
                .orElse(0);
    }

    /** Returns centroids as a result of a stage. */
    static StateDict state(float[][] centroids) {
        int dimension = centroids[0].length;
        float[] values = new float[Math.multiplyExact(centroids.length, dimension)];
        for (int c = 0; c < centroids.length; c++) {
            System.arraycopy(centroids[c], 0, values, c * dimension, dimension);
        }
        return StateDict.builder()
                .put(CENTROIDS, TensorData.of(values, centroids.length, dimension))
                .build();
    }

    /** Returns the centroids of a result. */
    static float[][] centroids(StateDict state) {
        TensorData tensor = state.get(CENTROIDS);
        float[] values = tensor.toFloats();
        int dimension = Math.toIntExact(tensor.shape().get(1));
        float[][] centroids = new float[values.length / dimension][];
        Arrays.setAll(centroids, c -> Arrays.copyOfRange(values, c * dimension, (c + 1) * dimension));
        return centroids;
    }

    private static StateDict state(int[] labels, double[] sums, long[] sizes) {
        ByteBuffer bytes = littleEndian((long) labels.length * Integer.BYTES);
        bytes.asIntBuffer().put(labels);
        return StateDict.builder()
                .put(LABELS, TensorData.of(DataType.INT32, new Shape(labels.length), bytes))
                .put(SUMS, tensor(sums))
                .put(SIZES, TensorData.of(sizes, sizes.length))
                .build();
    }

    private static int[] ints(TensorData tensor) {
        int[] values = new int[Math.toIntExact(tensor.shape().size())];
        tensor.bytes().asIntBuffer().get(values);
        return values;
    }

    private static TensorData tensor(double... values) {
        ByteBuffer bytes = littleEndian((long) values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return TensorData.of(DataType.FLOAT64, new Shape(values.length), bytes);
    }

    private static double[] doubles(TensorData tensor) {
        double[] values = new double[Math.toIntExact(tensor.shape().size())];
        tensor.bytes().asDoubleBuffer().get(values);
        return values;
    }

    private static ByteBuffer littleEndian(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
