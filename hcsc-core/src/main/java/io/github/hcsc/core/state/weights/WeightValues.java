package io.github.hcsc.core.state.weights;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.nio.FloatBuffer;

/** What the values of weights must be, for features to be numbers. */
public final class WeightValues {
    private WeightValues() {}

    /**
     * Reads all FLOAT32 tensors: each must be finite, and no running variance negative.
     *
     * @param weights of an encoder, or what training keeps beside it
     * @throws IllegalArgumentException naming the first tensor that is not
     */
    public static void require(StateDict weights) {
        weights.tensors().forEach((name, tensor) -> {
            if (tensor.type() == DataType.FLOAT32) {
                require(name, tensor);
            }
        });
    }

    private static void require(String name, TensorData tensor) {
        float least = isVariance(name) ? 0 : -Float.MAX_VALUE;
        FloatBuffer values = tensor.bytes().asFloatBuffer();
        while (values.hasRemaining()) {
            float value = values.get();
            if (!(value >= least && value <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("tensor " + name + " must be finite"
                        + (isVariance(name) ? " and not negative" : "") + ", but contains " + value
                        + ": the encoder has diverged, or the file is damaged");
            }
        }
    }

    /** By PyTorch's name and by DJL's. */
    private static boolean isVariance(String name) {
        return name.endsWith("running_var") || name.endsWith("runningVar");
    }
}
