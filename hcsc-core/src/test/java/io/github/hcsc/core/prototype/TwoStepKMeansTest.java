package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.distributed.Collectives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TwoStepKMeansTest {
    private static final float[][] NONE = new float[0][];
    private static final TwoStepKMeans TWO_STEPS =
            new TwoStepKMeans(new StreamedKMeans(new GreedyKMeans(FastKMeans.DEFAULT), 128, 2), 64, 4);

    @TempDir
    Path folder;

    @Test
    void comesNearToWhatOneStepFinds() throws IOException {
        float[][] points = Samples.clustered(40_000, 10, 64, .5, 1);
        TwoStepKMeans.Found found = TWO_STEPS.fit(passes(points, Stages.NONE), 1000, 0, folder.resolve("rows"));
        try (Points all = Points.of(points, VectorKernel::new)) {
            float[][] direct =
                    new GreedyKMeans(FastKMeans.DEFAULT).fit(all, 1000, NONE, 0).rows();
            int[] labels = found.search().nearest(all, found.leaves());
            int[] nearest = all.nearest(found.leaves());

            assertThat(found.leaves()).hasDimensions(1000, 10);
            assertThat(all.objective(found.leaves(), labels))
                    .isLessThan(1.04 * all.objective(direct, all.nearest(direct)));
            assertThat(IntStream.range(0, labels.length).filter(i -> labels[i] != nearest[i]))
                    .hasSizeLessThan(800);
        }
    }

    @Test
    void goesOnFromWhereverItWasStopped() throws IOException {
        float[][] points = Samples.clustered(140_000, 4, 30, .5, 4);
        float[][] whole = TWO_STEPS
                .fit(passes(points, Stages.NONE), 200, 5, folder.resolve("whole"))
                .leaves();
        StoppingStages stages = new StoppingStages();
        int stops = 0;
        float[][] found = NONE;
        while (found.length == 0) {
            try {
                stages.stopAfter(1);
                found = TWO_STEPS
                        .fit(passes(points, stages), 200, 5, folder.resolve("stopped"))
                        .leaves();
            } catch (IOException stopped) {
                stops++;
            }
        }
        assertThat(found).isDeepEqualTo(whole);
        assertThat(stops).isGreaterThan(64);
    }

    @ParameterizedTest
    @MethodSource
    void sharesFollowSizes(long[] sizes, int count, int[] expected) {
        assertThat(TwoStepKMeans.shares(sizes, count)).isEqualTo(expected);
    }

    private static Object[][] sharesFollowSizes() {
        return new Object[][] {
            {new long[] {10, 10}, 4, new int[] {2, 2}},
            {new long[] {70, 20, 10}, 10, new int[] {7, 2, 1}},
            {new long[] {66, 24, 10}, 10, new int[] {7, 2, 1}},
            {new long[] {1000, 1, 0}, 10, new int[] {9, 1, 0}},
            {new long[] {1000, 1, 1, 1}, 4, new int[] {1, 1, 1, 1}},
            {new long[] {2, 2}, 4, new int[] {2, 2}},
        };
    }

    @Test
    void sharesAddUp() {
        long[] sizes = IntStream.range(0, 500).mapToLong(i -> (i * 7919L) % 300).toArray();
        int[] shares = TwoStepKMeans.shares(sizes, 2000);
        assertThat(Arrays.stream(shares).sum()).isEqualTo(2000);
        for (int cell = 0; cell < sizes.length; cell++) {
            assertThat((long) shares[cell]).isBetween(Math.min(1, sizes[cell]), sizes[cell]);
        }
    }

    private static RowPasses passes(float[][] points, Stages stages) {
        return new RowPasses(new ArrayRows(points), VectorKernel::new, Points::nearest, Collectives.single(), stages);
    }
}
