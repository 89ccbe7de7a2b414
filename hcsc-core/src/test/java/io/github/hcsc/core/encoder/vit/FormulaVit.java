package io.github.hcsc.core.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;

/** The reference's micro networks: width 32, two blocks of two heads, patches of 4 of images of 16 pixels. */
public final class FormulaVit {

    /** Class token with a position, no layer scale. */
    public static final VitArchitecture PLAIN = new VitArchitecture(32, 2, 2, 4, 4, 0, true, false);

    /** Four registers and layer scale. */
    public static final VitArchitecture REGISTERS = new VitArchitecture(32, 2, 2, 4, 4, 4, false, true);

    private FormulaVit() {}

    /** Returns an initialised network with the weights of a prefix such as {@code vit/plain/}. */
    public static Vit of(VitArchitecture architecture, VitOptions options, String prefix, NDManager manager) {
        Vit vit = new Vit(architecture, options);
        vit.initialize(manager, DataType.FLOAT32, Backbone.images(2, architecture.imageSize()));
        Autograd.paused(() -> {
            for (Pair<String, Parameter> named : vit.getParameters()) {
                NDArray array = named.getValue().getArray();
                try (NDArray values =
                        manager.create(values(vit, prefix, named.getKey(), array.getShape()), array.getShape())) {
                    TorchOps.copyInPlace(List.of(array), List.of(values));
                }
            }
        });
        return vit;
    }

    private static float[] values(Vit vit, String prefix, String name, Shape shape) {
        float[] noise = Noise.signed(prefix + name, Math.toIntExact(shape.size()));
        if (name.endsWith("token") || name.equals("pos_embed")) {
            return affine(noise, 0, 0.5f);
        }
        if (name.endsWith("gamma")) {
            return affine(noise, 0.5f, 0.25f);
        }
        if (name.contains("norm")) {
            return affine(noise, name.endsWith("weight") ? 1 : 0, 0.25f);
        }
        Shape matrix = vit.getParameters().get(name.replace(".bias", ".weight")).getShape();
        return affine(noise, 0, (float) (1 / Math.sqrt((double) matrix.size() / matrix.get(0))));
    }

    private static float[] affine(float[] noise, float centre, float scale) {
        float[] values = new float[noise.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = centre + scale * noise[i];
        }
        return values;
    }
}
