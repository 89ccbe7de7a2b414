package io.github.hcsc.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LineProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LineProgress progress =
            new LineProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), now::get, LineProgress.SECONDS);

    @Test
    void printsSpeedWaitingTimeAndWhatIsLeft() {
        progress.epoch(1, 3, 10, 0);
        progress.loss(2.5);
        step(6 * SECOND);
        step(6 * SECOND);

        assertThat(lines())
                .containsExactly(
                        "epoch 2/3 step 2/10: loss 2.5000, 10.7 images/s, 50 % waiting for data, 0:01:48 left");
    }

    @Test
    void printsTheEndOfEveryEpoch() {
        progress.epoch(0, 1, 2, 0);
        step(1);
        step(1);

        assertThat(lines()).hasSize(1).first().asString().startsWith("epoch 1/1 step 2/2: ");
    }

    @Test
    void printsAsSeldomAsWanted() {
        LineProgress seldom =
                new LineProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), now::get, Duration.ofMinutes(1));
        seldom.epoch(0, 1, 9, 0);
        for (int step = 0; step < 9; step++) {
            now.addAndGet(11 * SECOND);
            seldom.step(64, 0);
        }

        assertThat(lines())
                .satisfiesExactly(line -> assertThat(line).startsWith("epoch 1/1 step 6/9: "), line -> assertThat(line)
                        .startsWith("epoch 1/1 step 9/9: "));
    }

    @Test
    void doesNotCountStepsOfAnEarlierProcess() {
        progress.epoch(0, 1, 100, 90);
        step(12 * SECOND);

        assertThat(lines()).containsExactly("epoch 1/1 step 91/100: 5.3 images/s, 50 % waiting for data, 0:01:48 left");
    }

    @Test
    void printsMessages() {
        progress.message("kNN 42.0");

        assertThat(lines()).containsExactly("kNN 42.0");
    }

    @Test
    void printsHowFarAPassOverImagesIs() {
        try (ImageProgress pass = progress.pass("embedding", 100)) {
            pass.accept(10);
            now.addAndGet(20 * SECOND);
            pass.accept(30);
        }

        assertThat(lines()).containsExactly("embedding: 40 of 100 images, 2.0 images/s");
    }

    private void step(long nanos) {
        now.addAndGet(nanos);
        progress.step(64, nanos / 2);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
