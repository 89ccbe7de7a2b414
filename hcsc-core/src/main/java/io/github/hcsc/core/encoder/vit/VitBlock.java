package io.github.hcsc.core.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.UniformInitializer;
import io.github.hcsc.core.encoder.Parameters;
import io.github.hcsc.core.encoder.Pass;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.ArrayList;
import java.util.List;

/** Attention and a perceptron, each after a norm and beside a residual path, in one call of a script. */
final class VitBlock {

    /** What layer scale begins with (DINOv2). */
    private static final float FIRST_GAIN = 1e-5f;

    private static final int HIDDEN = 4;

    private final List<Parameter> parameters = new ArrayList<>();

    VitBlock(Parameters names, int width, boolean layerScale) {
        norm(names.in("norm1"), width);
        linear(names.in("attn").in("qkv"), width, 3, width);
        linear(names.in("attn").in("proj"), width, 1, width);
        List<Parameter> gains = new ArrayList<>();
        if (layerScale) {
            gains.add(gain(names.in("ls1"), width));
        }
        norm(names.in("norm2"), width);
        linear(names.in("mlp").in("fc1"), width, 1, HIDDEN * width);
        linear(names.in("mlp").in("fc2"), HIDDEN * width, 1, width);
        if (layerScale) {
            gains.add(gain(names.in("ls2"), width));
        }
        parameters.addAll(gains);
    }

    private void norm(Parameters names, int width) {
        parameters.addAll(Vit.norm(names, width));
    }

    /** Several matrices stacked, each drawn as one of its own: uniform, by inputs and outputs (Glorot and Bengio). */
    private void linear(Parameters names, int in, int matrices, int out) {
        Initializer uniform = new UniformInitializer((float) Math.sqrt(6.0 / (in + out)));
        Shape shape = new Shape((long) matrices * out, in);
        parameters.add(names.add("weight", Parameter.Type.WEIGHT, shape, uniform));
        parameters.add(names.add("bias", Parameter.Type.BIAS, new Shape(shape.get(0)), Initializer.ZEROS));
    }

    private static Parameter gain(Parameters names, int width) {
        return names.add("gamma", Parameter.Type.GAMMA, new Shape(width), new ConstantInitializer(FIRST_GAIN));
    }

    /**
     * Returns what the block makes of tokens, which stay open.
     *
     * @param x tokens {@code [N, n, width]}
     * @param keep what the branches of each image are multiplied by {@code [2, N, 1, 1]}; empty for nothing
     */
    NDArray forward(Script ops, NDArray x, NDArray keep, VitNumbers numbers, Pass pass) {
        List<NDArray> values = parameters.stream().map(pass::value).toList();
        return ops.call(
                        "block",
                        Argument.tensor(x),
                        Argument.list("p", values),
                        Argument.tensor(keep),
                        numbers.heads(),
                        numbers.type())
                .singletonOrThrow();
    }
}
