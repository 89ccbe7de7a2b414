package io.github.hcsc.train.cli;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Ends the process under a computation. {@link System#exit} and {@link Runtime#halt} both run the destructors of native libraries,
 * under which the engine's other threads crash; the C library's {@code _exit} runs nothing.
 */
final class NativeExit {
    private NativeExit() {}

    static void now(int status) {
        try {
            if (!Platform.isWindows()) {
                NativeLibrary.getInstance("c").getFunction("_exit").invokeVoid(new Object[] {status});
            }
        } finally {
            Runtime.getRuntime().halt(status); // no such function
        }
    }
}
