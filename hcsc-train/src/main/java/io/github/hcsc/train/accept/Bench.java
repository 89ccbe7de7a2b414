package io.github.hcsc.train.accept;

/**
 * How long something took on a device.
 *
 * @param name what
 * @param seconds the median of some repetitions
 * @param perSecond how much of it is done in a second
 * @param unit of what
 */
public record Bench(String name, double seconds, double perSecond, String unit) {}
