package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MpiTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void sumsGathersAndBroadcastsByOpenMpi(int processes) throws IOException, InterruptedException {
        Mpirun.Result result = Mpirun.openMpi().run(processes, CollectivesProgram.class, "laws");

        assertThat(result.output().lines().filter(line -> line.startsWith("done by Open MPI")))
                .as(result.output())
                .hasSize(processes);
        assertThat(result.exit()).isZero();
    }

    @Test
    void sumsGathersAndBroadcastsByMpich() throws IOException, InterruptedException {
        Mpirun.Result result = Mpirun.named("mpirun.mpich").run(2, CollectivesProgram.class, "laws");

        assertThat(result.output().lines().filter(line -> line.startsWith("done by MPICH")))
                .as(result.output())
                .hasSize(2);
        assertThat(result.exit()).isZero();
    }

    @Test
    void endsAllProcessesWhenOneFails() throws IOException, InterruptedException {
        Mpirun.Result result = Mpirun.openMpi().run(2, CollectivesProgram.class, "exception");

        assertThat(result.output())
                .contains("process 1 of 2 fails and ends the others")
                .contains("planted");
        assertThat(result.output()).doesNotContain("done by");
        assertThat(result.exit()).isNotZero();
    }
}
