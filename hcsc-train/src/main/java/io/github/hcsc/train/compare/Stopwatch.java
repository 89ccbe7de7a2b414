package io.github.hcsc.train.compare;

import java.time.Duration;
import java.util.Optional;

/** Time on the clock and of the processor since a start. */
record Stopwatch(long startNanos, Duration startCpu) {
    static Stopwatch start() {
        return new Stopwatch(System.nanoTime(), cpu());
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    double cpuSeconds() {
        return cpu().minus(startCpu).toMillis() / 1e3;
    }

    private static Duration cpu() {
        Optional<Duration> used = ProcessHandle.current().info().totalCpuDuration();
        return used.orElse(Duration.ZERO);
    }
}
