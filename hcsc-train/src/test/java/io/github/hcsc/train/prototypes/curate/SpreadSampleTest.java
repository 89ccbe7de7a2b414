package io.github.hcsc.train.prototypes.curate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.RandomTree;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpreadSampleTest {

    @ParameterizedTest
    @CsvSource({"900, 6, 200, false", "3000, 3, 200, true", "50, 4, 50, false"})
    void choosesWhatTheNaiveLoopChooses(int images, int dimension, int count, boolean everyThird) {
        RandomTree random = RandomTree.of(images, dimension, 2, Math.min(40, images / 3), 9, 3);
        BitSet allowed = new BitSet();
        for (int image = 0; image < images; image += everyThird ? 3 : 1) {
            allowed.set(image);
        }
        SpreadSample.Spread spread = SpreadSample.of(random.tree(), random.embeddings(), count, allowed);
        double[] left = new double[images];
        Arrays.fill(left, Double.POSITIVE_INFINITY);
        int next = spread.images()[0];
        for (int i = 0; i < count; i++) {
            assertThat(spread.images()[i]).isEqualTo(next);
            next = farthestAfter(next, random.embeddings(), allowed, left);
        }
        assertThat(spread.farthest()).isEqualTo(Math.max(0, left[next]));
        assertThat(spread.compared()).isLessThan((long) count * allowed.cardinality() + 1);
    }

    private static int farthestAfter(int chosen, Embeddings embeddings, BitSet allowed, double[] left) {
        float[] row = embeddings.row(chosen);
        left[chosen] = -1;
        int farthest = allowed.nextSetBit(0);
        for (int image = farthest; image >= 0; image = allowed.nextSetBit(image + 1)) {
            double cosine = Math.max(-1, Math.min(1, embeddings.similarity(image, row)));
            left[image] = Math.min(left[image], Math.acos(cosine));
            farthest = left[image] > left[farthest] ? image : farthest;
        }
        return farthest;
    }

    @ParameterizedTest
    @CsvSource({"0", "31"})
    void refusesMoreThanThereAre(int count) {
        RandomTree random = RandomTree.of(30, 3, 2, 6, 3, 1);
        BitSet all = new BitSet();
        all.set(0, 30);
        assertThatThrownBy(() -> SpreadSample.of(random.tree(), random.embeddings(), count, all))
                .hasMessage("the number of images must lie in 1..30, but was " + count);
    }
}
