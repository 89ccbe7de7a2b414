package io.github.hcsc.data;

import io.github.hcsc.data.LoaderConfig.Order;
import io.github.hcsc.data.augment.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which images form which batch of one epoch, a function of the seed and the epoch alone, and which of them are made into
 * views here. */
final class EpochOrder {
    private static final long PURPOSE = 0x6f72646572L;

    private final long epoch;
    private final BatchRows rows;
    private final int[] sequence;
    private final int batchSize;
    private final int batches;

    EpochOrder(int images, LoaderConfig config, long epoch, BatchRows rows) {
        this.epoch = epoch;
        this.rows = rows;
        batchSize = config.batchSize();
        batches = batches(images, config);
        sequence = IntStream.range(0, images).toArray();
        if (config.order() != Order.SEQUENTIAL) {
            shuffle(sequence, RandomStream.of(config.seed(), PURPOSE, epoch));
        }
    }

    static int batches(int images, LoaderConfig config) {
        int whole = images / config.batchSize();
        boolean keepRest = config.order() != Order.SHUFFLED && images % config.batchSize() != 0;
        return keepRest ? whole + 1 : whole;
    }

    int batches() {
        return batches;
    }

    int[] batch(int number) {
        int from = number * batchSize;
        return Arrays.copyOfRange(sequence, from, Math.min(from + batchSize, sequence.length));
    }

    /** Returns the work on a batch. */
    RowPlan plan(int number, int views) {
        int size = batch(number).length;
        int[][] positions = IntStream.range(0, views)
                .mapToObj(view -> rows.positions(epoch, number, size, view))
                .toArray(int[][]::new);
        return RowPlan.of(size, positions);
    }

    private static void shuffle(int[] values, RandomStream random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}
