package io.github.hcsc.train.accept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.core.torch.GpuArithmetic;
import io.github.hcsc.core.torch.MatrixUnits;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.train.Deviations;
import io.github.hcsc.train.ReferenceNoise;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Embeddings and gradients of encoders in each number type beside the CPU's in float32, as lengths.
 *
 * <p>A layer rounds weights, convolution and normalisation by at most u of a value, and three times as much as adds up at
 * random over n layers is allowed: 3 sqrt(3 n) u. Gradients differ more: a rectifier whose input lies nearer to zero than its
 * rounding flips and takes a whole gradient with it; if a share s of them does, n layers leave sqrt(n s).
 */
record EncoderTrial() implements Trial {

    /** A number type, that of the activations in configurations, what it rounds by, and the share of rectifiers that flip. */
    private record Rounding(String name, String precision, double unit, double flipped) {

        ToDoubleFunction<String> bounds(int layers) {
            return quantity ->
                    quantity.equals("gradients") ? Math.sqrt(layers * flipped) : 3 * Math.sqrt(3 * layers) * unit;
        }
    }

    private static final Rounding FP32 = new Rounding("fp32", "fp32", 1e-5, 1e-6);
    private static final Rounding TF32 = new Rounding("tf32", "fp32", 0x1p-11, 0.0025);
    private static final Rounding BF16 = new Rounding("bf16", "bf16", 0x1p-9, 0.01);

    private record Network(String name, int layers, int imageSize, List<String> settings) {}

    private static final List<Network> NETWORKS = List.of(
            new Network("ResNet-18", 17, 32, List.of("encoder.architecture=resnet18")),
            new Network("ViT-tiny", 48, 32, List.of("encoder.architecture=vit_tiny", "encoder.patch=4")),
            new Network("ResNet-50", 49, 64, List.of("encoder.architecture=resnet50", "encoder.stem=imagenet")));

    /** Where a minute has to do; a processor without units for bf16 takes long for a ResNet-50. */
    private static final int BRIEF = 2;

    @Override
    public String name() {
        return "encoders";
    }

    @Override
    public List<Check> checks(Target target) {
        MatrixUnits units = MatrixUnits.of(target.device());
        List<Check> checks = new ArrayList<>();
        for (Network network : target.brief() ? NETWORKS.subList(0, BRIEF) : NETWORKS) {
            Passes expected = passes(network, target.small("run.device=cpu"), "fp32");
            checks.add(check(network, FP32, target, expected));
            if (!target.device().isGpu()) {
                checks.add(Check.leftOut(network.name() + " in tf32", "a CPU does not round so"));
            } else if (units.bfloat16() && new GpuArithmetic(true, true).on(target.device())) {
                checks.add(check(network, TF32, target, expected));
                GpuArithmetic.EXACT.on(target.device());
            } else {
                checks.add(Check.leftOut(network.name() + " in tf32", units.reason()));
            }
            checks.add(check(network, BF16, target, expected));
        }
        return checks;
    }

    private static Check check(Network network, Rounding rounding, Target target, Passes expected) {
        Passes actual = passes(network, target.small(), rounding.precision);
        Deviations deviations = new Deviations(network.name());
        deviations.addLength("embeddings", "all", actual.embeddings, expected.embeddings);
        deviations.addLength("gradients", "all", actual.gradients, expected.gradients);
        return Check.within(
                network.name() + " in " + rounding.name() + " beside the CPU's in fp32",
                deviations.closest(rounding.bounds(network.layers)));
    }

    /** What came out. */
    private static final class Passes {
        private final float[] embeddings;
        private final float[] gradients;

        Passes(float[] embeddings, float[] gradients) {
            this.embeddings = embeddings;
            this.gradients = gradients;
        }
    }

    private static Passes passes(Network network, PretrainConfig base, String precision) {
        PretrainConfig config = base.with(network.settings.toArray(String[]::new))
                .with(
                        "views.imageSize=" + network.imageSize,
                        "views.evaluationResize=" + network.imageSize,
                        "encoder.width=0.25",
                        "run.precision=" + precision);
        try (NDManager manager = Devices.newManager(Devices.usable(config.run().device()))) {
            return passes(network, config, manager);
        }
    }

    private static Passes passes(Network network, PretrainConfig config, NDManager manager) {
        Shape shape = Backbone.images(8, network.imageSize);
        Encoder encoder = StepRig.configured(config).newEncoder(config.encoder().dimension());
        encoder.initialize(manager, DataType.FLOAT32, shape);
        Autograd.paused(() -> weights(encoder).copyInto(encoder.getParameters()));
        NDArray images = Autograd.paused(() -> TorchOps.channelsLast(noise(manager, "images", shape)));
        NDArray direction =
                noise(manager, "direction", new Shape(8, config.encoder().dimension()));
        Optional<PassRows> rows = Optional.of(new PassRows(0, 0, 0, 0));
        NDArray embeddings = Autograd.recording(() -> new BatchGroups(1).forward(encoder, images, rows));
        Autograd.backward(Autograd.recording(() -> embeddings.mul(direction).sum()));
        return new Passes(embeddings.toFloatArray(), gradients(encoder));
    }

    private static NDArray noise(NDManager manager, String name, Shape shape) {
        return manager.create(ReferenceNoise.signed(name, Math.toIntExact(shape.size())), shape);
    }

    /**
     * Weights by formula, since what generators draw differs from device to device. Branches count a quarter beside what they
     * are added to, so that rounding does not grow from block to block.
     */
    private static StateDict weights(Encoder encoder) {
        StateDict.Builder builder = StateDict.builder();
        encoder.getParameters().forEach(named -> {
            Shape shape = named.getValue().getShape();
            float[] values = ReferenceNoise.signed(named.getKey(), Math.toIntExact(shape.size()));
            double scale = shape.dimension() > 1 ? Math.sqrt(3.0 * shape.get(0) / shape.size()) : 0.25;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (centre(named.getKey()) + scale * values[i]);
            }
            builder.put(named.getKey(), TensorData.of(values, shape.getShape()));
        });
        return builder.build();
    }

    private static double centre(String weight) {
        if (weight.matches("layer.*bn[23]\\.weight")) {
            return 0.25;
        }
        return weight.matches(".*(norm\\d?|bn\\d|downsample\\.1)\\.weight|.*running_var") ? 1 : 0;
    }

    private static float[] gradients(Encoder encoder) {
        List<float[]> all = new ArrayList<>();
        int size = 0;
        for (NDArray weight : Encoder.trainedWeights(encoder)) {
            try (NDArray gradient = weight.getGradient()) {
                float[] values = TensorData.of(gradient).toFloats();
                all.add(values);
                size += values.length;
            }
        }
        float[] joined = new float[size];
        int at = 0;
        for (float[] values : all) {
            System.arraycopy(values, 0, joined, at, values.length);
            at += values.length;
        }
        return joined;
    }
}
