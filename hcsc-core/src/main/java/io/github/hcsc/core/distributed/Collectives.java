package io.github.hcsc.core.distributed;

import ai.djl.ndarray.NDArray;

/**
 * Operations in which all processes of a job take part, each calling them in the same order.
 *
 * <p>A job of one process has them too, and there they do nothing; so algorithms have one code path. Calls come from the
 * thread that {@link Launch#run} runs the job in. A process that fails must not leave the others waiting: an exception
 * that leaves the job ends them all.
 *
 * <p>Sums are added in an order that depends on the number of processes, and are the same bits in all of them.
 */
public interface Collectives {

    /** Returns the collectives of a process that is alone. */
    static Collectives single() {
        return SingleProcess.INSTANCE;
    }

    /** Returns the number of this process, from 0. Process 0 writes the files. */
    int rank();

    /** Returns the number of processes. */
    int size();

    /** Returns the number of this process among those of its machine, from 0: which of the machine's GPUs is its own. */
    int localRank();

    /** Says in a phrase what carries the data. */
    String description();

    /**
     * Replaces a tensor by its sum over all processes.
     *
     * @param inOut contiguous, float32, float64 or int64, of the same shape everywhere
     */
    void allReduceSum(NDArray inOut);

    /** Replaces numbers by their sums over all processes. */
    void allReduceSum(double[] inOut);

    /** Replaces numbers by their sums over all processes. */
    void allReduceSum(long[] inOut);

    /**
     * Joins the tensors of all processes in the order of their ranks.
     *
     * @param shard contiguous, of the same shape everywhere
     * @param all receives {@code size()} times as many values of the same type
     */
    void allGather(NDArray shard, NDArray all);

    /** Returns the numbers of all processes in the order of their ranks; each may bring as many as it likes. */
    int[] allGather(int[] shard);

    /** Returns the numbers of all processes in the order of their ranks; each may bring as many as it likes. */
    float[] allGather(float[] shard);

    /** Returns the bytes of all processes in the order of their ranks; each may bring as many as it likes. */
    byte[][] allGather(byte[] own);

    /**
     * Replaces a tensor by that of one process.
     *
     * @param inOut contiguous, of the same shape and type everywhere
     * @param root whose values all get
     */
    void broadcast(NDArray inOut, int root);

    /** Waits until all processes have come here. */
    void barrier();

    /** Returns the number that process 0 has. */
    default int ofFirst(int number) {
        return allGather(new int[] {number})[0];
    }

    /** Does in process 0 what must be done once, such as writing a file, while the others wait. */
    default void onFirst(Runnable action) {
        if (rank() == 0) {
            action.run();
        }
        barrier();
    }
}
