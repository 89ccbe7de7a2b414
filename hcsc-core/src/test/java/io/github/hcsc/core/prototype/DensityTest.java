package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DensityTest {

    @Test
    void interpolatesPercentilesAsNumpyDoes() {
        double[] values = {.3, .1, .5, .2, .4};

        assertThat(Density.percentile(values, 10)).isCloseTo(.14, within(1e-15));
        assertThat(Density.percentile(values, 90)).isCloseTo(.46, within(1e-15));
        assertThat(Density.percentile(values, 100)).isEqualTo(.5);
        assertThat(Density.percentile(new double[] {7}, 10)).isEqualTo(7);
    }

    @Test
    void clipsToThePercentilesAndScalesToTheTemperature() {
        float[] density = Density.scaled(new double[] {.1, .2, .3, .4, .5}, .2f);

        assertThat(density)
                .containsExactly(new float[] {.0933333f, .1333333f, .2f, .2666667f, .3066667f}, within(1e-6f));
    }

    @Test
    void isTheMeanDistanceOverTheLogarithmOfTheSize() {
        double raw = Density.raw(new Clusters(new long[] {3}, new double[] {.4 + .5 + .6}))[0];

        assertThat(raw).isCloseTo(.194936, within(1e-6));
    }

    @Test
    void takesTheLargestForSinglePointsAndEmptyClusters() {
        double[] raw = Density.raw(new Clusters(new long[] {2, 2, 1, 0}, new double[] {.2, .4, 0, 0}));

        assertThat(raw[1]).isCloseTo(.2 / Math.log(12), within(1e-7)).isGreaterThan(raw[0]);
        assertThat(raw[2]).isEqualTo(raw[1]);
        assertThat(raw[3]).isEqualTo(raw[1]);
    }

    @Test
    void isTheTemperatureWhereNoClusterHasAnExtent() {
        Clusters clusters = new Clusters(new long[] {1, 1, 1}, new double[3]);

        assertThat(Density.of(clusters, .2f)).containsOnly(.2f);
    }

    @Test
    void isNeverZeroWhereOnlySomePointsCoincide() {
        float[] density = Density.of(new Clusters(new long[] {2, 2, 2}, new double[] {0, 0, .4}), .2f);

        assertThat(density).doesNotContain(0f);
        for (float value : density) {
            assertThat(value).isFinite().isPositive();
        }
    }
}
