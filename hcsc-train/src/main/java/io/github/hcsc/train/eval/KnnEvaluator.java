package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Classification by the nearest images of known class.
 *
 * <p>Neighbours are found by cosine similarity; a neighbour of similarity \( s \) votes for its class with weight
 * \( e^{s / \tau} \). The search is exact and runs in chunks on the device of the features, so memory does not grow
 * with the number of images.
 *
 * @param neighbours numbers of voting neighbours, each evaluated
 * @param temperature temperature \( \tau \) of the votes
 */
public record KnnEvaluator(List<Integer> neighbours, double temperature) {
    /** Checks the values. */
    public KnnEvaluator {
        neighbours = List.copyOf(neighbours);
        if (neighbours.isEmpty() || neighbours.stream().anyMatch(k -> k < 1)) {
            throw new IllegalArgumentException("neighbours must be positive numbers, but was " + neighbours);
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be positive, but was " + temperature);
        }
    }

    /** The published protocol: 10, 20, 100 and 200 neighbours, temperature 0.07. */
    public static KnnEvaluator published() {
        return new KnnEvaluator(List.of(10, 20, 100, 200), 0.07);
    }

    /**
     * Classifies the queries by the bank.
     *
     * @param bank features of images of known class, {@code [n, d]}
     * @param bankLabels their classes, {@code n} numbers from 0 on
     * @param queries features of the images to classify, {@code [m, d]}, on the same device
     * @param queryLabels their true classes
     * @return one result per number of neighbours, in order
     * @throws IllegalArgumentException if shapes and labels do not match or a feature is not finite
     */
    public List<KnnResult> evaluate(NDArray bank, int[] bankLabels, NDArray queries, int[] queryLabels) {
        return evaluate(bank, bankLabels, queries, queryLabels, done -> {});
    }

    /**
     * Classifies the queries by the bank, as {@link #evaluate(NDArray, int[], NDArray, int[])} does.
     *
     * @param progress is told how many further images are classified
     */
    public List<KnnResult> evaluate(
            NDArray bank, int[] bankLabels, NDArray queries, int[] queryLabels, IntConsumer progress) {
        List<KnnVotes> votes = votes(bank, bankLabels, queries, queryLabels, progress);
        return IntStream.range(0, votes.size())
                .mapToObj(i -> votes.get(i).result(neighbours.get(i)))
                .toList();
    }

    /**
     * Returns which queries get their true class by the first number of neighbours.
     *
     * @throws IllegalArgumentException as {@link #evaluate(NDArray, int[], NDArray, int[])}
     */
    public BitSet right(NDArray bank, int[] bankLabels, NDArray queries, int[] queryLabels) {
        return votes(bank, bankLabels, queries, queryLabels, done -> {}).get(0).right();
    }

    private List<KnnVotes> votes(
            NDArray bank, int[] bankLabels, NDArray queries, int[] queryLabels, IntConsumer progress) {
        check("bank", bank, bankLabels);
        check("queries", queries, queryLabels);
        int largest = neighbours.stream()
                .mapToInt(k -> Math.min(k, bankLabels.length))
                .max()
                .orElseThrow();
        List<KnnVotes> votes = neighbours.stream()
                .map(k -> new KnnVotes(Math.min(k, bankLabels.length), temperature, classes(bankLabels)))
                .toList();
        try (NDManager scope = bank.getManager().newSubManager()) {
            NDArray unitBank = unit(bank, scope);
            NDArray unitQueries = unit(queries, scope);
            long chunk = Chunks.rows(bankLabels.length);
            for (long start = 0; start < queryLabels.length; start += chunk) {
                long end = Math.min(queryLabels.length, start + chunk);
                int[] truth = Arrays.copyOfRange(queryLabels, (int) start, (int) end);
                try (NDManager step = scope.newSubManager()) {
                    NDArray rows = Chunks.of(unitQueries, start, end);
                    rows.attach(step);
                    vote(rows, unitBank, largest, bankLabels, truth, votes);
                }
                progress.accept(truth.length);
            }
        }
        return votes;
    }

    private static void vote(NDArray rows, NDArray bank, int largest, int[] labels, int[] truth, List<KnnVotes> votes) {
        NDArray similarity = rows.matMul(bank.transpose()); // [c, n]
        NDList nearest = similarity.topK(largest, 1, true, true); // [c, k] each
        float[] similarities = nearest.get(0).toFloatArray();
        long[] indices = nearest.get(1).toType(DataType.INT64, false).toLongArray();
        for (int row = 0; row < truth.length; row++) {
            for (KnnVotes counter : votes) {
                counter.add(similarities, indices, row * largest, labels, truth[row]);
            }
        }
    }

    private static NDArray unit(NDArray features, NDManager owner) {
        try (NDManager scope = owner.newSubManager()) {
            scope.tempAttachAll(features);
            NDArray unit = features.toType(DataType.FLOAT32, false).normalize(2, 1);
            unit.attach(owner);
            return unit;
        }
    }

    private static int classes(int[] labels) {
        return Arrays.stream(labels).max().orElseThrow() + 1;
    }

    private static void check(String what, NDArray features, int[] labels) {
        if (features.getShape().dimension() != 2 || features.getShape().get(0) != labels.length || labels.length == 0) {
            throw new IllegalArgumentException(what + " must be a matrix with one row per label, but was "
                    + features.getShape() + " with " + labels.length + " labels");
        }
        if (Arrays.stream(labels).anyMatch(label -> label < 0)) {
            throw new IllegalArgumentException(what + " must have labels from 0 on, but one is negative");
        }
        EmbeddingHealth.requireFinite(what, features);
    }
}
