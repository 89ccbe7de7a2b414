package io.github.hcsc.core.distributed;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The C library of MPI on this machine.
 *
 * @param library the loaded file
 * @param abi its constants
 */
record MpiLibrary(NativeLibrary library, MpiAbi abi) {

    /** Names the library's file where it cannot be found by itself. */
    static final String VARIABLE = "HCSC_MPI_LIBRARY";

    private static final List<String> OPEN_MPI = List.of("libmpi.so.40", "mpi");
    private static final List<String> MPICH = List.of("libmpich.so.12", "libmpi.so.12", "mpich");

    /* Its plug-ins look for their symbols among everybody's: RTLD_NOW | RTLD_GLOBAL. */
    private static final Map<String, Object> FOR_ALL = Map.of(Library.OPTION_OPEN_FLAGS, 0x102);

    private static final int LONGEST_TEXT = 8192;

    /**
     * Loads the library of the launcher's family, or any.
     *
     * @param named the file to take, if someone named it
     * @throws IllegalStateException saying what to install if there is none
     */
    static MpiLibrary load(Launch.Launcher launcher, Optional<String> named) {
        leaveSignalsToJava();
        List<String> names = named.map(List::of).orElse(candidates(launcher));
        StringBuilder reasons = new StringBuilder();
        for (String name : names) {
            try {
                NativeLibrary library = NativeLibrary.getInstance(name, FOR_ALL);
                library.getFunction("MPI_Init_thread");
                return new MpiLibrary(library, MpiAbi.of(library));
            } catch (UnsatisfiedLinkError e) {
                reasons.append("; ").append(name).append(": ").append(firstLine(e));
            }
        }
        throw new IllegalStateException(
                "no library of MPI was found: install Open MPI (Debian: apt install openmpi-bin),"
                        + " load your cluster's module, or name the file in " + VARIABLE + reasons);
    }

    private static List<String> candidates(Launch.Launcher launcher) {
        List<String> first = launcher == Launch.Launcher.MPICH ? MPICH : OPEN_MPI;
        List<String> second = launcher == Launch.Launcher.MPICH ? OPEN_MPI : MPICH;
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Java raises and handles SIGSEGV in ordinary work, which UCX would take for a crash. */
    private static void leaveSignalsToJava() {
        if (Platform.isLinux()) {
            NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {"UCX_ERROR_SIGNALS", "", 0});
        }
    }

    static String firstLine(UnsatisfiedLinkError e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Loads the library of a launcher's family, or the file that the user names. */
    static MpiLibrary load(Launch.Launcher launcher) {
        return load(launcher, Optional.ofNullable(System.getenv(VARIABLE)));
    }

    /**
     * Calls a function.
     *
     * @throws IllegalStateException if it fails
     */
    void call(String function, Object... arguments) {
        int code = library.getFunction(function).invokeInt(arguments);
        if (code != 0) {
            throw new IllegalStateException(function + " failed: " + text("MPI_Error_string", code));
        }
    }

    /** Returns the first line of how the library calls itself. */
    String version() {
        return text("MPI_Get_library_version")
                .lines()
                .findFirst()
                .orElse("")
                .split(",")[0]
                .strip();
    }

    private String text(String function, Object... arguments) {
        try (Memory text = new Memory(LONGEST_TEXT)) {
            IntByReference length = new IntByReference();
            Object[] all = new Object[arguments.length + 2];
            System.arraycopy(arguments, 0, all, 0, arguments.length);
            all[arguments.length] = text;
            all[arguments.length + 1] = length;
            library.getFunction(function).invokeInt(all);
            return new String(text.getByteArray(0, length.getValue()), StandardCharsets.UTF_8);
        }
    }
}
