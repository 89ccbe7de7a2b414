package io.github.hcsc.core.encoder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.encoder.vit.PositionInterpolation;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.encoder.vit.VitOptions.Positions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EncoderDesignTest {

    static Stream<EncoderDesign> designs() {
        List<Optional<Head>> heads = List.of(
                Optional.empty(),
                Optional.of(Head.mlp(7)),
                Optional.of(Head.linear(5)),
                Optional.of(Head.normalized(9, 2, 4)),
                Optional.of(Head.normalized(9, 3, 4)));
        Stream<EncoderDesign> resNets = Stream.of(ResNetArchitecture.values())
                .flatMap(architecture -> Stream.of(Stem.values())
                        .flatMap(stem -> heads.stream().map(head -> new ResNetDesign(architecture, stem, 6, head))));
        Stream<EncoderDesign> transformers = Stream.of(
                        new VitArchitecture(48, 2, 3, 4, 8, 0, true, false),
                        new VitArchitecture(48, 1, 12, 14, 2, 4, false, true))
                .flatMap(architecture -> Stream.of(VitFeatures.values()).flatMap(features -> heads.stream()
                        .map(head -> new VitDesign(
                                architecture, features, PositionInterpolation.OFFSET, Positions.FIXED, head))));
        return Stream.concat(resNets, transformers);
    }

    @ParameterizedTest
    @MethodSource("designs")
    void isReadOffItsOwnShapes(EncoderDesign design) {
        assertThat(EncoderDesign.of(design.shapes(), design.metadata())).isEqualTo(design);
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
                new ResNetDesign(ResNetArchitecture.RESNET50, Stem.IMAGENET, 64, Optional.of(Head.mlp(128)));

        assertThat(design).hasToString("resnet50, stem imagenet, width 64");
        assertThat(design.head().orElseThrow()).hasToString("two layers to 128");
        assertThat(Head.normalized(4096, 3, 256)).hasToString("3 layers to 256 with batch normalisation");
        assertThat(design.featureSize()).isEqualTo(2048);
        assertThat(design.usualImageSize()).isEqualTo(224);
        assertThat(new VitDesign(
                        new VitArchitecture(384, 12, 12, 16, 14, 0, true, false),
                        VitFeatures.CLASS,
                        PositionInterpolation.ANTIALIAS,
                        Positions.LEARNED,
                        Optional.empty()))
                .hasToString("vit_small, patch 16, heads 12, registers 0, features class");
    }
}
