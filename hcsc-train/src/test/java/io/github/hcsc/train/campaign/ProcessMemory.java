package io.github.hcsc.train.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of the memory of a process. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /**
     * Returns megabytes.
     *
     * @param process its number, or {@code self}
     * @param word {@code VmRSS} for what it holds, {@code VmHWM} for the most that it has held
     */
    public static double megabytes(String process, String word) {
        try {
            return Files.readAllLines(Path.of("/proc", process, "status")).stream()
                    .filter(line -> line.startsWith(word + ":"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
