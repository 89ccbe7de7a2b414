package io.github.hcsc.train.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The processor time of all cores that a run has used in this process and those before, without its measurements.
 */
public final class CpuClock {
    /** Minutes of one core. */
    public static final String MINUTES = "cpu_minutes";

    private static final double NANOS = 60e9;

    private final LongSupplier clock;
    private final double before;
    private long start;

    private CpuClock(double before, LongSupplier clock) {
        this.before = before;
        this.clock = clock;
        start = clock.getAsLong();
    }

    /**
     * Goes on from the last record of a run up to a step.
     *
     * @param metrics its measurements, which need not be there yet
     */
    public static CpuClock after(Path metrics, long step) {
        return after(
                metrics, step, ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime);
    }

    static CpuClock after(Path metrics, long step, LongSupplier clock) {
        List<MetricsRecord> records = Files.exists(metrics) ? MetricsLog.read(metrics) : List.of();
        double before = records.stream()
                .filter(record -> record.step() <= step)
                .mapToDouble(record -> record.values().getOrDefault(MINUTES, 0.0))
                .max()
                .orElse(0);
        return new CpuClock(before, clock);
    }

    /** Returns the minutes so far. */
    public double minutes() {
        return before + (clock.getAsLong() - start) / NANOS;
    }

    /** Does work that is not counted. */
    public void leaveOut(Runnable work) {
        long begun = clock.getAsLong();
        work.run();
        start += clock.getAsLong() - begun;
    }
}
