package io.github.hcsc.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.loss.InfoNce.Rejected;
import io.github.hcsc.core.torch.Autograd;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class InfoNceTest {

    private static final Offset<Float> ROUNDING = within(1e-6f);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void aRejectedNegativeStaysWithLogitZeroOrLeaves() {
        ContrastiveLogits rejectedOne = logits(.8f, new float[] {.5f, .3f, -.1f}, 1, 0, 1);
        ContrastiveLogits keptAll = logits(.8f, new float[] {.5f, .3f, -.1f}, 1, 1, 1);

        assertThat(loss(Rejected.ZERO_LOGIT, rejectedOne)).isCloseTo(.225185f, ROUNDING);
        assertThat(loss(Rejected.REMOVED, rejectedOne)).isCloseTo(.210455f, ROUNDING);
        assertThat(loss(Rejected.ZERO_LOGIT, keptAll)).isCloseTo(.274843f, ROUNDING);
        assertThat(loss(Rejected.REMOVED, keptAll)).isCloseTo(.274843f, ROUNDING);
    }

    @Test
    void aQueryWithoutNegativesHasNoLoss() {
        assertThat(loss(Rejected.REMOVED, logits(-1, new float[] {.5f, .3f}, 0, 0)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNotEligibleTakesNoPart(Rejected rejected) {
        NDArray eligible = manager.create(new float[][] {{1, 0}});
        ContrastiveLogits two = logits(.8f, new float[] {.5f, .9f}, 1, 1);
        ContrastiveLogits one = logits(.8f, new float[] {.5f}, 1);

        ContrastiveLogits masked = new ContrastiveLogits(two.positive(), two.candidates(), eligible, two.kept());

        assertThat(loss(rejected, masked))
                .as(rejected.name().toLowerCase(Locale.ROOT))
                .isEqualTo(loss(rejected, one));
    }

    @ParameterizedTest
    @EnumSource
    void aRejectedNegativeGetsNoGradient(Rejected rejected) {
        ContrastiveLogits logits = logits(.8f, new float[] {.5f, .3f}, 1, 0);
        logits.candidates().setRequiresGradient(true);

        Autograd.backward(Autograd.recording(() -> new InfoNce(rejected).evaluate(logits)));

        float[] gradient = logits.candidates().getGradient().toFloatArray();
        assertThat(gradient[0]).isPositive();
        assertThat(gradient[1]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void severalSelectionsAtOnceAreEachOfThemAddedUp(Rejected rejected) {
        for (float scale : new float[] {.2f, 5, 30, 75}) {
            NDArray positive = manager.randomUniform(-1, 1, new Shape(6)).mul(scale);
            NDArray candidates = manager.randomUniform(-1, 1, new Shape(6, 40)).mul(scale);
            candidates.setRequiresGradient(true);
            List<NDArray> selections = List.of(mask(.9f), mask(.3f), manager.zeros(new Shape(6, 40)));
            InfoNce loss = new InfoNce(rejected);
            ContrastiveLoss plain = loss::evaluate;

            float atOnce = lossAndGradient(loss, positive, candidates, selections);
            float[] gradientAtOnce = candidates.getGradient().toFloatArray();
            candidates.getGradient().subi(candidates.getGradient());
            float oneByOne = lossAndGradient(plain, positive, candidates, selections);
            float[] gradientOneByOne = candidates.getGradient().toFloatArray();

            assertThat(atOnce).isCloseTo(oneByOne, within(1e-5f * (1 + scale)));
            assertThat(gradientAtOnce).containsExactly(gradientOneByOne, within(1e-5f));
        }
    }

    private NDArray mask(float share) {
        return manager.randomUniform(0, 1, new Shape(6, 40)).lt(share).toType(DataType.FLOAT32, false);
    }

    private static float lossAndGradient(
            ContrastiveLoss loss, NDArray positive, NDArray candidates, List<NDArray> selections) {
        NDArray value = Autograd.recording(() -> loss.sum(positive, candidates, selections));
        Autograd.backward(value);
        return value.getFloat();
    }

    private static float loss(Rejected rejected, ContrastiveLogits logits) {
        return new InfoNce(rejected).evaluate(logits).getFloat();
    }

    /** One query with similarities over a temperature of 0.2. */
    private ContrastiveLogits logits(float positive, float[] negatives, float... kept) {
        return new ContrastiveLogits(
                manager.create(new float[] {positive / .2f}),
                manager.create(new float[][] {negatives}).div(.2f),
                manager.create(new float[][] {{1}}),
                manager.create(new float[][] {kept}));
    }
}
