package io.github.hcsc.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.torch.Autograd;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an encoder begins, and how the key encoder follows. */
final class MomentumPairTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void resNet50HasThePublishedParameters() {
        Encoder encoder = create(ResNet.encoders(ResNetArchitecture.RESNET50, Stem.IMAGENET, 64), 128)
                .query();

        assertThat(encoder.weights()).hasSize(163);
        assertThat(encoder.weights().stream().mapToLong(NDArray::size).sum()).isEqualTo(27_966_656);
    }

    @Test
    void weightsBeginAsTorchvisionsDo() {
        Encoder encoder = tiny().query();

        NDArray convolution = weight(encoder, "layer4.1.conv2.weight"); // [128, 128, 3, 3]
        double deviation = Math.sqrt(2.0 / (128 * 9));
        assertThat(convolution.mean().getFloat()).isCloseTo(0, within((float) deviation / 50));
        assertThat((double) convolution.square().mean().sqrt().getFloat()).isCloseTo(deviation, within(deviation / 50));
        NDArray linear = weight(encoder, "fc.0.weight"); // [128, 128]
        double bound = 1 / Math.sqrt(128);
        assertThat((double) linear.abs().max().getFloat()).isBetween(.99 * bound, bound);
        assertThat((double) linear.square().mean().sqrt().getFloat())
                .isCloseTo(bound / Math.sqrt(3), within(bound / 50));
        assertThat((double) weight(encoder, "fc.0.bias").abs().max().getFloat()).isBetween(.8 * bound, bound);
        assertThat(weight(encoder, "layer4.1.bn2.weight").toFloatArray()).containsOnly(1);
        assertThat(weight(encoder, "layer4.1.bn2.bias").toFloatArray()).containsOnly(0);
        assertThat(weight(encoder, "layer4.1.bn2.running_mean").toFloatArray()).containsOnly(0);
        assertThat(weight(encoder, "layer4.1.bn2.running_var").toFloatArray()).containsOnly(1);
    }

    @Test
    void averagesMoveTowardsTheValues() {
        NDArray average = manager.create(new float[] {1, 2});
        NDArray value = manager.create(new float[] {3, 4});

        Autograd.paused(() -> MomentumPair.average(List.of(average), List.of(value), 0.75));

        assertThat(average.toFloatArray()).containsExactly(1.5f, 2.5f);
        assertThat(value.toFloatArray()).containsExactly(3, 4);
    }

    @Test
    void theKeyEncoderBeginsAsACopyAndFollowsInItsWeightsAlone() {
        MomentumPair encoders = tiny();
        assertThat(encoders.key().weights()).isEqualTo(encoders.query().weights());

        Autograd.paused(() -> {
            for (NDArray value : encoders.query().getParameters().values().stream()
                    .map(parameter -> parameter.getArray())
                    .toList()) {
                value.addi(1f);
            }
        });
        NDArray before = weight(encoders.key(), "conv1.weight").duplicate();
        encoders.update();

        NDArray moved = weight(encoders.key(), "conv1.weight").sub(before);
        assertThat(moved.max().getFloat()).isCloseTo(.1f, within(1e-6f));
        assertThat(moved.min().getFloat()).isCloseTo(.1f, within(1e-6f));
        assertThat(weight(encoders.key(), "bn1.running_mean").toFloatArray()).containsOnly(0);
    }

    private MomentumPair tiny() {
        return create(ResNet.encoders(ResNetArchitecture.RESNET18, Stem.SMALL, 16), 32);
    }

    private MomentumPair create(EncoderFactory factory, int dim) {
        return Autograd.paused(() -> MomentumPair.create(factory, dim, .9, manager, new Shape(2, 3, 32, 32)));
    }

    private static NDArray weight(Encoder encoder, String name) {
        List<String> names = encoder.getParameters().keys();
        return encoder.getParameters().valueAt(names.indexOf(name)).getArray();
    }
}
