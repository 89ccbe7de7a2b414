package io.github.hcsc.train.eval.worth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EstimateTest {

    /** The bootstrap of one choice has the deviation of a binomial share: sqrt(p (1 - p) / n). */
    @Test
    void oneChoiceHasTheIntervalOfABinomialShare() {
        Estimate estimate = Estimate.of(List.of(first(400)), 1000, 0);

        double deviation = 100 * Math.sqrt(0.4 * 0.6 / 1000);
        assertThat(estimate.mean()).isEqualTo(40);
        assertThat(estimate.interval().low()).isCloseTo(40 - 1.96 * deviation, within(0.5));
        assertThat(estimate.interval().high()).isCloseTo(40 + 1.96 * deviation, within(0.5));
    }

    @Test
    void choicesOfLabelsThatDifferWidenTheInterval() {
        Estimate alike = Estimate.of(List.of(first(400), first(400)), 1000, 0);
        Estimate differ = Estimate.of(List.of(first(200), first(600)), 1000, 0);

        assertThat(differ.mean()).isEqualTo(alike.mean());
        assertThat(differ.interval().high() - differ.interval().low())
                .isGreaterThan(3 * (alike.interval().high() - alike.interval().low()));
    }

    /** One right answer more on the same images is a sure lead, though the intervals of both overlap. */
    @Test
    void differencesArePairedImageByImage() {
        BitSet some = random(1000);
        BitSet more = (BitSet) some.clone();
        int added = 0;
        for (int image = more.nextClearBit(0); added < 20; image = more.nextClearBit(image + 1)) {
            more.set(image);
            added++;
        }
        Estimate lower = Estimate.of(List.of(some), 1000, 3);
        Estimate higher = Estimate.of(List.of(more), 1000, 3);

        assertThat(lower.interval().high()).isGreaterThan(higher.interval().low());
        assertThat(higher.minus(lower).mean()).isCloseTo(2, within(1e-9));
        assertThat(higher.minus(lower).interval().isAboveZero()).isTrue();
        assertThat(lower.minus(lower).interval().isAboveZero()).isFalse();
    }

    private static BitSet first(int count) {
        BitSet right = new BitSet();
        right.set(0, count);
        return right;
    }

    private static BitSet random(int images) {
        SplittableRandom random = new SplittableRandom(5);
        BitSet right = new BitSet();
        for (int i = 0; i < images; i++) {
            right.set(i, random.nextBoolean());
        }
        return right;
    }
}
