package io.github.hcsc.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.golden.Deviations;
import io.github.hcsc.core.golden.Fixture;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forward and backward passes against torchvision's, the same weights in both; float32 against float32.
 *
 * <p>The slim encoders agree in everything. In those of full width so many rectifiers act that rounding moves some across
 * zero, and each such unit shows in a few gradients: torchvision's differ as much between its two memory layouts.
 */
final class GoldenEncoderTest {

    private static final int SAMPLE = 64;

    /** One of the reference's encoders and its input. */
    private record Case(
            String name,
            ResNetArchitecture architecture,
            Stem stem,
            int width,
            int dim,
            Shape input,
            FormulaWeights weights) {

        Encoder encoder(NDManager manager) {
            Encoder encoder = ResNet.encoders(architecture, stem, width).newEncoder(dim);
            encoder.initialize(manager, DataType.FLOAT32, input);
            weights.fill(encoder);
            return encoder;
        }

        double tolerance(String quantity) {
            if (width == 64 && quantity.endsWith("gradients")) {
                return 5e-2;
            }
            return width == 64 && quantity.endsWith("gradient norms") ? 1e-3 : 3e-5;
        }
    }

    static Stream<Named<Case>> cases() {
        ResNetArchitecture resNet18 = ResNetArchitecture.RESNET18;
        ResNetArchitecture resNet50 = ResNetArchitecture.RESNET50;
        FormulaWeights tiny = new FormulaWeights("tiny/", false, 64);
        FormulaWeights tiny50 = new FormulaWeights("tiny50/", true, 256);
        FormulaWeights full18 = new FormulaWeights("resnet18/", false, 512);
        FormulaWeights full50 = new FormulaWeights("resnet50/", true, 2048);
        return Stream.of(
                        new Case("tiny", resNet18, Stem.SMALL, 8, 16, images(8, 16), tiny),
                        new Case("tiny-groups4", resNet18, Stem.SMALL, 8, 16, images(8, 16), tiny),
                        new Case("tiny50", resNet50, Stem.IMAGENET, 8, 16, images(4, 64), tiny50),
                        new Case("resnet18", resNet18, Stem.SMALL, 64, 128, images(4, 32), full18),
                        new Case("resnet50", resNet50, Stem.IMAGENET, 64, 128, images(2, 64), full50))
                .map(one -> Named.of(one.name, one));
    }

    private static Shape images(int count, int size) {
        return new Shape(count, 3, size, size);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTorchvisionsInBothModes(Case one) {
        Fixture golden = Fixture.read("backbone-" + one.name);
        Deviations deviations = new Deviations("backbone " + one.name);
        try (NDManager manager = NDManager.newBaseManager()) {
            new Passes(golden, one, manager, one.encoder(manager), deviations).compare();
        }
        deviations.requireWithin(one::tolerance);
    }

    private record Passes(Fixture golden, Case one, NDManager manager, Encoder encoder, Deviations deviations) {

        void compare() {
            compareInitialWeights();
            NDArray images = images();
            compare("eval", images, Passes::evaluating);
            compare("train", images, (block, x) -> new BatchGroups(golden.integer("bn_groups")).forward(block, x));
        }

        private interface Mode {
            NDArray forward(Block block, NDArray images);
        }

        private static NDArray evaluating(Block block, NDArray images) {
            ParameterStore store = new ParameterStore(images.getManager(), false);
            return block.forward(store, new NDList(images), false).singletonOrThrow();
        }

        private NDArray images() {
            float[] pixels = Noise.signed(one.name + "/input", Math.toIntExact(one.input.size()));
            return TorchOps.channelsLast(manager.create(pixels, one.input).mul(2f));
        }

        private void compare(String mode, NDArray images, Mode pass) {
            NDArray output = Autograd.recording(() -> pass.forward(encoder, images));
            Shape shape = output.getShape();
            NDArray cotangent =
                    manager.create(Noise.signed(one.name + "/cotangent", Math.toIntExact(shape.size())), shape);
            Autograd.backward(Autograd.recording(() -> output.mul(cotangent).sum()));

            add(mode + " output", mode + "/output", output);
            compareGradients(mode);
            if (mode.equals("train")) {
                compareStatistics();
            }
            add(mode + " pooled", mode + "/pooled", Autograd.paused(() -> pass.forward(encoder.backbone(), images)));
        }

        private void compareGradients(String mode) {
            List<String> names = encoder.weightNames();
            List<NDArray> gradients =
                    encoder.weights().stream().map(NDArray::getGradient).toList();
            addNorms(mode + " gradient norms", mode + "/gradient_norm", gradients);
            for (int i = 0; i < names.size(); i++) {
                String tensor = mode + "/gradient/" + names.get(i);
                if (golden.has(tensor)) {
                    deviations.add(mode + " gradients", tensor, head(gradients.get(i)), golden.floats(tensor));
                }
            }
            Autograd.paused(() -> gradients.forEach(gradient -> gradient.subi(gradient.duplicate())));
        }

        private void compareStatistics() {
            List<String> names = golden.words("statistics");
            addNorms(
                    "statistics",
                    "after/running_norm",
                    names.stream().map(this::parameter).toList());
            for (String name : names) {
                if (golden.has("after/" + name)) {
                    float[] expected = golden.floats("after/" + name);
                    deviations.add("statistics", name, head(parameter(name)), expected);
                }
            }
        }

        private void compareInitialWeights() {
            for (String name : encoder.getParameters().keys()) {
                if (golden.has("initial/" + name)) {
                    float[] all = floats(parameter(name));
                    float[] ends = Arrays.copyOf(all, 8);
                    System.arraycopy(all, all.length - 4, ends, 4, 4);
                    assertThat(ends).as(name).containsExactly(golden.floats("initial/" + name));
                }
            }
            assertThat(encoder.weightNames()).isEqualTo(golden.words("parameters"));
        }

        private NDArray parameter(String name) {
            return encoder.getParameters().get(name).getArray();
        }

        private void add(String quantity, String tensor, NDArray actual) {
            deviations.add(quantity, tensor, actual, golden.floats(tensor));
        }

        private void addNorms(String quantity, String tensor, List<NDArray> arrays) {
            float[] norms = new float[arrays.size()];
            for (int i = 0; i < norms.length; i++) {
                double squares = 0;
                for (float value : floats(arrays.get(i))) {
                    squares += (double) value * value;
                }
                norms[i] = (float) Math.sqrt(squares);
            }
            deviations.add(quantity, tensor, norms, golden.floats(tensor));
        }

        private static float[] head(NDArray array) {
            float[] all = floats(array);
            return Arrays.copyOf(all, Math.min(SAMPLE, all.length));
        }

        private static float[] floats(NDArray array) {
            return TensorData.of(array).toFloats();
        }
    }
}
