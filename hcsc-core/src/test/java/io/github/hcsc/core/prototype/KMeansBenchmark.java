package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Times clustering of the points in a file of little-endian floats, 128 per point.
 *
 * <p>Arguments: the file and the numbers of prototypes by level. One number times a single start of 20 iterations, more
 * time the published and the fast hierarchy, the latter without and with prototypes to start from.
 */
final class KMeansBenchmark {
    private static final int DIMENSION = 128;
    private static final int REPEATS = 2;

    private KMeansBenchmark() {}

    public static void main(String[] args) throws IOException {
        List<Integer> prototypes =
                Arrays.stream(args).skip(1).map(Integer::valueOf).toList();
        float[] values = read(Path.of(args[0]));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = manager.create(values, new Shape(values.length / DIMENSION, DIMENSION));
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                if (prototypes.size() == 1) {
                    timeOneStart(embeddings, prototypes.get(0));
                } else {
                    timeHierarchies(embeddings, prototypes);
                }
            }
        }
    }

    private static void timeOneStart(NDArray embeddings, int count) {
        try (Points points = Points.of(embeddings)) {
            KMeans oneStart = new KMeans(20, 1, 1000);
            Centroids found = timed("one start", () -> oneStart.fit(points, count, new float[0][], 0));
            System.out.printf(Locale.ROOT, "objective %.4f%n", found.objective());
        }
    }

    private static void timeHierarchies(NDArray embeddings, List<Integer> prototypes) {
        HierarchicalKMeans published = HierarchicalKMeans.released(prototypes, .2f);
        HierarchicalKMeans fast = HierarchicalKMeans.fast(prototypes, .2f);
        report(embeddings, timed("published", () -> published.cluster(embeddings, PrototypeHierarchy.NONE, 0)));
        PrototypeHierarchy cold = timed("fast", () -> fast.cluster(embeddings, PrototypeHierarchy.NONE, 0));
        report(embeddings, cold);
        report(embeddings, timed("fast, warm", () -> fast.cluster(embeddings, cold, 1)));
    }

    /* Distances to the prototypes at unit length: the clusterings are compared, not the centroids' lengths. */
    private static void report(NDArray embeddings, PrototypeHierarchy hierarchy) {
        for (PrototypeLevel level : hierarchy.levels()) {
            try (NDArray own = level.centroids().get(level.assignments());
                    NDArray difference = embeddings.sub(own);
                    NDArray squares = difference.square();
                    NDArray sum = squares.sum()) {
                System.out.printf(Locale.ROOT, "  %d prototypes, distances %.2f%n", level.size(), sum.getFloat());
            }
        }
    }

    private static <T> T timed(String what, Supplier<T> body) {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        T result = body.get();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s, processor time %.2f s%n",
                what,
                (System.nanoTime() - start) / 1e9,
                (cpuNanos() - cpu) / 1e9);
        return result;
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static float[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
