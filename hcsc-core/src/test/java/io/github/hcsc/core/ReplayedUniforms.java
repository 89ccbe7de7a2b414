package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.selection.UniformSource;
import java.util.Arrays;

/** Hands out given numbers in order. */
final class ReplayedUniforms implements UniformSource {

    private final float[] numbers;
    private int used;

    ReplayedUniforms(float[] numbers) {
        this.numbers = numbers;
    }

    @Override
    public NDArray draw(NDManager manager, Shape shape) {
        int end = Math.toIntExact(used + shape.size());
        NDArray drawn = manager.create(Arrays.copyOfRange(numbers, used, end), shape);
        used = end;
        return drawn;
    }

    int remaining() {
        return numbers.length - used;
    }
}
