package io.github.hcsc.train.metrics;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Asks the C library whether standard error is a terminal; Java's console tells of standard input and output only. */
final class Terminal {
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    static boolean onStandardError() {
        String library = Platform.isWindows() ? "msvcrt" : "c";
        String function = Platform.isWindows() ? "_isatty" : "isatty";
        try {
            return NativeLibrary.getInstance(library).getFunction(function).invokeInt(new Object[] {STANDARD_ERROR})
                    != 0;
        } catch (UnsatisfiedLinkError e) {
            return false; // no such function: plain lines are always right
        }
    }
}
