package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.UniformInitializer;
import io.github.hcsc.core.torch.TorchOps;
import java.util.function.UnaryOperator;

/** A part of a backbone or head. It leaves its input open and returns a new tensor, whose handle the caller closes. */
public interface Layer {

    /** Below so many channels PyTorch's CPU kernels for the gradient of strided 1 x 1 convolutions write beyond their buffers. */
    int NARROW = 16;

    /** Returns what this layer makes of {@code x}. */
    NDArray forward(NDArray x, Pass pass);

    /**
     * Returns a convolution without bias, initialised as torchvision's: normal, for the variance of its outputs.
     *
     * <p>It computes in the number type of its input, with a copy of its weights if they have another.
     */
    static Layer convolution(Parameters names, int in, int out, int kernel, int stride) {
        double deviation = Math.sqrt(2.0 / ((double) out * kernel * kernel));
        Initializer normal = new NormalInitializer((float) deviation);
        Parameter weight = names.add(
                "weight", Parameter.Type.WEIGHT, new Shape(out, in, kernel, kernel), (manager, shape, type) -> {
                    try (NDArray values = normal.initialize(manager, shape, type)) {
                        return TorchOps.channelsLast(values);
                    }
                });
        boolean thin = kernel == 1 && stride > 1 && in < NARROW;
        Layer convolution = (x, pass) -> {
            try (NDArray kernels = TorchOps.inTypeOf(x, pass.value(weight))) {
                return TorchOps.convolution(x, kernels, thin ? 1 : stride, kernel / 2);
            }
        };
        return thin ? thinned(stride).then(convolution) : convolution;
    }

    /** Returns the places that a 1 x 1 convolution of a stride looks at. */
    private static Layer thinned(int stride) {
        NDIndex places = new NDIndex(":, :, ::" + stride + ", ::" + stride);
        return (x, pass) -> x.get(places);
    }

    /**
     * Returns a batch normalisation over {@code size} channels: epsilon 1e-5, a tenth of each batch to the statistics.
     *
     * <p>Its parameters and statistics are float32 whatever its input is.
     */
    static Layer batchNorm(Parameters names, int size) {
        Shape shape = new Shape(size);
        Parameter weight = names.add("weight", Parameter.Type.GAMMA, shape, Initializer.ONES);
        Parameter bias = names.add("bias", Parameter.Type.BETA, shape, Initializer.ZEROS);
        Parameter mean = names.add("running_mean", Parameter.Type.RUNNING_MEAN, shape, Initializer.ZEROS);
        Parameter variance = names.add("running_var", Parameter.Type.RUNNING_VAR, shape, Initializer.ONES);
        return (x, pass) -> TorchOps.batchNorm(
                x,
                new TorchOps.Statistics(pass.value(mean), pass.value(variance)),
                new TorchOps.Affine(pass.value(weight), pass.value(bias)),
                pass.training(),
                0.1,
                1e-5);
    }

    /** Returns a batch normalisation as above without weight and bias: its outputs have mean 0 and variance 1. */
    static Layer plainBatchNorm(Parameters names, int size) {
        Shape shape = new Shape(size);
        Parameter mean = names.add("running_mean", Parameter.Type.RUNNING_MEAN, shape, Initializer.ZEROS);
        Parameter variance = names.add("running_var", Parameter.Type.RUNNING_VAR, shape, Initializer.ONES);
        return (x, pass) -> {
            try (NDArray ones = x.getManager().ones(shape);
                    NDArray zeros = x.getManager().zeros(shape)) {
                return TorchOps.batchNorm(
                        x,
                        new TorchOps.Statistics(pass.value(mean), pass.value(variance)),
                        new TorchOps.Affine(ones, zeros),
                        pass.training(),
                        0.1,
                        1e-5);
            }
        };
    }

    /** Returns a fully connected layer with PyTorch's default initialisation: uniform within 1/sqrt(inputs). */
    static Layer linear(Parameters names, int in, int out) {
        Initializer uniform = new UniformInitializer((float) (1 / Math.sqrt(in)));
        Parameter weight = names.add("weight", Parameter.Type.WEIGHT, new Shape(out, in), uniform);
        Parameter bias = names.add("bias", Parameter.Type.BIAS, new Shape(out), uniform);
        return (x, pass) -> TorchOps.linear(x, pass.value(weight), pass.value(bias));
    }

    /** Returns a fully connected layer without bias, initialised as {@link #linear}. */
    static Layer linearWithoutBias(Parameters names, int in, int out) {
        Initializer uniform = new UniformInitializer((float) (1 / Math.sqrt(in)));
        Parameter weight = names.add("weight", Parameter.Type.WEIGHT, new Shape(out, in), uniform);
        return (x, pass) -> TorchOps.linear(x, pass.value(weight));
    }

    /** Returns this layer followed by {@code next}, closing what lies between as soon as it is consumed. */
    default Layer then(Layer next) {
        return (x, pass) -> {
            try (NDArray between = forward(x, pass)) {
                return next.forward(between, pass);
            }
        };
    }

    /** Returns this layer with its output changed in place. */
    default Layer thenInPlace(UnaryOperator<NDArray> change) {
        return (x, pass) -> change.apply(forward(x, pass));
    }

    /** Returns this layer with negative outputs set to zero, in place. */
    default Layer thenRelu() {
        return thenInPlace(Layer::relu);
    }

    private static NDArray relu(NDArray x) {
        TorchOps.reluInPlace(x);
        return x;
    }
}
