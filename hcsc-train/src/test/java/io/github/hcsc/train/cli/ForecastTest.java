package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ForecastTest {
    private static final int STEPS = 10;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long seconds;
    private final Forecast forecast = new Forecast(
            TrainingProgress.lines(new PrintStream(text, true, StandardCharsets.UTF_8), Duration.ofDays(99)),
            () -> seconds * 1_000_000_000L);

    private void epoch(int epoch, int doneSteps, int secondsPerStep) {
        forecast.epoch(epoch, 100, STEPS, doneSteps);
        for (int i = doneSteps; i < STEPS; i++) {
            seconds += secondsPerStep;
            forecast.step(1, 0);
        }
    }

    private List<String> said() {
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("epoch"))
                .toList();
    }

    @Test
    void saysHowLongTheRunTakesOnceIfThePaceStays() {
        for (int epoch = 0; epoch < 100; epoch++) {
            epoch(epoch, 0, 6);
        }
        assertThat(said())
                .containsExactly("at the pace so far the run takes 100 minutes, of which 100 minutes are left");
        assertThat(forecast.left()).contains(Duration.ZERO);
    }

    @Test
    void correctsItselfWhereTimePassesBetweenTheSteps() {
        for (int epoch = 0; epoch < 5; epoch++) {
            epoch(epoch, 0, 6);
        }
        for (int epoch = 5; epoch < 100; epoch++) {
            seconds += 90;
            epoch(epoch, 0, 6);
        }
        assertThat(said())
                .hasSizeBetween(2, 4)
                .element(1)
                .asString()
                .matches("the run takes (\\d+ minutes|[\\d.]+ hours), not 100 minutes as was expected; .*left");
    }

    @Test
    void countsFromWhereAResumedRunGoesOn() {
        epoch(90, 5, 6);

        assertThat(forecast.left()).contains(Duration.ofSeconds(9 * STEPS * 6));
    }

    @Test
    void knowsNothingBeforeTheFirstStep() {
        forecast.epoch(0, 100, STEPS, 0);

        assertThat(forecast.left()).isEmpty();
    }
}
