package io.github.hcsc.core.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.List;

/**
 * Tensor operations that DJL lacks or wraps wastefully. Names that end in {@code InPlace} overwrite their first argument.
 *
 * <p>Results belong to the manager of the first argument.
 */
public final class TorchOps {

    private static final Script OPS = new Script(TorchOps.class, "ops.torchscript");

    private TorchOps() {}

    /** Seeds every generator of the engine, so that what follows is a function of {@code seed}. */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /**
     * Returns constants for operations that are recorded. PyTorch owns their memory and keeps it until the backward pass,
     * while that of {@link NDManager#create(float[], Shape)} is Java's and may be freed as soon as the array is closed.
     *
     * @param values as many as {@code shape} has
     */
    public static NDArray constant(NDManager manager, float[] values, Shape shape) {
        try (NDArray lent = manager.create(values, shape)) {
            return lent.duplicate();
        }
    }

    /**
     * Returns the convolution of images without bias; keeps a channels-last layout.
     *
     * @param x images {@code [N, C, H, W]}
     * @param weight kernels {@code [C', C, k, k]}
     */
    public static NDArray convolution(NDArray x, NDArray weight, int stride, int padding) {
        return JniUtils.convolution(
                (PtNDArray) x,
                (PtNDArray) weight,
                null,
                new Shape(stride, stride),
                new Shape(padding, padding),
                new Shape(1, 1),
                1);
    }

    /**
     * Returns the batch-normalised images, and in training updates the running statistics.
     *
     * @param statistics the running mean and variance {@code [C]}
     * @param affine the weight and bias {@code [C]}
     * @param momentum the share of the new batch in the running statistics
     */
    public static NDArray batchNorm(
            NDArray x, Statistics statistics, Affine affine, boolean training, double momentum, double epsilon) {
        return JniUtils.batchNorm(
                (PtNDArray) x,
                (PtNDArray) statistics.mean(),
                (PtNDArray) statistics.variance(),
                (PtNDArray) affine.weight(),
                (PtNDArray) affine.bias(),
                training,
                momentum,
                epsilon);
    }

    /** Running mean and variance of a batch normalisation, each {@code [C]}. */
    public record Statistics(NDArray mean, NDArray variance) {}

    /** Weight and bias of a batch normalisation, each {@code [C]}. */
    public record Affine(NDArray weight, NDArray bias) {}

    /** Returns {@code x W^T + b} for {@code x [N, C]}, {@code weight [C', C]} and {@code bias [C']}. */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) weight, (PtNDArray) bias);
    }

    /** Returns {@code x W^T} for {@code x [N, C]} and {@code weight [C', C]}. */
    public static NDArray linear(NDArray x, NDArray weight) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) weight, null);
    }

    /** Returns the largest value of each window of 3 x 3, moved by 2, as in the ImageNet stem. */
    public static NDArray stemMaxPool(NDArray x) {
        return JniUtils.maxPool((PtNDArray) x, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
    }

    /**
     * Returns {@code x / divisor}.
     *
     * <p>DJL's division by a number hands PyTorch memory that Java may free before the backward pass reads it.
     */
    public static NDArray divide(NDArray x, double divisor) {
        return OPS.call("divide", Argument.tensor(x), OPS.number(divisor)).singletonOrThrow();
    }

    /**
     * Returns a copy in bfloat16, through which gradients pass. DJL has no name for the type and calls it unknown, but its
     * operations take it.
     */
    public static NDArray toBfloat16(NDArray x) {
        return OPS.call("to_bfloat16", Argument.tensor(x)).singletonOrThrow();
    }

    /** Returns {@code x} in the number type of {@code model}, in the same memory if it has that already. */
    public static NDArray inTypeOf(NDArray model, NDArray x) {
        return OPS.call("in_type_of", Argument.tensor(model), Argument.tensor(x))
                .singletonOrThrow();
    }

    /** Returns the mean over all places in float32: {@code [N, C, H, W]} to {@code [N, C]}. */
    public static NDArray globalAveragePool(NDArray x) {
        return OPS.call("global_average_pool", Argument.tensor(x)).singletonOrThrow();
    }

    /** Replaces negative values by zero. */
    public static void reluInPlace(NDArray x) {
        discard(OPS.call("relu_", Argument.tensor(x)));
    }

    /** Returns a copy of {@code [N, C, H, W]} whose memory holds the channels of a place side by side. */
    public static NDArray channelsLast(NDArray x) {
        return OPS.call("channels_last", Argument.tensor(x)).singletonOrThrow();
    }

    /**
     * Returns {@code pixels * scale + shift} as channels-last float images.
     *
     * @param pixels {@code [N, H, W, 3]} of uint8
     * @param scale {@code [3, 1, 1]}
     * @param shift {@code [3, 1, 1]}
     */
    public static NDArray toImages(NDArray pixels, NDArray scale, NDArray shift) {
        return OPS.call("to_images", Argument.tensor(pixels), Argument.tensor(scale), Argument.tensor(shift))
                .singletonOrThrow();
    }

    /** Returns {@code 1 - x}. DJL's operations with a number bring it to the device each time, and wait for that. */
    public static NDArray complement(NDArray x) {
        return OPS.call("complement", Argument.tensor(x)).singletonOrThrow();
    }

    /**
     * Returns the largest value of each row of which a mask is not 0: {@code [N, C]} to {@code [N]}.
     *
     * @param mask {@code [N, C]} or {@code [1, C]}
     */
    public static NDArray largest(NDArray x, NDArray mask) {
        return OPS.call("largest_of", Argument.tensor(x), Argument.tensor(mask)).singletonOrThrow();
    }

    /** Returns the largest value of each row: {@code [N, C]} to {@code [N]}. */
    public static NDArray largest(NDArray x) {
        return OPS.call("largest", Argument.tensor(x)).singletonOrThrow();
    }

    /** Returns whether the values lie row by row without gaps. */
    public static boolean isContiguous(NDArray x) {
        try (NDArray answer = OPS.call("is_contiguous", Argument.tensor(x)).singletonOrThrow()) {
            return answer.getBoolean();
        }
    }

    /** Copies the values of each source into its target, whatever the layouts. */
    public static void copyInPlace(List<NDArray> targets, List<NDArray> sources) {
        discard(OPS.call("copy_", Argument.list("target", targets), Argument.list("source", sources)));
    }

    /**
     * Overwrites some rows.
     *
     * @param x {@code [n, d]}
     * @param indices which rows {@code [N]}, int64, each once
     * @param rows their new values {@code [N, d]}
     */
    public static void setRowsInPlace(NDArray x, NDArray indices, NDArray rows) {
        discard(OPS.call("set_rows_", Argument.tensor(x), Argument.tensor(indices), Argument.tensor(rows)));
    }

    private static void discard(NDList result) {
        result.close();
    }
}
