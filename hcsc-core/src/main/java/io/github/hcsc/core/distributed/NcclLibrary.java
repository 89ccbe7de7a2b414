package io.github.hcsc.core.distributed;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.hcsc.core.torch.TorchLibraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The C library of NCCL on this machine. It has been loaded and asked, but no machine with GPUs has run it yet.
 *
 * @param nccl the loaded file
 * @param cuda the CUDA runtime
 */
record NcclLibrary(NativeLibrary nccl, NativeLibrary cuda) implements Nccl.Calls {

    /** Names the library's file where it cannot be found by itself. */
    static final String VARIABLE = "HCSC_NCCL_LIBRARY";

    /* A library that is loaded already is found by the name it calls itself. */
    private static final List<String> LOADED_BY_PYTORCH =
            List.of("libcudart.so.13", "libcudart.so.12", "libcudart.so.11.0");

    /** What one process makes and all others need to meet it. */
    @Structure.FieldOrder("internal")
    public static class UniqueId extends Structure {
        /** Its bytes, whose meaning is NCCL's. */
        public byte[] internal = new byte[128];

        /** The same, passed by value. */
        public static final class ByValue extends UniqueId implements Structure.ByValue {}
    }

    /** Loads the file that {@value VARIABLE} names, the system's library, or the one within PyTorch. */
    static NcclLibrary load() {
        return load(Optional.ofNullable(System.getenv(VARIABLE)));
    }

    /**
     * Loads NCCL.
     *
     * @param named the file to take, if someone named it
     * @throws IllegalStateException saying what to install if there is none
     */
    static NcclLibrary load(Optional<String> named) {
        List<String> files = new ArrayList<>(List.of("libnccl.so.2", "nccl"));
        files.addAll(TorchLibraries.startingWith("libnccl"));
        files.addAll(TorchLibraries.startingWith("libtorch_cuda"));
        List<String> runtimes = new ArrayList<>(TorchLibraries.startingWith("libcudart"));
        runtimes.addAll(LOADED_BY_PYTORCH);
        runtimes.add("cudart");
        return new NcclLibrary(
                first(named.map(List::of).orElse(files), "ncclCommInitRank"), first(runtimes, "cudaSetDevice"));
    }

    private static NativeLibrary first(List<String> files, String function) {
        StringBuilder reasons = new StringBuilder();
        for (String file : files) {
            try {
                NativeLibrary library = NativeLibrary.getInstance(file);
                library.getFunction(function);
                return library;
            } catch (UnsatisfiedLinkError e) {
                reasons.append("; ").append(MpiLibrary.firstLine(e));
            }
        }
        throw new IllegalStateException("no library with " + function + " was found: install NCCL (Debian: apt install"
                + " libnccl2) beside CUDA, name its file in " + VARIABLE + ", or set run.distributed to mpi" + reasons);
    }

    /** Returns the version and the file. */
    String version() {
        IntByReference code = new IntByReference();
        call("ncclGetVersion", code);
        int number = code.getValue();
        return "NCCL " + number / 10_000 + "." + number / 100 % 100 + "." + number % 100 + " in " + nccl.getFile();
    }

    /** Returns what other processes need to meet this one. */
    byte[] newId() {
        UniqueId id = new UniqueId();
        try (Memory bytes = new Memory(id.size())) {
            call("ncclGetUniqueId", bytes);
            return bytes.getByteArray(0, id.size());
        }
    }

    /**
     * Makes the calling thread use a GPU, and meets the other processes.
     *
     * @return the communicator
     */
    Pointer connect(int gpu, Collectives group) {
        check(cuda, "cudaSetDevice", cuda.getFunction("cudaSetDevice").invokeInt(new Object[] {gpu}), "cuda");
        byte[] own = group.rank() == 0 ? newId() : new byte[0];
        UniqueId.ByValue id = new UniqueId.ByValue();
        id.internal = group.allGather(own)[0];
        PointerByReference communicator = new PointerByReference();
        call("ncclCommInitRank", communicator, group.size(), id, group.rank());
        return communicator.getValue();
    }

    @Override
    public void call(String function, Object... arguments) {
        check(nccl, function, nccl.getFunction(function).invokeInt(arguments), "nccl");
    }

    private static void check(NativeLibrary library, String function, int code, String prefix) {
        if (code != 0) {
            String reason = library.getFunction(prefix + "GetErrorString").invokeString(new Object[] {code}, false);
            throw new IllegalStateException(function + " failed: " + reason + ". NCCL_DEBUG=INFO in the environment"
                    + " makes NCCL say more; run.distributed=mpi does without it");
        }
    }
}
