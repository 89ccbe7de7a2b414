package io.github.hcsc.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A main method of the tests in a process of its own. */
public final class JavaProcess {
    private JavaProcess() {}

    /** Returns the command that runs it. */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Collections.addAll(command, arguments);
        return command;
    }

    /** Starts it, with all that it prints in a file. */
    public static Process start(Path output, Class<?> main, String... arguments) throws IOException {
        return new ProcessBuilder(command(main, arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Waits until a process has made a file, or has ended. */
    public static void awaitFile(Process process, Path file) throws InterruptedException {
        while (process.isAlive() && !Files.exists(file)) {
            Thread.sleep(1);
        }
    }
}
