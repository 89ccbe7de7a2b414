package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfiguredEncoderTest {

    @ParameterizedTest
    @CsvSource({"resnet18, small, 0.25, true", "resnet50, imagenet, 1.0, false", "resnet34, imagenet, 0.125, true"})
    void settingsOfADesignConfigureThatDesign(String architecture, String stem, double width, boolean mlp) {
        PretrainConfig smoke = PretrainConfig.read(Path.of("smoke")).with("encoder.mlpHead=" + mlp);
        EncoderDesign design = design(
                smoke.with("encoder.architecture=" + architecture, "encoder.stem=" + stem, "encoder.width=" + width));

        assertThat(design.name()).isEqualTo(architecture);
        assertThat(design(smoke.with(ConfiguredEncoder.settings(design).toArray(String[]::new))))
                .isEqualTo(design);
    }

    private static EncoderDesign design(PretrainConfig config) {
        return EncoderDesign.of(ConfiguredEncoder.of(config.encoder(), Precision.FP32)
                        .newEncoder(config.encoder().dimension()))
                .orElseThrow();
    }
}
