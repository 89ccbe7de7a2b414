package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.report.TreeFacts;
import io.github.hcsc.train.run.UnreadableImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EndingTest {
    private static final Path RUN = Path.of("my runs/1");

    private static Ending ending(double rank, boolean done) {
        RunReport report = new RunReport(
                "1",
                PretrainConfig.read(Path.of("smoke")).with("data.path=photos"),
                List.of(),
                List.of(
                        new MetricsRecord(0, 0, Map.of("knn_top1", 12.5, "effective_rank", 30.0, "spread", 0.9)),
                        new MetricsRecord(4, 1, Map.of("loss", 5.0)),
                        new MetricsRecord(8, 2, Map.of("loss", 4.0)),
                        new MetricsRecord(8, 2, Map.of("knn_top1", 50.0, "effective_rank", rank, "spread", 0.9))),
                Optional.empty(),
                new TreeFacts(false, List.of(), List.of()),
                UnreadableImages.NONE);
        Optional<Duration> left = done ? Optional.empty() : Optional.of(Duration.ofMinutes(7));
        return new Ending(RUN, report, done, left, "hcsc resume 'my runs/1'");
    }

    @Test
    void saysInThreeLinesWhatWasReachedWhetherToTrustItAndWhatToTypeNext() {
        Report report = ending(40, true).inWords(3);

        assertThat(report.text().lines())
                .containsExactly(
                        "finished, the encoder is in my runs/1/encoder: kNN top-1 in % 12.50 -> 50.00,"
                                + " effective rank 30.00 -> 40.00, loss 5.000 -> 4.000",
                        "to be trusted (healthy: the features use about 40 dimensions); look at my runs/1/report.html",
                        "next: hcsc embed --run 'my runs/1' --data photos --out features.npy");
        assertThat(report.values()).containsEntry("knn_top1_first", 12.5).containsEntry("finished", true);
    }

    @Test
    void doesNotTrustACollapsedRunAndGoesOnWithAStoppedOne() {
        assertThat(ending(1.01, false).inWords(3).text().lines())
                .hasSize(3)
                .satisfiesExactly(
                        reached ->
                                assertThat(reached).startsWith("stopped after 2 of 2 epochs, 7 minutes are missing: "),
                        verdict ->
                                assertThat(verdict).startsWith("not to be trusted as it is: Health is collapsed: all "),
                        next -> assertThat(next).isEqualTo("next: hcsc resume 'my runs/1'"));
    }
}
