package io.github.hcsc.core.distributed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.github.hcsc.core.torch.TensorMemory;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Collectives by the C library of MPI, in place in the memory of tensors; tensors of other devices pass through the host.
 */
final class Mpi implements Collectives {

    private static final int FUNNELED = 1;

    /** Of what one call may carry: counts are 32-bit numbers. */
    private static final long MOST_VALUES = 1 << 30;

    private final MpiLibrary mpi;
    private final MpiAbi abi;
    private final Thread owner = Thread.currentThread();
    private final int rank;
    private final int size;
    private final int localRank;

    private Mpi(MpiLibrary mpi) {
        this.mpi = mpi;
        abi = mpi.abi();
        mpi.call("MPI_Init_thread", Pointer.NULL, Pointer.NULL, FUNNELED, new IntByReference());
        rank = number("MPI_Comm_rank", abi.world());
        size = number("MPI_Comm_size", abi.world());
        localRank = number("MPI_Comm_rank", processesOfThisMachine());
    }

    /** Runs a job between MPI's start and its end; if the job fails, all processes end. */
    static <T> T run(Launch launch, Function<Collectives, T> job) {
        MpiLibrary library = MpiLibrary.load(launch.launcher());
        Mpi mpi = new Mpi(library);
        try {
            mpi.checkSize(launch);
            T result = job.apply(mpi);
            library.call("MPI_Finalize");
            return result;
        } catch (RuntimeException | Error e) {
            mpi.abort(e);
            throw e;
        }
    }

    private void checkSize(Launch launch) {
        if (size != launch.size()) {
            throw new IllegalStateException("the launcher started " + launch.size() + " processes (" + launch.reason()
                    + "), but MPI sees " + size + ": " + mpi.version()
                    + " is not the launcher's. With Slurm start it by"
                    + " 'srun --mpi=pmix', else name the launcher's library in " + MpiLibrary.VARIABLE);
        }
    }

    /** Ends all processes, unless this is the only one. */
    private void abort(Throwable reason) {
        if (size > 1) {
            System.err.println("hcsc: process " + rank + " of " + size + " fails and ends the others: " + reason);
            System.err.flush();
            mpi.call("MPI_Abort", abi.world(), 1);
        }
    }

    private Pointer processesOfThisMachine() {
        try (Memory handle = new Memory(Long.BYTES)) {
            handle.clear();
            mpi.call("MPI_Comm_split_type", abi.world(), abi.sharedMemory(), rank, abi.noInfo(), handle);
            return new Pointer(handle.getLong(0));
        }
    }

    private int number(String function, Pointer communicator) {
        IntByReference value = new IntByReference();
        mpi.call(function, communicator, value);
        return value.getValue();
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int localRank() {
        return localRank;
    }

    @Override
    public String description() {
        return mpi.version() + ", process " + rank + " of " + size;
    }

    @Override
    public void allReduceSum(NDArray inOut) {
        Pointer type = summed(inOut);
        onHost(
                inOut,
                memory -> inParts(
                        inOut.size(),
                        (from, count) -> call(
                                "MPI_Allreduce",
                                abi.inPlace(),
                                memory.share(from * inOut.getDataType().getNumOfBytes()),
                                count,
                                type,
                                abi.sum(),
                                abi.world())));
    }

    @Override
    public void allReduceSum(double[] inOut) {
        call("MPI_Allreduce", abi.inPlace(), inOut, inOut.length, abi.float64(), abi.sum(), abi.world());
    }

    @Override
    public void allReduceSum(long[] inOut) {
        call("MPI_Allreduce", abi.inPlace(), inOut, inOut.length, abi.int64(), abi.sum(), abi.world());
    }

    @Override
    public void allGather(NDArray shard, NDArray all) {
        if (all.size() != shard.size() * size || all.getDataType() != shard.getDataType()) {
            throw new IllegalArgumentException("all must hold " + size + " times " + shard.getDataType() + " "
                    + shard.getShape() + ", but was " + all.getDataType() + " " + all.getShape());
        }
        int bytes = Math.toIntExact(shard.size() * shard.getDataType().getNumOfBytes());
        onHost(
                shard,
                from -> onHost(
                        all,
                        to -> call("MPI_Allgather", from, bytes, abi.bytes(), to, bytes, abi.bytes(), abi.world())));
    }

    @Override
    public int[] allGather(int[] shard) {
        int[] counts = counts(shard.length);
        int[] all = new int[total(counts)];
        gather(shard, all, counts, abi.int32());
        return all;
    }

    @Override
    public float[] allGather(float[] shard) {
        int[] counts = counts(shard.length);
        float[] all = new float[total(counts)];
        gather(shard, all, counts, abi.float32());
        return all;
    }

    @Override
    public byte[][] allGather(byte[] own) {
        int[] counts = counts(own.length);
        int[] starts = starts(counts);
        byte[] all = new byte[total(counts)];
        gather(own, all, counts, abi.bytes());
        byte[][] each = new byte[size][];
        for (int r = 0; r < size; r++) {
            each[r] = Arrays.copyOfRange(all, starts[r], starts[r] + counts[r]);
        }
        return each;
    }

    private void gather(Object own, Object all, int[] counts, Pointer type) {
        call("MPI_Allgatherv", own, counts[rank], type, all, counts, starts(counts), type, abi.world());
    }

    private int[] counts(int own) {
        int[] counts = new int[size];
        call("MPI_Allgather", new int[] {own}, 1, abi.int32(), counts, 1, abi.int32(), abi.world());
        return counts;
    }

    private static int[] starts(int[] counts) {
        int[] starts = new int[counts.length];
        for (int r = 1; r < counts.length; r++) {
            starts[r] = starts[r - 1] + counts[r - 1];
        }
        return starts;
    }

    private static int total(int[] counts) {
        return Arrays.stream(counts).reduce(0, Math::addExact);
    }

    @Override
    public void broadcast(NDArray inOut, int root) {
        long bytes = inOut.size() * inOut.getDataType().getNumOfBytes();
        onHost(
                inOut,
                memory -> inParts(
                        bytes,
                        (from, count) -> call("MPI_Bcast", memory.share(from), count, abi.bytes(), root, abi.world())));
    }

    @Override
    public void barrier() {
        call("MPI_Barrier", abi.world());
    }

    private void call(String function, Object... arguments) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    "MPI must be called by the thread " + owner.getName() + ", which started it, but was called by "
                            + Thread.currentThread().getName());
        }
        mpi.call(function, arguments);
    }

    private Pointer summed(NDArray tensor) {
        return switch (tensor.getDataType()) {
            case FLOAT32 -> abi.float32();
            case FLOAT64 -> abi.float64();
            case INT64 -> abi.int64();
            default ->
                throw new IllegalArgumentException(
                        "a sum must be of float32, float64 or int64, but was " + tensor.getDataType());
        };
    }

    @FunctionalInterface
    private interface Use {
        void of(Pointer memory);
    }

    @FunctionalInterface
    private interface Part {
        void of(long from, int count);
    }

    private static void inParts(long values, Part part) {
        for (long from = 0; from < values; from += MOST_VALUES) {
            part.of(from, (int) Math.min(MOST_VALUES, values - from));
        }
    }

    /** Uses a tensor's memory if the host reaches it, else that of a copy that is copied back. */
    private static void onHost(NDArray tensor, Use use) {
        if (!tensor.getDevice().isGpu()) {
            use.of(TensorMemory.of(tensor));
            return;
        }
        try (NDManager host = tensor.getManager().newSubManager(Device.cpu());
                NDArray copy = host.zeros(tensor.getShape(), tensor.getDataType())) {
            TorchOps.copyInPlace(List.of(copy), List.of(tensor));
            use.of(TensorMemory.of(copy));
            TorchOps.copyInPlace(List.of(tensor), List.of(copy));
        }
    }
}
