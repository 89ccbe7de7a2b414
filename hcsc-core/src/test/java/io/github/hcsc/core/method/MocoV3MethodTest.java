package io.github.hcsc.core.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.PredictionHead;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.golden.Deviations;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.golden.Vectors;
import io.github.hcsc.core.torch.Autograd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MocoV3MethodTest {

    private static final Vectors GOLDEN = Vectors.read("vit").in("moco3_loss");
    private static final double TEMPERATURE = 0.2;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    private NDArray rows(String name) {
        return manager.create(Noise.signed("moco3/" + name, 32), new Shape(4, 8));
    }

    private static NDArray contrast(NDArray query, NDArray key) {
        return MocoV3Method.contrast(ObjectiveLesson.unit(query), ObjectiveLesson.unit(key), TEMPERATURE);
    }

    @Test
    void lossAndGradientsAreTheReferences() {
        NDArray first = rows("q1");
        NDArray second = rows("q2");
        first.setRequiresGradient(true);
        second.setRequiresGradient(true);

        NDArray[] terms =
                Autograd.recording(() -> new NDArray[] {contrast(first, rows("k2")), contrast(second, rows("k1"))});
        NDArray loss = Autograd.recording(() -> terms[0].add(terms[1]));
        Autograd.backward(loss);

        Deviations deviations = new Deviations("moco v3");
        deviations.add(
                "terms", "terms", new float[] {terms[0].getFloat(), terms[1].getFloat()}, GOLDEN.floats("terms"));
        deviations.add("loss", "loss", loss, GOLDEN.floats("loss"));
        deviations.add("gradients", "q1", first.getGradient(), GOLDEN.floats("gradient_q1"));
        deviations.add(
                "gradients",
                "norm of q2",
                new float[] {second.getGradient().norm().getFloat()},
                GOLDEN.floats("gradient_q2_norm"));
        deviations.requireWithin(quantity -> quantity.equals("gradients") ? 1e-5 : 1e-6);
    }

    /** Trunks of 192, 384 and 768 values with three layers, and of a ResNet-50 with two. */
    @ParameterizedTest
    @CsvSource({"192, 3, 18628608", "384, 3, 19415040", "768, 3, 20987904", "2048, 2, 9445376"})
    void projectorHasAsManyParametersAsPublished(int features, int layers, long parameters) {
        assertThat(weights(ProjectionHead.normalized(features, 4096, layers, 256)))
                .isEqualTo(parameters);
    }

    @Test
    void predictorHasAsManyParametersAsPublished() {
        assertThat(weights(PredictionHead.normalized(256, 4096)))
                .isEqualTo(weights(PredictionHead.plain(256, 4096)))
                .isEqualTo(2_105_344);
    }

    private static long weights(Block head) {
        return head.getParameters().values().stream()
                .filter(Encoder::isWeight)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    @Test
    void namesAreThoseOfPublishedHeads() {
        assertThat(ProjectionHead.normalized(8, 16, 3, 4).getParameters().keys())
                .containsExactly(
                        "fc.0.weight",
                        "fc.1.weight",
                        "fc.1.bias",
                        "fc.1.running_mean",
                        "fc.1.running_var",
                        "fc.3.weight",
                        "fc.4.weight",
                        "fc.4.bias",
                        "fc.4.running_mean",
                        "fc.4.running_var",
                        "fc.6.weight",
                        "fc.7.running_mean",
                        "fc.7.running_var");
        assertThat(PredictionHead.plain(4, 16).getParameters().keys()).last().isEqualTo("3.weight");
        assertThat(PredictionHead.normalized(4, 16).getParameters().keys())
                .last()
                .isEqualTo("4.running_var");
    }

    @Test
    void refusesATemperatureOfZero() {
        KeyMomentum momentum = new KeyMomentum(0.99, true);

        assertThatThrownBy(() -> new MocoV3Method(0, momentum, dim -> PredictionHead.plain(dim, 8)))
                .hasMessage("temperature must be positive, but was 0.0");
    }
}
