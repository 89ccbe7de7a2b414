package io.github.hcsc.train.config;

/**
 * What sizing has to know of the machine.
 *
 * @param device {@code cpu} or {@code gpu<number>}
 * @param cores processor cores
 * @param memoryMegabytes memory of the machine
 */
public record Machine(String device, int cores, long memoryMegabytes) {
    /** Whether training runs on a graphics processor. */
    public boolean gpu() {
        return device.startsWith("gpu");
    }
}
