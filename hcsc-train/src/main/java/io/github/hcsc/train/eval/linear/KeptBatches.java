package io.github.hcsc.train.eval.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Features computed once, in a new random order in each epoch: fast, without augmentation.
 *
 * @param features {@code [n, d]}; stay open when these batches are closed
 * @param batchSize features in a batch; the last one of an epoch may be smaller
 * @param seed decides the orders
 */
public record KeptBatches(NDArray features, int batchSize, long seed) implements FeatureBatches {

    /** Checks the size. */
    public KeptBatches {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, but was " + batchSize);
        }
    }

    @Override
    public int perEpoch() {
        return Math.toIntExact((features.size(0) + batchSize - 1) / batchSize);
    }

    @Override
    public void epoch(NDManager scope, int epoch, Sink sink) {
        long[] order = order(epoch);
        for (int start = 0; start < order.length; start += batchSize) {
            long[] indices = Arrays.copyOfRange(order, start, Math.min(order.length, start + batchSize));
            try (NDManager step = scope.newSubManager()) {
                NDArray batch = features.get(step.create(indices));
                batch.attach(step);
                sink.accept(batch, indices, 0);
            }
        }
    }

    long[] order(int epoch) {
        long[] order = LongStream.range(0, features.size(0)).toArray();
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    @Override
    public void close() {}
}
