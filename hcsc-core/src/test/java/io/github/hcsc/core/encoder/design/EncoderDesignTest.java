package io.github.hcsc.core.encoder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.encoder.design.EncoderDesign.Head;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EncoderDesignTest {

    static Stream<EncoderDesign> designs() {
        return Stream.of(ResNetArchitecture.values())
                .flatMap(architecture -> Stream.of(Stem.values()).flatMap(stem -> Stream.of(
                                Optional.<Head>empty(), Optional.of(new Head(true, 7)), Optional.of(new Head(false, 5)))
                        .map(head -> new ResNetDesign(architecture, stem, 6, head))));
    }

    @ParameterizedTest
    @MethodSource("designs")
    void isReadOffItsOwnShapes(EncoderDesign design) {
        assertThat(EncoderDesign.of(design.shapes(), Map.of())).isEqualTo(design);
    }

    @ParameterizedTest
    @MethodSource("designs")
    void isReadOffAnEncoderOfTheLibrary(EncoderDesign design) {
        design.head().ifPresent(head -> {
            Encoder encoder = new Encoder(design.newBackbone(), head.newBlock(design.featureSize()));

            assertThat(EncoderDesign.of(encoder)).contains(design);
        });
    }

    @Test
    void isNotThatOfEncodersWithOnePartFromElsewhere() {
        ResNet backbone = new ResNet(ResNetArchitecture.RESNET18, Stem.SMALL, 4);

        assertThat(EncoderDesign.of(
                        new Encoder(backbone, Linear.builder().setUnits(8).build())))
                .isEmpty();
        assertThat(EncoderDesign.of(new Encoder(Blocks.identityBlock(), ProjectionHead.mlp(32, 8))))
                .isEmpty();
    }

    @Test
    void refusesOtherWeights() {
        assertThatThrownBy(() -> EncoderDesign.of(Map.of("01Conv2d_weight", new Shape(16, 3, 3, 3)), Map.of()))
                .hasMessage("weights must hold \"conv1.weight\", but do not");
    }

    @Test
    void saysInWordsWhatItIs() {
        EncoderDesign design =
                new ResNetDesign(ResNetArchitecture.RESNET50, Stem.IMAGENET, 64, Optional.of(new Head(true, 128)));

        assertThat(design).hasToString("resnet50, stem imagenet, width 64");
        assertThat(design.head().orElseThrow()).hasToString("two layers to 128");
        assertThat(design.featureSize()).isEqualTo(2048);
        assertThat(design.usualImageSize()).isEqualTo(224);
    }
}
