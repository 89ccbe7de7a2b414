package io.github.hcsc.core.torch;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What memory a device has free and what this process holds of it, in bytes; nothing where the system does not tell. */
public final class DeviceMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");

    private DeviceMemory() {}

    /** Returns what is free: on a CPU of the machine, or of the container if that has less. */
    public static OptionalLong free(Device device) {
        if (device.isGpu()) {
            MemoryUsage memory = CudaUtils.getGpuMemory(device);
            return OptionalLong.of(memory.getMax() - memory.getUsed());
        }
        OptionalLong available = field(SYSTEM, "MemAvailable:");
        OptionalLong limit = number(LIMIT);
        OptionalLong used = number(USED);
        return available.isPresent() && limit.isPresent() && used.isPresent()
                ? OptionalLong.of(Math.min(available.getAsLong(), limit.getAsLong() - used.getAsLong()))
                : available;
    }

    /**
     * Returns the most that is or was held: on a CPU by this process, heap and tensors together; on a GPU by all processes
     * now, where PyTorch keeps what it once took.
     */
    public static OptionalLong peak(Device device) {
        return device.isGpu() ? OptionalLong.of(CudaUtils.getGpuMemory(device).getUsed()) : field(STATUS, "VmHWM:");
    }

    /** A line such as {@code VmHWM:   123456 kB}. */
    private static OptionalLong field(Path file, String name) {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of one number; a container without a limit has a word there. */
    private static OptionalLong number(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
