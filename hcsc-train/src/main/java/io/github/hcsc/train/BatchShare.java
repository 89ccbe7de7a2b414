package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.data.BatchRows;
import io.github.hcsc.train.config.ConfigException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The part of each batch that this process trains on: some whole groups of batch normalisation.
 *
 * <p>View 1 comes in the order in which keys are shuffled over the groups (MoCo, section 3.3). Since a view is a function of
 * its image and the epoch, each process makes the key views of its own groups itself, and only the keys travel.
 */
final class BatchShare implements BatchRows {

    private static final int KEY_VIEW = 1;

    private final Collectives group;
    private final int batchSize;
    private final int bnGroups;
    private final int stepsPerEpoch;
    private final StepRandom random;

    /**
     * @param batchSize images of a batch, over all processes
     * @param bnGroups groups of batch normalisation, over all processes
     * @param stepsPerEpoch steps of every epoch
     * @param random gives the order of the keys
     */
    BatchShare(Collectives group, int batchSize, int bnGroups, int stepsPerEpoch, StepRandom random) {
        require(bnGroups, group);
        this.group = group;
        this.batchSize = batchSize;
        this.bnGroups = bnGroups;
        this.stepsPerEpoch = stepsPerEpoch;
        this.random = random;
    }

    /**
     * Checks that processes can share batches.
     *
     * @throws ConfigException if they cannot have equally many groups
     */
    static void require(int bnGroups, Collectives group) {
        if (bnGroups % group.size() != 0) {
            throw new ConfigException("encoder.bnGroups must be a multiple of the number of processes, "
                    + group.size() + ", since each normalises whole groups of the batch, but was " + bnGroups
                    + ". Start another number of processes, or set it: --set encoder.bnGroups=" + group.size());
        }
    }

    /** Returns the groups of this process. */
    BatchGroups groups() {
        int each = bnGroups / group.size();
        return new BatchGroups(each, group.rank() * each);
    }

    @Override
    public int parts() {
        return group.size();
    }

    @Override
    public int[] positions(long epoch, int batch, int size, int view) {
        int[] order = view == KEY_VIEW
                ? keyOrder(epoch * stepsPerEpoch + batch)
                : IntStream.range(0, size).toArray();
        return Arrays.copyOfRange(order, from(), to());
    }

    /** Returns for each place in the shuffled batch the image whose key is there. */
    private int[] keyOrder(long step) {
        if (bnGroups == 1) {
            return IntStream.range(0, batchSize).toArray();
        }
        return Arrays.stream(random.keyOrder(step, batchSize))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /**
     * Collects the keys of all processes.
     *
     * @param shuffled the keys of this process in shuffled order {@code [N / processes, d]}
     * @return the keys of the whole batch in its order {@code [N, d]}, owned by {@code scope}
     */
    NDArray wholeBatch(NDManager scope, NDArray shuffled, long step) {
        try (NDArray all = scope.zeros(new Shape(batchSize, shuffled.size(1)))) {
            group.allGather(shuffled, all);
            return all.get(scope.create(inverse(keyOrder(step))));
        }
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

    private int from() {
        return batchSize / group.size() * group.rank();
    }

    private int to() {
        return from() + batchSize / group.size();
    }
}
