package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;

/**
 * The weights of the reference's encoders.
 *
 * @param prefix what precedes a parameter's name
 * @param smooth whether rectifiers are kept away from their kink
 * @param features the size of a feature, and of the hidden layer of the head
 */
record FormulaWeights(String prefix, boolean smooth, int features) {

    void fill(Encoder encoder) {
        Autograd.paused(() -> {
            for (Pair<String, Parameter> named : encoder.getParameters()) {
                NDArray array = named.getValue().getArray();
                try (NDManager scope = array.getManager().newSubManager()) {
                    NDArray values = scope.create(values(named.getKey(), array.getShape()), array.getShape());
                    TorchOps.copyInPlace(List.of(array), List.of(values));
                }
            }
        });
    }

    private float[] values(String name, Shape shape) {
        float[] noise = Noise.signed(prefix + name, Math.toIntExact(shape.size()));
        if (name.startsWith("fc.")) {
            return linear(name, shape, noise);
        }
        return shape.dimension() == 4
                ? affine(noise, 0, (float) Math.sqrt(6.0 / (shape.get(0) * shape.get(2) * shape.get(3))))
                : affine(noise, batchNormCentre(name), .25f);
    }

    private float[] linear(String name, Shape shape, float[] noise) {
        if (shape.dimension() == 1) {
            boolean lifted = smooth && name.equals("fc.0.bias");
            return affine(noise, lifted ? 2 : 0, (float) (1 / Math.sqrt(features)));
        }
        for (int i = 1; smooth && i < noise.length; i += 2) {
            noise[i] = -noise[i - 1];
        }
        return affine(noise, 0, (float) (1 / Math.sqrt(shape.get(1))));
    }

    private float batchNormCentre(String name) {
        if (name.endsWith("weight") || name.endsWith("running_var")) {
            return 1;
        }
        return smooth && name.endsWith("bias") ? 3 : 0;
    }

    private static float[] affine(float[] noise, float centre, float scale) {
        float[] values = new float[noise.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = centre + scale * noise[i];
        }
        return values;
    }
}
