package io.github.hcsc.train.config;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What sizing has to know of the machine.
 *
 * @param device {@code cpu} or {@code gpu<number>}
 * @param cores processor cores
 * @param memoryMegabytes memory of the machine
 * @param processes processes that train together, from 1 on
 */
public record Machine(String device, int cores, long memoryMegabytes, int processes) {
    /** A machine on which one process trains. */
    public Machine(String device, int cores, long memoryMegabytes) {
        this(device, cores, memoryMegabytes, 1);
    }

    /** Whether training runs on a graphics processor. */
    public boolean gpu() {
        return device.startsWith("gpu");
    }

    /** This machine with several processes that train together. */
    public Machine with(int together) {
        return new Machine(device, cores, memoryMegabytes, together);
    }

    /**
     * This machine, computing on a device.
     *
     * @param device {@code cpu} or {@code gpu<number>}
     */
    public static Machine computingOn(String device) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(device, Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize() >> 20);
    }
}
