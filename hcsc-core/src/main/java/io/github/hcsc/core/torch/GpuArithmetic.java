package io.github.hcsc.core.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * How GPUs of this process compute with float32. A CPU does so exactly and in one order, whatever this says.
 *
 * @param deterministic whether equal inputs give equal bits: cuDNN and cuBLAS are held to kernels that add in one order, and
 *     PyTorch warns where it has none; else cuDNN tries its kernels out and takes the fastest
 * @param tf32 whether products of matrices and convolutions round their inputs to 10 bits behind the point, which the
 *     tensor cores of compute capability 8 and more multiply several times as fast
 */
public record GpuArithmetic(boolean deterministic, boolean tf32) {

    /** Exact and in one order. */
    public static final GpuArithmetic EXACT = new GpuArithmetic(true, false);

    /** What cuBLAS needs to add in one order; read when it first multiplies. */
    private static final String WORKSPACE = "CUBLAS_WORKSPACE_CONFIG";

    private static final int KEEP = 0;
    private static final int BYTE = 0xff;

    /**
     * Has a GPU compute so from here on, with all others of this process; of a CPU nothing changes.
     *
     * @return whether it is done; not where PyTorch does not let it be set, as on Windows, and stays as PyTorch's makers left it
     */
    public boolean on(Device device) {
        return !device.isGpu() || apply();
    }

    /** Sets it, whatever devices there are. */
    boolean apply() {
        try {
            NativeLibrary torch = library();
            set(torch, "setDeterministicAlgorithms", "bb", deterministic, true);
            set(torch, "setDeterministicCuDNN", "b", deterministic);
            set(torch, "setBenchmarkCuDNN", "b", !deterministic);
            set(torch, "setAllowTF32CuBLAS", "b", tf32);
            set(torch, "setAllowTF32CuDNN", "b", tf32);
            if (deterministic) {
                NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {WORKSPACE, ":4096:8", KEEP
                });
            }
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false; // another compiler's names
        }
    }

    /** Returns what is set. */
    static GpuArithmetic current() {
        NativeLibrary torch = library();
        return new GpuArithmetic(
                is(torch, "deterministicAlgorithms") && is(torch, "deterministicCuDNN"),
                is(torch, "allowTF32CuBLAS") && is(torch, "allowTF32CuDNN"));
    }

    private static NativeLibrary library() {
        Engine.getEngine("PyTorch"); // without it there is no path
        return NativeLibrary.getInstance(LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
    }

    /* Members of at::Context, of which there is one; GCC and Clang write their names so. */

    private static void set(NativeLibrary torch, String member, String types, boolean... values) {
        Object[] arguments = new Object[1 + values.length];
        arguments[0] = context(torch);
        for (int i = 0; i < values.length; i++) {
            arguments[1 + i] = values[i] ? 1 : 0;
        }
        torch.getFunction("_ZN2at7Context" + member.length() + member + "E" + types)
                .invokeVoid(arguments);
    }

    private static boolean is(NativeLibrary torch, String member) {
        Function function = torch.getFunction("_ZNK2at7Context" + member.length() + member + "Ev");
        return (function.invokeInt(new Object[] {context(torch)}) & BYTE) != 0;
    }

    private static Pointer context(NativeLibrary torch) {
        return torch.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
    }

    /** Returns such as {@code deterministic, fp32}. */
    @Override
    public String toString() {
        return (deterministic ? "deterministic" : "fastest kernels") + ", " + (tf32 ? "tf32" : "fp32");
    }
}
