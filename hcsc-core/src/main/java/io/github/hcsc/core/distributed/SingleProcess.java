package io.github.hcsc.core.distributed;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;

/** A job of one process: sums are what they were. */
final class SingleProcess implements Collectives {

    static final Collectives INSTANCE = new SingleProcess();

    private SingleProcess() {}

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int localRank() {
        return 0;
    }

    @Override
    public String description() {
        return "one process";
    }

    @Override
    public void allReduceSum(NDArray inOut) {
        // The sum of one.
    }

    @Override
    public void allReduceSum(double[] inOut) {
        // The sum of one.
    }

    @Override
    public void allReduceSum(long[] inOut) {
        // The sum of one.
    }

    @Override
    public void allGather(NDArray shard, NDArray all) {
        TorchOps.copyInPlace(List.of(all), List.of(shard));
    }

    @Override
    public int[] allGather(int[] shard) {
        return shard.clone();
    }

    @Override
    public float[] allGather(float[] shard) {
        return shard.clone();
    }

    @Override
    public byte[][] allGather(byte[] own) {
        return new byte[][] {own.clone()};
    }

    @Override
    public void broadcast(NDArray inOut, int root) {
        // There is nobody to tell.
    }

    @Override
    public void barrier() {
        // There is nobody to wait for.
    }
}
