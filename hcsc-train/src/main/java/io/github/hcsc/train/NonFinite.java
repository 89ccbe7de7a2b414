package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.torch.Autograd;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds NaN and infinity in tensors; each look waits for the device. */
final class NonFinite {

    private NonFinite() {}

    /** Returns the name of the first of some tensors that has such a value. */
    static Optional<String> firstIn(Map<String, NDArray> tensors) {
        return tensors.entrySet().stream()
                .filter(named -> isIn(named.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns whether a tensor has such a value. A finite sum tells that it has none, and a sum is soon read. */
    static boolean isIn(NDArray x) {
        return Autograd.paused(() -> {
            if (!x.getDataType().isFloating()) {
                return false;
            }
            try (NDArray sum = x.sum()) {
                return !Float.isFinite(floats(sum)[0]) && rows(x).length > 0;
            }
        });
    }

    /** Returns the rows of a tensor {@code [N, ...]} that have such a value; a scalar is one row. */
    static int[] rows(NDArray x) {
        float[] values = floats(x);
        int rows = x.getShape().isScalar() ? 1 : Math.toIntExact(x.size(0));
        int width = rows == 0 ? 0 : values.length / rows;
        return IntStream.range(0, rows)
                .filter(row ->
                        IntStream.range(row * width, (row + 1) * width).anyMatch(i -> !Float.isFinite(values[i])))
                .toArray();
    }

    /** Returns the values of a tensor of any type. */
    static float[] floats(NDArray x) {
        return Autograd.paused(() -> {
            try (NDArray wide = x.toType(DataType.FLOAT32, true)) {
                return wide.toFloatArray();
            }
        });
    }
}
