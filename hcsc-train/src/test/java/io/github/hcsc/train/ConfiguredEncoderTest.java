package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "vit_tiny, 4, 0, 0, 0, 1.0, class",
        "vit_tiny, 8, 4, 6, 12, 0.5, class+mean",
        "vit_small, 16, 0, 0, 12, 1.0, mean",
        "vit_base, 16, 0, 2, 4, 0.25, mean"
    })
    void settingsOfATransformerConfigureIt(
            String architecture, int patch, int registers, int depth, int heads, double width, String features) {
        PretrainConfig smoke = PretrainConfig.read(Path.of("smoke"));
        EncoderDesign design = design(smoke.with(
                "encoder.architecture=" + architecture,
                "encoder.patch=" + patch,
                "encoder.registers=" + registers,
                "encoder.depth=" + depth,
                "encoder.heads=" + heads,
                "encoder.width=" + width,
                "encoder.features=" + features));

        assertThat(((VitDesign) design).architecture().patch()).isEqualTo(patch);
        assertThat(((VitDesign) design).architecture().depth()).isEqualTo(depth == 0 ? 12 : depth);
        assertThat(design(smoke.with(ConfiguredEncoder.settings(design).toArray(String[]::new))))
                .isEqualTo(design);
    }

    @Test
    void refusesHeadsThatDoNotDivideTheWidth() {
        PretrainConfig config = PretrainConfig.read(Path.of("smoke"))
                .with("encoder.architecture=vit_tiny", "encoder.width=1.0", "encoder.heads=5");

        assertThatThrownBy(() -> design(config))
                .isInstanceOf(ConfigException.class)
                .hasMessage("encoder: heads must divide the width of the network, 192, but were 5");
    }

    private static EncoderDesign design(PretrainConfig config) {
        return EncoderDesign.of(ConfiguredEncoder.of(
                                config.encoder(),
                                config.views().imageSize(),
                                ConfiguredMethod.head(config),
                                Precision.FP32)
                        .newEncoder(config.encoder().dimension()))
                .orElseThrow();
    }
}
