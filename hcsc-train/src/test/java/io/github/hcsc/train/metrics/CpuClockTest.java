package io.github.hcsc.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpuClockTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void goesOnFromTheRecordsUpToAStepAndLeavesMeasurementsOut(@TempDir Path folder) {
        Path file = folder.resolve("metrics.jsonl");
        try (MetricsLog log = MetricsLog.openAfter(file, 0)) {
            log.append(new MetricsRecord(1, 0, Map.of(CpuClock.MINUTES, 2.0)));
            log.append(new MetricsRecord(1, 0, Map.of("drift_level0", 0.5)));
            log.append(new MetricsRecord(2, 0, Map.of(CpuClock.MINUTES, 5.0)));
        }
        AtomicLong now = new AtomicLong(7 * MINUTE);
        CpuClock clock = CpuClock.after(file, 1, now::get);

        now.addAndGet(3 * MINUTE);
        clock.leaveOut(() -> now.addAndGet(MINUTE));

        assertThat(clock.minutes()).isEqualTo(5);
        assertThat(CpuClock.after(folder.resolve("none"), 9, now::get).minutes())
                .isZero();
    }
}
