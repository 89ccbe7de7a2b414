package io.github.hcsc.core.encoder.design;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes that a file may claim. */
final class ForeignShapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"conv1.weight", "fc.weight", "fc.2.weight"})
    void ofAnotherRankOrSizeAreRefusedByName(String name) {
        Map<String, Shape> shapes =
                new HashMap<>(new ResNetDesign(ResNetArchitecture.RESNET18, Stem.SMALL, 4, Optional.empty()).shapes());
        for (Shape claimed : List.of(
                new Shape(),
                new Shape(64),
                new Shape(4, 3, 3),
                new Shape(4, 3, 3, 3, 3),
                new Shape(1L << 40, 0),
                new Shape(1L << 40, 3, 3, 0),
                new Shape(0, 3, 3, 3),
                new Shape(0, 4))) {
            shapes.put(name, claimed);
            assertThatThrownBy(() -> EncoderDesign.of(shapes, Map.of()))
                    .as("%s %s", name, claimed)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(name + " must have ");
        }
    }
}
