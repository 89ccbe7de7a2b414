package io.github.hcsc.core.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Tells the C allocator to keep freed memory instead of giving every large tensor back to the system.
 *
 * <p>A training step frees and takes the same blocks over and over; mapping and faulting them in anew costs more than
 * some of the arithmetic. Only glibc has these knobs; elsewhere nothing happens.
 */
public final class NativeMemory {

    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_MAX = -4;
    private static final int M_ARENA_MAX = -8;

    /** Not even above 2 GB, the largest threshold that a number can say. */
    private static final int NEVER = -1;

    private NativeMemory() {}

    /**
     * Keeps memory within the process. Call before the first tensor is made. A thread that has an arena of its own already, as
     * Java's main thread has, goes on with it: {@code MALLOC_ARENA_MAX=1} in the environment prevents that.
     *
     * @return whether the allocator took the settings
     */
    public static boolean keepFreedMemory() {
        if (!Platform.isLinux()) {
            return false;
        }
        try {
            Function mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
            boolean oneArena = set(mallopt, M_ARENA_MAX, 1);
            boolean noMappings = set(mallopt, M_MMAP_MAX, 0);
            boolean noTrimming = set(mallopt, M_TRIM_THRESHOLD, NEVER);
            boolean largeSteps = set(mallopt, M_TOP_PAD, 256 << 20);
            return oneArena && noMappings && noTrimming && largeSteps;
        } catch (UnsatisfiedLinkError e) {
            return false; // musl: no such function, and no need for it
        }
    }

    private static boolean set(Function mallopt, int knob, int value) {
        return mallopt.invokeInt(new Object[] {knob, value}) == 1;
    }
}
