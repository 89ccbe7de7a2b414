package io.github.hcsc.examples.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.examples.scaling.ScalingModel.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalingModelTest {

    private static final Network NETWORK = new Network("test", 4, 100e9, 2e9, 10e9, 1e-6);
    private static final Processor STEADY = Processor.ofSupervised("steady", 900, 1e13, 1e10, 0);
    private static final Processor UNSTEADY = Processor.ofSupervised("unsteady", 900, 1e13, 1e10, 0.1);
    private static final Workload WORK = new Workload(90_000, 30, 1e8, 1e5, 1e-3, 1000, 128, 20);

    @Test
    void oneProcessNeitherWaitsNorSums() {
        Epoch epoch = new ScalingModel(UNSTEADY, NETWORK, WORK, 1).epoch(0);

        assertThat(epoch.waiting()).isCloseTo(0, within(1e-9));
        assertThat(epoch.summing()).isZero();
        assertThat(epoch.exchanging()).isZero();
        assertThat(epoch.efficiency()).isCloseTo(1, within(1e-9));
        assertThat(epoch.computing())
                .as("four passes of which training has three")
                .isCloseTo(400.0 / 3, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 64, 1000})
    void moreProcessesShareTheWorkButNeverMoreThanPerfectly(int processes) {
        Epoch one = new ScalingModel(STEADY, NETWORK, WORK, 1).epoch(0);
        Epoch many = new ScalingModel(STEADY, NETWORK, WORK, processes).epoch(0);

        assertThat(many.computing()).isCloseTo(one.computing() / processes, within(1e-9));
        assertThat(many.seconds()).isGreaterThan(one.seconds() / processes);
        assertThat(many.efficiency()).isBetween(0.0, 1.0);
    }

    @Test
    void theSlowestOfManyUnsteadyProcessesIsWaitedFor() {
        Epoch few = new ScalingModel(UNSTEADY, NETWORK, WORK, 4).epoch(0);
        Epoch many = new ScalingModel(UNSTEADY, NETWORK, WORK, 256).epoch(0);

        double four = few.waiting() / few.computing();
        assertThat(four)
                .as("the largest of four normal draws lies 1.03 deviations above the mean")
                .isBetween(0.09, 0.12);
        assertThat(many.waiting() / many.computing()).isGreaterThan(2 * four);
    }

    @Test
    void clusteringMultipliesEveryPointWithEveryCentroidAndAddsItOnceAPass() {
        Epoch epoch = new ScalingModel(STEADY, NETWORK, WORK, 2).epoch(0);

        double operations = 2.0 * 90_000 * (20 + 1) * 1000 * 128;
        double added = 90_000.0 * 20 * 128;
        assertThat(epoch.clustering()).isCloseTo(operations / 2 / 1e13 + added / 2 / 1e10, within(1e-12));
        assertThat(epoch.exchanging()).isCloseTo(20 * (1000 * 129 * 8 / 2e9 + 2e-6), within(1e-12));
    }

    @Test
    void summingTakesBothBandwidths() {
        assertThat(NETWORK.tensorSumSeconds(4, 1e8)).isCloseTo(1.5 * 1e8 / 100e9 + 4e-6, within(1e-12));
        assertThat(NETWORK.tensorSumSeconds(8, 1e8)).isCloseTo(1.5 * 1e8 / 100e9 + 1e8 / 10e9 + 6e-6, within(1e-12));
    }
}
