package io.github.hcsc.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.train.metrics.MetricsRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChartTest {
    @Test
    void mergesRecordsWithoutChangingTheirMean() {
        List<MetricsRecord> records = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> new MetricsRecord(i * 10L, i / 50, Map.of("loss", Math.sin(i))))
                .toList();
        Chart chart = Chart.of("Loss", "", List.of("loss"), records, 800);

        assertThat(chart.merged()).isEqualTo(13);
        assertThat(chart.steps()).hasSize(770).startsWith(130L, 260L).endsWith(100_000L);
        double[] points = chart.values().get(0);
        double sum = DoubleStream.of(points).limit(769).sum() * 13 + points[769] * 3;
        double exact = IntStream.rangeClosed(1, 10_000).mapToDouble(Math::sin).sum();
        assertThat(sum).isCloseTo(exact, within(1e-9));
    }

    @Test
    void showsEachOfFewRecords() {
        List<MetricsRecord> records = List.of(
                new MetricsRecord(10, 0, Map.of("loss", 3.0, "idle", 0.0)),
                new MetricsRecord(10, 1, Map.of("knn_top1", 50.0)),
                new MetricsRecord(20, 1, Map.of("loss", Double.NaN, "idle", 0.0, "late", 1.0)));
        Chart chart = Chart.of("Loss", "", List.of("loss", "idle", "late", "absent"), records, 800)
                .withoutIdle();

        assertThat(chart.steps()).containsExactly(10L, 20L);
        assertThat(chart.epochs()).containsExactly(0, 1);
        assertThat(chart.names()).containsExactly("loss", "late");
        assertThat(chart.values().get(0)).containsExactly(3, Double.NaN);
        assertThat(chart.values().get(1)).containsExactly(Double.NaN, 1);
        assertThat(chart.toData().get("values")).asString().isEqualTo("[[3, null], [null, 1]]");
    }
}
