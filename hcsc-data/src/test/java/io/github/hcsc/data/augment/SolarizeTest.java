package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SolarizeTest {

    @Test
    void invertsWhatIsNotBelowTheThreshold() {
        View view = new View(2, 1);
        byte[] values = {0, 127, (byte) 128, (byte) 129, (byte) 255, 64};
        System.arraycopy(values, 0, view.rgb(), 0, values.length);

        new Solarize(128).apply(view, new Random(0));

        assertThat(view.rgb()).containsExactly(0, 127, 127, 126, 0, 64);
    }

    @Test
    void refusesThresholdsThatNoValueHas() {
        assertThatThrownBy(() -> new Solarize(257)).hasMessage("threshold must lie in [0, 256], but was 257");
    }
}
