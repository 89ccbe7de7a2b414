package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LocalDeviceTest {

    @Test
    void everyProcessOfAMachineHasAGpuOfItsOwn() {
        assertThat(LocalDevice.offset(3, Map.of())).isEqualTo(3);
        assertThat(LocalDevice.offset(3, Map.of("CUDA_VISIBLE_DEVICES", "4,5,6,7")))
                .isEqualTo(3);
    }

    @Test
    void theOneGpuThatALauncherShowsIsNumberNought() {
        assertThat(LocalDevice.offset(3, Map.of("CUDA_VISIBLE_DEVICES", "7"))).isZero();
    }

    @Test
    void allProcessesMayUseTheCpu() {
        assertThat(LocalDevice.of("cpu", new Seat(2, 4))).isEqualTo(Device.cpu());
    }

    @Test
    void namesTheGpuThatAProcessWouldHave() {
        assertThatThrownBy(() -> LocalDevice.of("gpu90", new Seat(2, 4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("device gpu92 must be able to compute");
    }
}
