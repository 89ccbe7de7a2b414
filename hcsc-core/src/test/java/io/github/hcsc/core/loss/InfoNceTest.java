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
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class InfoNceTest {

    private static final Offset<Float> ROUNDING = within(1e-6f);
    private static final int N = 6;
    private static final int C = 40;

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

    @ParameterizedTest
    @CsvSource({"-1", "-1000"})
    void aQueryWithoutNegativesHasNoLoss(float positive) {
        assertThat(loss(Rejected.REMOVED, logits(positive, new float[] {.5f, .3f}, 0, 0)))
                .isZero();
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
    void severalSelectionsHaveTheLossesOfTheFormula(Rejected rejected) {
        List<NDArray> selections = List.of(
                mask(N, C, .9f), mask(N, C, .3f), manager.zeros(new Shape(N, C)), manager.ones(new Shape(1, 1)));
        for (float scale : new float[] {.2f, 5, 30, 80}) {
            for (Optional<NDArray> eligible : eligibilities()) {
                compare(rejected, new ContrastiveLogits(uniform(N, scale), uniform(N, C, scale), eligible, selections));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void logitsOfSeveralSelectionsMayLieFarApart(Rejected rejected) {
        NDArray candidates = uniform(N, C, 1).add(79);
        NDArray lone = manager.zeros(new Shape(N, C));
        candidates.set(new ai.djl.ndarray.index.NDIndex(":, 3"), -79.5f);
        lone.set(new ai.djl.ndarray.index.NDIndex(":, 3"), 1f);
        List<NDArray> selections = List.of(mask(N, C, .5f), lone, manager.zeros(new Shape(N, C)));

        for (float positive : new float[] {-80, -79, 0, 80}) {
            NDArray own = uniform(N, .5f).add(positive);
            compare(rejected, new ContrastiveLogits(own, candidates.duplicate(), Optional.empty(), selections));
        }
    }

    @ParameterizedTest
    @EnumSource
    void logitsOfOneSelectionLieAsFarApartAsTheyLike(Rejected rejected) {
        List<NDArray> selections =
                List.of(mask(N, C, .5f), manager.zeros(new Shape(N, C)), manager.ones(new Shape(1, 1)));
        for (float scale : new float[] {150, 3000}) {
            for (float shift : new float[] {-scale, 0, scale}) {
                for (Optional<NDArray> eligible : eligibilities()) {
                    for (NDArray selection : selections) {
                        compare(
                                rejected,
                                new ContrastiveLogits(
                                        uniform(N, scale).add(shift),
                                        uniform(N, C, scale).add(shift),
                                        eligible,
                                        List.of(selection)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThousandTimesTheLargestCandidateIsNotInfinite(Rejected rejected) {
        NDArray candidates = manager.ones(new Shape(1, 100_000)).mul(80);
        compare(rejected, ContrastiveLogits.withAll(manager.create(new float[] {-80}), candidates));
    }

    private void compare(Rejected rejected, ContrastiveLogits logits) {
        logits.positive().setRequiresGradient(true);
        logits.candidates().setRequiresGradient(true);
        NaiveInfoNce expected = NaiveInfoNce.of(logits, rejected);

        NDArray losses = Autograd.recording(() -> new InfoNce(rejected).evaluate(logits));
        Autograd.backward(Autograd.recording(losses::sum));

        for (int s = 0; s < expected.losses.length; s++) {
            float loss = (float) expected.losses[s];
            assertThat(losses.getFloat(s)).isCloseTo(loss, within(2e-6f * (1 + Math.abs(loss))));
        }
        assertThat(logits.positive().getGradient().toFloatArray()).containsExactly(expected.ofPositive, within(2e-5f));
        assertThat(logits.candidates().getGradient().toFloatArray())
                .containsExactly(expected.ofCandidates, within(2e-5f));
        logits.positive().getGradient().muli(0);
        logits.candidates().getGradient().muli(0);
    }

    private List<Optional<NDArray>> eligibilities() {
        return List.of(Optional.empty(), Optional.of(mask(1, C, .5f)), Optional.of(mask(N, C, .5f)));
    }

    private NDArray mask(int rows, int columns, float share) {
        return manager.randomUniform(0, 1, new Shape(rows, columns)).lt(share).toType(DataType.FLOAT32, false);
    }

    private NDArray uniform(int rows, int columns, float scale) {
        return manager.randomUniform(-1, 1, new Shape(rows, columns)).mul(scale);
    }

    private NDArray uniform(int rows, float scale) {
        return manager.randomUniform(-1, 1, new Shape(rows)).mul(scale);
    }

    private static float loss(Rejected rejected, ContrastiveLogits logits) {
        return new InfoNce(rejected).evaluate(logits).getFloat();
    }

    /** One query with similarities over a temperature of 0.2. */
    private ContrastiveLogits logits(float positive, float[] negatives, float... kept) {
        return new ContrastiveLogits(
                manager.create(new float[] {positive / .2f}),
                manager.create(new float[][] {negatives}).div(.2f),
                Optional.empty(),
                List.of(manager.create(new float[][] {kept})));
    }
}
