package io.github.hcsc.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.torch.TensorMemory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SeededUniformsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void onlyWhereTensorsTellWhereTheyLie() {
        Assumptions.assumeTrue(TensorMemory.isKnown(DataType.FLOAT32));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void numbersAreTheHalvesOfTheGeneratorsDraws() {
        float[] drawn = new SeededUniforms(5).draw(manager, new Shape(3, 7)).toFloatArray();

        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < drawn.length; i += 2) {
            long bits = random.nextLong();
            assertThat(drawn[i]).isEqualTo((float) ((bits >>> 40) / 0x1p24));
            if (i + 1 < drawn.length) {
                assertThat(drawn[i + 1]).isEqualTo((float) ((bits >>> 8 & 0xffffff) / 0x1p24));
            }
        }
    }

    @Test
    void manyNumbersAreWrittenToTheLast() {
        int size = (1 << 24) + 3;
        try (NDArray drawn = new SeededUniforms(1).draw(manager, new Shape(size))) {
            assertThat(drawn.max().getFloat()).isLessThan(1);
            assertThat(drawn.min().getFloat()).isNotNegative();
            NDArray tail = drawn.get((size - 1003) + ":");
            assertThat(tail.mean().getFloat()).isCloseTo(0.5f, within(0.05f));
            assertThat(tail.toFloatArray()).doesNotContain(0, 1);
        }
    }

    @Test
    void tenthsOfTheRangeAreEquallyLikely() {
        float[] drawn =
                new SeededUniforms(2).draw(manager, new Shape(1000, 1000)).toFloatArray();
        int[] counts = new int[10];
        for (float value : drawn) {
            counts[(int) (value * 10)]++;
        }

        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - 100_000, 2) / 100_000;
        }
        assertThat(chiSquare).as("5 % of fair draws exceed 16.9").isLessThan(16.9);
    }

    @Test
    void aSourceGoesOnAndASeedBeginsAnew() {
        SeededUniforms source = new SeededUniforms(3);
        float[] first = source.draw(manager, new Shape(100)).toFloatArray();
        float[] second = source.draw(manager, new Shape(100)).toFloatArray();

        assertThat(second).isNotEqualTo(first);
        assertThat(new SeededUniforms(3).draw(manager, new Shape(100)).toFloatArray())
                .isEqualTo(first);
    }
}
