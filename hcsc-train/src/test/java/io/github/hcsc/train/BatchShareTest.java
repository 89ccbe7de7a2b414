package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.distributed.Seat;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchShareTest {

    private static final int BATCH = 24;
    private static final int GROUPS = 4;
    private static final StepRandom RANDOM = StepRandom.seeded(3);

    private static BatchShare share(int rank, int size) {
        return new BatchShare(new Seat(rank, size), BATCH, GROUPS, 10, Set.of(1), RANDOM);
    }

    private static int[] positions(int processes, int view) {
        return IntStream.range(0, processes)
                .flatMap(rank -> Arrays.stream(share(rank, processes).positions(2, 7, BATCH, view)))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theProcessesTogetherMakeTheBatchOfOneProcess(int processes) {
        int[] inOrder = IntStream.range(0, BATCH).toArray();
        int[] shuffled =
                Arrays.stream(RANDOM.keyOrder(27, BATCH)).mapToInt(i -> (int) i).toArray();

        assertThat(positions(processes, 0)).as("queries").containsExactly(inOrder);
        assertThat(positions(processes, 1)).as("keys").containsExactly(shuffled).isNotEqualTo(inOrder);
        assertThat(positions(processes, 2)).as("local views").containsExactly(inOrder);
    }

    @Test
    void theGroupsOfTheProcessesFollowOneAnother() {
        assertThat(share(0, 2).groups()).isEqualTo(new BatchGroups(2, 0));
        assertThat(share(1, 2).groups()).isEqualTo(new BatchGroups(2, 2));
        assertThat(share(3, 4).groups()).isEqualTo(new BatchGroups(1, 3));
    }

    @Test
    void refusesProcessesThatWouldHaveUnequalParts() {
        assertThatThrownBy(() -> share(0, 3))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be a multiple of the number of processes, 3")
                .hasMessageContaining("set encoder.bnGroups to 3");
    }

    @Test
    void processesShareASingleGroupWhereImagesDoNotDependOnEachOther() {
        BatchShare second = new BatchShare(new Seat(1, 4), BATCH, 1, 10, Set.of(1), RANDOM);

        assertThat(second.isWhole()).isTrue();
        assertThat(share(1, 4).isWhole()).isFalse();
        assertThat(second.groups().count()).isEqualTo(1);
        assertThat(second.positions(2, 7, BATCH, 1)).as("not shuffled").containsExactly(6, 7, 8, 9, 10, 11);
        assertThatThrownBy(() -> BatchShare.require(1, BATCH, new Seat(0, 2), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set encoder.bnGroups to 2")
                .hasMessageNotContaining("or 1");
        assertThatThrownBy(() -> BatchShare.require(1, BATCH, new Seat(0, 5), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer.batchSize must be a multiple of the number of processes, 5");
    }
}
