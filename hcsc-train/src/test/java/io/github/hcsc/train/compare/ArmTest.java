package io.github.hcsc.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.StockMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArmTest {
    private static final String CROPS = "views.localCrops=[{count: 2, size: 16, minScale: 0.05, maxScale: 0.2}]";

    @Test
    void aNameAndSettingsMakeAConfiguration() {
        Arm arm = Arm.parse(" HCSC, local crops : prototypes.counts=[4, 2]  " + CROPS + " ");

        PretrainConfig config = arm.of(smoke(), 7);

        assertThat(arm.settings()).containsExactly("prototypes.counts=[4, 2]", CROPS);
        assertThat(arm.word()).isEqualTo("hcsc-local-crops");
        assertThat(config.prototypes().counts()).containsExactly(4, 2);
        assertThat(config.views().localCrops()).hasSize(1);
        assertThat(config.run().seed()).isEqualTo(7);
        assertThat(Arm.parse("plain").of(smoke(), smoke().run().seed())).isEqualTo(smoke());
    }

    @Test
    void anArmMayBeOfAnotherMethodThatReadsFewerKeys() {
        PretrainConfig config = Arm.parse("MoCo: method=moco-v2").of(smoke(), 0);

        assertThat(config.method()).isEqualTo(StockMethod.MOCO_V2);
        assertThat(config.prototypes().counts()).isEmpty();
        assertThat(config.optimizer()).isEqualTo(smoke().optimizer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.capacity=64", "a: b", "a: queue.capacity=64 more=", ": queue.capacity=64", "--"})
    void whatIsNoArmIsRefused(String text) {
        assertThatThrownBy(() -> Arm.parse(text).of(smoke(), 0)).isInstanceOf(ConfigException.class);
    }

    @Test
    void readsAFileOfArms(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("arms.yaml"),
                "plain:\nfaster: optimizer.baseLearningRate=0.12\nlocal crops: \"" + CROPS + "\"\n");

        assertThat(Arm.read(file))
                .containsExactly(
                        new Arm("plain", List.of()),
                        new Arm("faster", List.of("optimizer.baseLearningRate=0.12")),
                        new Arm("local crops", List.of(CROPS)));
        Files.writeString(file, "twice: a.b=1\ntwice: a.b=2\n");
        assertThatThrownBy(() -> Arm.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Arm.read(folder)).isInstanceOf(ConfigException.class);
    }

    private static PretrainConfig smoke() {
        return PretrainConfig.read(Path.of("../configs/smoke.yaml"));
    }
}
