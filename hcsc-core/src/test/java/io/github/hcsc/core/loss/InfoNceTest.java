package io.github.hcsc.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.loss.InfoNce.Rejected;
import io.github.hcsc.core.torch.Autograd;
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
