package io.github.hcsc.train.distributed;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.distributed.Collectives;

/** The place of a process in a job that does not run: it knows who it would be, and reaches nobody. */
public record Seat(int rank, int size) implements Collectives {

    @Override
    public int localRank() {
        return rank;
    }

    @Override
    public String description() {
        return "process " + rank + " of " + size;
    }

    @Override
    public void allReduceSum(NDArray inOut) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void allReduceSum(double[] inOut) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void allReduceSum(long[] inOut) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void allGather(NDArray shard, NDArray all) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int[] allGather(int[] shard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public float[] allGather(float[] shard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[][] allGather(byte[] own) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void broadcast(NDArray inOut, int root) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void barrier() {
        throw new UnsupportedOperationException();
    }
}
