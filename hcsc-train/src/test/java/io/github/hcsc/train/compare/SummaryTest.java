package io.github.hcsc.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.train.compare.Outcome.Point;
import io.github.hcsc.train.compare.Summary.At;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryTest {
    private static final Arm BASE = Arm.parse("base");
    private static final Arm DEARER = Arm.parse("dearer & <better>: queue.capacity=64");

    @Test
    void pairsEqualSeedsAndHoldsThemAtEqualTimeToo() {
        Summary summary = new Summary(List.of(
                run(BASE, 1, 1, 10, 20, 30),
                run(DEARER, 1, 2, 10, 24, 34),
                run(BASE, 2, 1, 10, 26, 40),
                run(DEARER, 2, 2, 10, 30, 46),
                run(BASE, 3, 1, 10, 10, 10)));

        // At the end 4 and 6. The base ends after 2 minutes, where the other is in the middle, at 24 and 30: -6 and
        // -10.
        Interval end = summary.difference(DEARER, Outcome.CLASSES, At.END).orElseThrow();
        Interval equal =
                summary.difference(DEARER, Outcome.CLASSES, At.EQUAL_CPU).orElseThrow();
        assertThat(end.mean()).isEqualTo(5);
        assertThat(end.high() - end.mean()).isCloseTo(12.7062 * Math.sqrt(2) / Math.sqrt(2), within(1e-3));
        assertThat(equal.mean()).isEqualTo(-8);
        assertThat(summary.reached(BASE, Outcome.CLASSES).mean()).isCloseTo(80 / 3.0, within(1e-9));
        assertThat(summary.untrained(Outcome.CLASSES).mean()).isEqualTo(10);
        assertThat(summary.cpuMinutes(DEARER)).isEqualTo(4);
        assertThat(summary.seeds(DEARER)).containsExactly(1, 2);
    }

    @Test
    void runsThatDidNotCountTheirTimeHaveNoDifferenceAtEqualTime() {
        Summary summary = new Summary(List.of(run(BASE, 1, Double.NaN, 10, 20), run(DEARER, 1, Double.NaN, 10, 30)));

        assertThat(summary.difference(DEARER, Outcome.CLASSES, At.EQUAL_CPU)).isEmpty();
        Interval end = summary.difference(DEARER, Outcome.CLASSES, At.END).orElseThrow();
        assertThat(end.isKnown()).isFalse();
        assertThat(end).hasToString("10.00");
    }

    @Test
    void thePageShowsTablesCurvesAndSettingsAndEscapesNames(@TempDir Path folder) throws IOException {
        PretrainConfig common =
                PretrainConfig.read(Path.of("../configs/smoke.yaml")).with("run.knn.everyEpochs=1");
        Comparison comparison =
                new Comparison(common, List.of(BASE, DEARER), List.of(1, 2), OptionalInt.empty(), Optional.empty());
        Summary summary = new Summary(List.of(run(BASE, 1, 1, 10, 20, 30), run(DEARER, 1, 2, 10, 24, 34)));

        new ComparisonPage(comparison, summary).write(folder.resolve("page.html"));

        String page = Files.readString(folder.resolve("page.html"));
        assertThat(page)
                .contains("2 of 4 runs are done", "dearer &amp; &lt;better&gt;", "queue.capacity=64", "4.00")
                .doesNotContain("<better>", "<script", "http:", "https:", "NaN", "{{");
        assertThat(page.split("<polyline", -1)).hasSize(1 + 2 * 2);
    }

    private static Outcome run(Arm arm, int seed, double minutesAnEpoch, double... knn) {
        List<Point> course = IntStream.range(0, knn.length)
                .mapToObj(epoch -> new Point(epoch, epoch * minutesAnEpoch, Map.of(Outcome.CLASSES, knn[epoch])))
                .toList();
        return new Outcome(arm, seed, course);
    }
}
