package io.github.hcsc.examples.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.examples.scaling.ScalingModel.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalingModelTest {

    private static final Network NETWORK = new Network("test", 4, 100e9, 10e9, 1e-6);
    private static final Gpu STEADY = new Gpu("steady", 900, 1e13, 0);
    private static final Gpu UNSTEADY = new Gpu("unsteady", 900, 1e13, 0.1);
    private static final Workload WORK = new Workload("test", 90_000, 30, 1e8, 1e5, 1e-3, 1000, 128, 20);

    @Test
    void oneGpuNeitherWaitsNorSums() {
        Epoch epoch = new ScalingModel(UNSTEADY, NETWORK, WORK, 1).epoch(0);

        assertThat(epoch.waiting()).isCloseTo(0, within(1e-9));
        assertThat(epoch.summing()).isZero();
        assertThat(epoch.efficiency()).isCloseTo(1, within(1e-9));
        assertThat(epoch.computing())
                .as("four passes of which training has three")
                .isCloseTo(400.0 / 3, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 64, 1000})
    void moreGpusShareTheWorkButNeverMoreThanPerfectly(int gpus) {
        Epoch one = new ScalingModel(STEADY, NETWORK, WORK, 1).epoch(0);
        Epoch many = new ScalingModel(STEADY, NETWORK, WORK, gpus).epoch(0);

        assertThat(many.computing()).isCloseTo(one.computing() / gpus, within(1e-9));
        assertThat(many.seconds()).isGreaterThan(one.seconds() / gpus);
        assertThat(many.efficiency()).isBetween(0.0, 1.0);
    }

    @Test
    void theSlowestOfManyUnsteadyGpusIsWaitedFor() {
        Epoch few = new ScalingModel(UNSTEADY, NETWORK, WORK, 4).epoch(0);
        Epoch many = new ScalingModel(UNSTEADY, NETWORK, WORK, 256).epoch(0);

        double four = few.waiting() / few.computing();
        assertThat(four)
                .as("the largest of four normal draws lies 1.03 deviations above the mean")
                .isBetween(0.09, 0.12);
        assertThat(many.waiting() / many.computing()).isGreaterThan(2 * four);
    }

    @Test
    void summingTakesBothBandwidths() {
        assertThat(NETWORK.allReduceSeconds(4, 1e8)).isCloseTo(1.5 * 1e8 / 100e9 + 4e-6, within(1e-12));
        assertThat(NETWORK.allReduceSeconds(8, 1e8)).isCloseTo(1.5 * 1e8 / 100e9 + 1e8 / 10e9 + 6e-6, within(1e-12));
    }
}
