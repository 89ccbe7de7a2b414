package io.github.hcsc.core.encoder.vit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.golden.Vectors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PositionInterpolationTest {

    private static final Vectors CASES =
            Vectors.read("vit").in("pos_interpolation").in("cases");
    private static final int GRID = 4;
    private static final int WIDTH = 2;

    static Stream<String> cases() {
        return CASES.root().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isPyTorchs(String name) {
        String[] parts = name.split("[x/]", 3);
        PositionInterpolation way = PositionInterpolation.of(parts[2].replace("0.1", ""));
        float[] all = Noise.signed("pos", (1 + GRID * GRID) * WIDTH);
        float[] positions = Arrays.copyOfRange(all, WIDTH, all.length);

        float[] resized = way.resized(positions, GRID, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));

        assertThat(resized).containsExactly(CASES.floats(name), Offset.offset(2e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void weightsAddUpToOne(PositionInterpolation way) {
        for (int outputs : new int[] {1, 3, 4, 9}) {
            float[] weights = way.weights(GRID, outputs);
            for (int i = 0; i < outputs; i++) {
                float sum = 0;
                for (int j = 0; j < GRID; j++) {
                    sum += weights[i * GRID + j];
                }
                assertThat(sum).isCloseTo(1, Offset.offset(1e-6f));
            }
        }
    }
}
