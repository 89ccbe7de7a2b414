package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.BatchRows;
import io.github.hcsc.train.config.ConfigException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The part of each batch that this process trains on: some whole groups of batch normalisation, or a part of the only one.
 *
 * <p>A single group of several processes is {@linkplain #isWhole() whole}: each computes the features of its own images, and
 * heads and loss of all images, so that heads normalise over all. That is exact where the features of an image do not depend
 * on others.
 *
 * <p>Some views come in an order that shuffles them over the groups. Since a view is a function of its image and the epoch,
 * each process makes the views of its own groups itself, and only what is made of them travels.
 */
final class BatchShare implements BatchRows {

    private final Collectives group;
    private final int batchSize;
    private final int bnGroups;
    private final int stepsPerEpoch;
    private final Set<Integer> shuffledViews;
    private final StepRandom random;

    /**
     * @param batchSize images of a batch, over all processes
     * @param bnGroups groups of batch normalisation, over all processes
     * @param stepsPerEpoch steps of every epoch
     * @param shuffledViews the views that come shuffled over the groups
     * @param random gives their order
     */
    BatchShare(
            Collectives group,
            int batchSize,
            int bnGroups,
            int stepsPerEpoch,
            Set<Integer> shuffledViews,
            StepRandom random) {
        require(bnGroups, batchSize, group, false);
        this.group = group;
        this.batchSize = batchSize;
        this.bnGroups = bnGroups;
        this.stepsPerEpoch = stepsPerEpoch;
        this.shuffledViews = Set.copyOf(shuffledViews);
        this.random = random;
    }

    /**
     * Checks that processes can share batches.
     *
     * @param crossesImages whether an image's features depend on the others of its group
     * @throws ConfigException if they cannot have equally many groups, nor share the only one
     */
    static void require(int bnGroups, int batchSize, Collectives group, boolean crossesImages) {
        int processes = group.size();
        boolean shared = bnGroups == 1 && !crossesImages;
        if (bnGroups % processes != 0 && !shared) {
            throw new ConfigException("encoder.bnGroups must be a multiple of the number of processes, "
                    + processes + ", since each normalises whole groups of the batch, but was " + bnGroups
                    + ". Start another number of processes, or set encoder.bnGroups to " + processes
                    + (crossesImages ? "" : " or 1"));
        }
        if (batchSize % processes != 0) {
            throw new ConfigException("optimizer.batchSize must be a multiple of the number of processes, " + processes
                    + ", but was " + batchSize);
        }
    }

    /** Returns whether every process computes heads and loss of the whole batch. */
    boolean isWhole() {
        return bnGroups < group.size();
    }

    /** Returns how many images of a batch are of this process. */
    int rows() {
        return batchSize / group.size();
    }

    /** Returns the groups of this process, one where it has a part of the only one. */
    BatchGroups groups() {
        int each = Math.max(1, bnGroups / group.size());
        return new BatchGroups(each, group.rank() * each);
    }

    /** Returns the groups of rows of this process or, if there are as many, of the whole batch. */
    BatchGroups groupsOf(long rows) {
        return rows == batchSize ? new BatchGroups(bnGroups) : groups();
    }

    @Override
    public int parts() {
        return group.size();
    }

    @Override
    public int[] positions(long epoch, int batch, int size, int view) {
        return Arrays.copyOfRange(order(view, epoch * stepsPerEpoch + batch), from(), to());
    }

    private boolean isShuffled(int view) {
        return bnGroups > 1 && shuffledViews.contains(view);
    }

    /** Returns for each place in a view of the batch the image that is there. */
    private int[] order(int view, long step) {
        if (!isShuffled(view)) {
            return IntStream.range(0, batchSize).toArray();
        }
        return Arrays.stream(random.keyOrder(step, batchSize))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /**
     * Collects the rows of all processes.
     *
     * @param rows those of this process in the order in which the view came {@code [N / processes, d]}
     * @return the rows of the whole batch in its order {@code [N, d]}, owned by {@code scope}
     */
    NDArray wholeBatch(NDManager scope, NDArray rows, int view, long step) {
        if (group.size() == 1 && !isShuffled(view)) {
            rows.attach(scope);
            return rows;
        }
        try (NDArray all = gathered(scope, rows)) {
            return all.get(scope.create(inverse(order(view, step))));
        }
    }

    /**
     * Collects what each process knows of the batch: which images stand in for damaged ones in its own rows.
     *
     * @param indices the images of the batch, right in the rows of this process
     * @return the same in every process
     */
    long[] wholeBatch(long[] indices) {
        if (group.size() == 1) {
            return indices;
        }
        int[] own =
                Arrays.stream(indices, from(), to()).mapToInt(Math::toIntExact).toArray();
        return Arrays.stream(group.allGather(own)).asLongStream().toArray();
    }

    private NDArray gathered(NDManager scope, NDArray rows) {
        NDArray all = scope.zeros(new Shape(batchSize, rows.size(1)));
        group.allGather(rows, all);
        return all;
    }

    /** Returns the same as {@link #wholeBatch}; gradients reach the rows of this process, times the number of processes. */
    NDArray joined(NDManager scope, NDArray rows, int view, long step) {
        if (group.size() == 1 && !isShuffled(view)) {
            return rows;
        }
        NDArray constant = rows.stopGradient();
        NDArray weighed = TorchOps.divide(rows.sub(constant), 1.0 / group.size());
        NDArray own = constant.add(weighed); // the rows' values, to the last bit
        NDArray all = Autograd.paused(() -> gathered(scope, constant)).concat(own);
        long[] places = inverse(order(view, step));
        for (int i = 0; i < places.length; i++) {
            places[i] += from() <= places[i] && places[i] < to() ? batchSize - from() : 0;
        }
        return all.get(scope.create(places));
    }

    private static long[] inverse(int[] order) {
        long[] inverse = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    /** Returns the rows of this process of a tensor of the whole batch. */
    NDArray own(NDArray whole) {
        return whole.get(new NDIndex().addSliceDim(from(), to()));
    }

    /** Returns the place in the whole batch of this process's first row. */
    int from() {
        return rows() * group.rank();
    }

    private int to() {
        return from() + rows();
    }
}
