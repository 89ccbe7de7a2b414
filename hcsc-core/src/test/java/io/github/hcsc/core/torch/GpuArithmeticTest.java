package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PyTorch for the CPU has the settings of GPUs too, so that they can be tried out without one. */
final class GpuArithmeticTest {

    private final GpuArithmetic before = GpuArithmetic.current();

    @AfterEach
    void restore() {
        before.apply();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void pyTorchTakesIt(boolean deterministic, boolean tf32) {
        GpuArithmetic asked = new GpuArithmetic(deterministic, tf32);

        assertThat(asked.apply()).isTrue();

        assertThat(GpuArithmetic.current()).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aCpuLeavesItAlone(boolean tf32) {
        new GpuArithmetic(false, !tf32).apply();

        assertThat(new GpuArithmetic(true, tf32).on(Device.cpu())).isTrue();

        assertThat(GpuArithmetic.current()).isEqualTo(new GpuArithmetic(false, !tf32));
    }
}
