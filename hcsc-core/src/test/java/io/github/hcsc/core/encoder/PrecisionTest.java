package io.github.hcsc.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An encoder whose activations are bfloat16 beside the same in float32.
 *
 * <p>bfloat16 rounds by at most 2^-9 of a value. A ResNet-18 rounds weight, convolution and normalisation in each of its
 * 20 layers, and three times as much at most is allowed as these add up to at random: 3 sqrt(3 x 20) 2^-9 = 4.5 %.
 *
 * <p>Gradients differ more: a rectifier whose input lies nearer to zero than its rounding flips, and takes a whole
 * gradient with it; if one in a hundred does, 17 layers leave sqrt(17 / 100) = 41 %. PyTorch's autocast of torchvision's
 * network at such images is off by 2.4 % in the embeddings and by 30 % in the gradients.
 */
final class PrecisionTest {

    private static final double ROUNDED = 3 * Math.sqrt(3 * 20) / 512;
    private static final double FLIPPED = Math.sqrt(17 / 100.0);
    /** A tenth of a batch enters the running statistics. */
    private static final double ENTERED = ROUNDED / 10;

    private static final Shape IMAGES = new Shape(8, 3, 16, 16);

    private final NDManager manager = NDManager.newBaseManager();
    private final Encoder exact = encoder(Precision.FP32);
    private final Encoder rounded = encoder(Precision.BF16);

    @AfterEach
    void free() {
        manager.close();
    }

    private Encoder encoder(Precision precision) {
        ResNet backbone = new ResNet(ResNetArchitecture.RESNET18, Stem.SMALL, 16, precision);
        Encoder encoder = new Encoder(backbone, ProjectionHead.mlp(backbone.featureSize(), 16));
        encoder.initialize(manager, DataType.FLOAT32, IMAGES);
        new FormulaWeights("tiny/", false, backbone.featureSize()).fill(encoder);
        return encoder;
    }

    private NDArray images() {
        float[] pixels = Noise.signed("images", Math.toIntExact(IMAGES.size()));
        return Autograd.paused(
                () -> TorchOps.channelsLast(manager.create(pixels, IMAGES).mul(2f)));
    }

    /** Returns the embeddings of a forward pass, after the backward pass. */
    private NDArray train(Encoder encoder, int groups) {
        NDArray images = images();
        NDArray cotangent = manager.create(Noise.signed("cotangent", 8 * 16), new Shape(8, 16));
        NDArray output = Autograd.recording(() -> new BatchGroups(groups).forward(encoder, images));
        Autograd.backward(Autograd.recording(() -> output.mul(cotangent).sum()));
        return output;
    }

    @Test
    void embeddingsGradientsAndStatisticsDifferByTheRoundingAlone() {
        NDArray expected = train(exact, 1);

        NDArray actual = train(rounded, 1);

        assertThat(distance(actual, expected)).isBetween(1e-4, ROUNDED);
        assertThat(distance(gradients(rounded), gradients(exact))).isBetween(1e-4, FLIPPED);
        assertThat(distance(flat(rounded.statistics()), flat(exact.statistics())))
                .isBetween(1e-6, ENTERED);
    }

    @Test
    void batchGroupsAreNormalisedEachForItself() {
        NDArray whole = train(rounded, 1);
        NDArray expected = train(exact, 4);
        Encoder encoder = encoder(Precision.BF16);

        NDArray actual = train(encoder, 4);

        assertThat(distance(actual, whole)).as("what groups change").isGreaterThan(4 * ROUNDED);
        assertThat(distance(actual, expected)).isBetween(1e-4, ROUNDED);
        NDArray statistics = flat(encoder.statistics());
        assertThat(distance(statistics, flat(rounded.statistics()))).isGreaterThan(ENTERED);
        assertThat(distance(statistics, flat(exact.statistics()))).isBetween(1e-6, ENTERED);
    }

    @Test
    void parametersGradientsStatisticsAndFeaturesStayFloat32() {
        NDArray output = train(rounded, 1);

        assertThat(output.getDataType()).isEqualTo(DataType.FLOAT32);
        for (Pair<String, Parameter> named : rounded.getParameters()) {
            NDArray array = named.getValue().getArray();
            assertThat(array.getDataType()).as(named.getKey()).isEqualTo(DataType.FLOAT32);
            if (Parameters.isWeight(named.getValue().getType())) {
                assertThat(array.getGradient().getDataType())
                        .as("gradient of " + named.getKey())
                        .isEqualTo(DataType.FLOAT32);
            }
        }
        NDArray features = new BatchGroups(1).forward(rounded.backbone(), images());
        assertThat(features.getDataType()).isEqualTo(DataType.FLOAT32);
    }

    @Test
    void evaluationIsFloat32() {
        assertThat(evaluate(rounded).toFloatArray()).isEqualTo(evaluate(exact).toFloatArray());
    }

    private NDArray evaluate(Encoder encoder) {
        NDArray images = images();
        return Autograd.paused(() -> encoder.forward(new ParameterStore(manager, false), new NDList(images), false)
                .singletonOrThrow());
    }

    private static NDArray gradients(Encoder encoder) {
        return flat(encoder.weights().stream().map(NDArray::getGradient).toList());
    }

    private static NDArray flat(List<NDArray> arrays) {
        NDList rows = new NDList();
        arrays.forEach(array -> rows.add(array.flatten()));
        return NDArrays.concat(rows);
    }

    private static double distance(NDArray actual, NDArray expected) {
        return actual.sub(expected).norm().getFloat() / expected.norm().getFloat();
    }
}
