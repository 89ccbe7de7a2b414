package io.github.hcsc.core.distributed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import io.github.hcsc.core.torch.TensorMemory;
import java.util.Optional;

/**
 * Collectives of GPU tensors by NCCL, from GPU to GPU, and of all else by MPI, which also brings the processes together.
 *
 * <p>Work is queued on CUDA's default stream, where PyTorch's is: it begins when the gradients are there, and the step after
 * it waits for it. The communicator lives as long as the process: to give it back would wait for processes that may have
 * failed. No machine with GPUs has run this yet.
 */
final class Nccl implements Collectives {

    private static final int SUM = 0;

    /** Calls functions of NCCL by their names. */
    @FunctionalInterface
    interface Calls {
        /** Calls a function, and throws an exception if it fails. */
        void call(String function, Object... arguments);
    }

    private final Collectives host;
    private final Calls nccl;
    private final Pointer communicator;

    Nccl(Collectives host, Calls nccl, Pointer communicator) {
        this.host = host;
        this.nccl = nccl;
        this.communicator = communicator;
    }

    /** Returns NCCL between the GPUs of all processes, or nothing if some process has no GPU or no NCCL. */
    static Optional<Collectives> find(Collectives host, Device device) {
        Optional<NcclLibrary> found = device.isGpu() ? installed() : Optional.empty();
        long[] owners = {found.isPresent() ? 1 : 0};
        host.allReduceSum(owners);
        return owners[0] < host.size() ? Optional.empty() : found.map(library -> connect(library, host, device));
    }

    private static Optional<NcclLibrary> installed() {
        try {
            return Optional.of(NcclLibrary.load());
        } catch (IllegalStateException e) {
            return Optional.empty(); // which is the answer; doctor says why
        }
    }

    /**
     * Returns NCCL between the GPUs of all processes.
     *
     * @throws IllegalStateException if this process computes elsewhere, or saying what to install if there is no NCCL
     */
    static Collectives require(Collectives host, Device device) {
        if (!device.isGpu()) {
            throw new IllegalStateException("run.distributed=nccl needs a GPU for each process, but process "
                    + host.rank() + " computes on " + device + "; set it to auto or mpi");
        }
        return connect(NcclLibrary.load(), host, device);
    }

    private static Collectives connect(NcclLibrary library, Collectives host, Device gpu) {
        return new Nccl(host, library, library.connect(gpu.getDeviceId(), host));
    }

    @Override
    public int rank() {
        return host.rank();
    }

    @Override
    public int size() {
        return host.size();
    }

    @Override
    public int localRank() {
        return host.localRank();
    }

    @Override
    public String description() {
        return "NCCL over " + host.description();
    }

    @Override
    public void allReduceSum(NDArray inOut) {
        if (inOut.getDevice().isGpu()) {
            queueSum(inOut);
        } else {
            host.allReduceSum(inOut);
        }
    }

    void queueSum(NDArray inOut) {
        Pointer memory = TensorMemory.of(inOut);
        nccl.call("ncclAllReduce", memory, memory, inOut.size(), type(inOut), SUM, communicator, Pointer.NULL);
    }

    @Override
    public void allGather(NDArray shard, NDArray all) {
        if (shard.getDevice().isGpu()) {
            queueGather(shard, all);
        } else {
            host.allGather(shard, all);
        }
    }

    void queueGather(NDArray shard, NDArray all) {
        if (all.size() != shard.size() * size() || all.getDataType() != shard.getDataType()) {
            throw new IllegalArgumentException("all must hold " + size() + " times " + shard.getDataType() + " "
                    + shard.getShape() + ", but was " + all.getDataType() + " " + all.getShape());
        }
        nccl.call(
                "ncclAllGather",
                TensorMemory.of(shard),
                TensorMemory.of(all),
                shard.size(),
                type(shard),
                communicator,
                Pointer.NULL);
    }

    @Override
    public void broadcast(NDArray inOut, int root) {
        if (inOut.getDevice().isGpu()) {
            queueBroadcast(inOut, root);
        } else {
            host.broadcast(inOut, root);
        }
    }

    void queueBroadcast(NDArray inOut, int root) {
        Pointer memory = TensorMemory.of(inOut);
        nccl.call("ncclBroadcast", memory, memory, inOut.size(), type(inOut), root, communicator, Pointer.NULL);
    }

    /** The numbers that NCCL has for types. */
    private static int type(NDArray tensor) {
        return switch (tensor.getDataType()) {
            case UINT8 -> 1;
            case INT32 -> 2;
            case INT64 -> 4;
            case FLOAT32 -> 7;
            case FLOAT64 -> 8;
            default ->
                throw new IllegalArgumentException(
                        "a tensor between GPUs must be float32, float64, int64, int32 or uint8," + " but was "
                                + tensor.getDataType());
        };
    }

    @Override
    public void allReduceSum(double[] inOut) {
        host.allReduceSum(inOut);
    }

    @Override
    public void allReduceSum(long[] inOut) {
        host.allReduceSum(inOut);
    }

    @Override
    public int[] allGather(int[] shard) {
        return host.allGather(shard);
    }

    @Override
    public float[] allGather(float[] shard) {
        return host.allGather(shard);
    }

    @Override
    public byte[][] allGather(byte[] own) {
        return host.allGather(own);
    }

    @Override
    public void barrier() {
        host.barrier();
    }
}
