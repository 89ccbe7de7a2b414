package io.github.hcsc.train.eval.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.github.hcsc.train.eval.ScikitLearn;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LinearProbeTest {
    private static final int KNOWN = 600;

    private final NDManager manager = NDManager.newBaseManager();
    private final ScikitLearn fixture = ScikitLearn.read("linear");
    private final NDArray features = fixture.array(manager, "features");
    private final int[] labels = fixture.integers("labels");

    @AfterEach
    void close() {
        manager.close();
    }

    /** Both maximise the same likelihood; the last steps of one may leave an image or two on the other side. */
    @Test
    void endsWhereScikitLearnsLogisticRegressionDoes() {
        LinearResult result = probe(LinearProtocol.imageNet(60, 0.1, 3));

        assertThat(result.last().top1()).isCloseTo(fixture.value(), within(2 * 100 / 300.0));
        assertThat(result.classes()).isEqualTo(4);
        assertThat(result.best().top1()).isGreaterThanOrEqualTo(result.last().top1());
        assertThat(result.bestEpoch()).isBetween(1, 60);
    }

    @Test
    void isAFunctionOfItsSeed() {
        LinearProtocol protocol = LinearProtocol.places205(3, 0.05, 3);

        assertThat(probe(protocol)).isEqualTo(probe(protocol));
    }

    @Test
    void saysThatTheRateIsTooHigh() {
        assertThatThrownBy(() -> probe(LinearProtocol.imageNet(40, 1e38, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the learning rate is too high");
    }

    @Test
    void leavesNoArraysBehind() {
        int before = manager.getManagedArrays().size();

        probe(LinearProtocol.imageNet(2, 0.1, 3));

        assertThat(manager.getManagedArrays()).hasSize(before + 2);
    }

    @Test
    void everyEpochHasEveryImageInAnOrderOfItsOwn() {
        KeptBatches batches = new KeptBatches(features, 256, 5);

        long[] first = batches.order(0);
        assertThat(first).isNotEqualTo(batches.order(1)).isEqualTo(new KeptBatches(features, 256, 5).order(0));
        Arrays.sort(first);
        assertThat(first).isEqualTo(LongStream.range(0, 900).toArray());
        assertThat(batches.perEpoch()).isEqualTo(4);
    }

    private LinearResult probe(LinearProtocol protocol) {
        NDArray known = features.get(new NDIndex().addSliceDim(0, KNOWN));
        NDArray tested = features.get(new NDIndex().addSliceDim(KNOWN, 900));
        return new LinearProbe(protocol, TrainingProgress.silent())
                .evaluate(
                        new KeptBatches(known, 50, protocol.seed()),
                        Arrays.copyOf(labels, KNOWN),
                        new LinearProbe.Test(tested, Arrays.copyOfRange(labels, KNOWN, 900)));
    }
}
