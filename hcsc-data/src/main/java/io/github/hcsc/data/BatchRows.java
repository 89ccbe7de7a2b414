package io.github.hcsc.data;

import java.util.stream.IntStream;

/**
 * Which images of a batch are made into views here, and in which rows: all of them in order, unless several processes
 * share a batch, or a view has an order of its own.
 */
public interface BatchRows {

    /** All images of a batch in order, in every view. */
    BatchRows ALL = new BatchRows() {
        @Override
        public int parts() {
            return 1;
        }

        @Override
        public int[] positions(long epoch, int batch, int size, int view) {
            return IntStream.range(0, size).toArray();
        }
    };

    /** Returns into how many equal parts, of which one is made here, a batch is cut. */
    int parts();

    /**
     * Returns for each row of a view, which image of the batch it shows; as many rows in every view.
     *
     * @param epoch the number of the epoch
     * @param batch the number of the batch in the epoch
     * @param size images of the batch
     * @param view which view, from 0
     */
    int[] positions(long epoch, int batch, int size, int view);
}
