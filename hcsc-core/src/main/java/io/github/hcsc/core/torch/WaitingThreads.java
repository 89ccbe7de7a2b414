package io.github.hcsc.core.torch;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Tells threads of the engine that wait for work to sleep.
 *
 * <p>GNU's OpenMP, which the engine computes with on Linux, lets them spin unless {@code OMP_WAIT_POLICY} is {@code passive}:
 * where others compute too, a step then takes several times as long. It reads the environment when it is loaded.
 */
public final class WaitingThreads {

    private WaitingThreads() {}

    /**
     * Lets them sleep, unless {@code OMP_WAIT_POLICY} or {@code GOMP_SPINCOUNT} is set already. Call before the first tensor is
     * made; later it does nothing.
     */
    public static void sleep() {
        if (!Platform.isLinux() || System.getenv("GOMP_SPINCOUNT") != null) {
            return;
        }
        try {
            // What is set already stays. Java's own view of the environment does not change.
            NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {"OMP_WAIT_POLICY", "passive", 0
            });
        } catch (UnsatisfiedLinkError e) {
            return; // they spin, which is as right
        }
    }
}
