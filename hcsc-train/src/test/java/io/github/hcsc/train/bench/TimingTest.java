package io.github.hcsc.train.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TimingTest {
    @Test
    void theMedianIsTheMiddleValueAndTheLowerOfTwo() {
        assertThat(new Timing(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
        assertThat(new Timing(List.of(4.0, 3.0, 1.0, 2.0)).median()).isEqualTo(2);
        assertThat(new Timing(List.of(3.0, 1.0, 2.0)).least()).isEqualTo(1);
    }

    @Test
    void repetitionsOfTheWarmupAreNotTimed() {
        AtomicInteger calls = new AtomicInteger();

        Timing timing = Timing.of(2, 3, calls::incrementAndGet);

        assertThat(calls).hasValue(5);
        assertThat(timing.seconds()).hasSize(3).allSatisfy(seconds -> assertThat(seconds)
                .isNotNegative());
    }

    @Test
    void noRepetitionIsNoTiming() {
        assertThatThrownBy(() -> new Timing(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold a repetition");
    }
}
