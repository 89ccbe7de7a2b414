package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Points that are spread over processes get the clusters that one process finds, from the same start. */
final class SpreadClusteringTest {

    @Test
    void findsTheHierarchyOfOneProcess() throws IOException, InterruptedException {
        Mpirun.Result result = Mpirun.openMpi().run(3, ClusteringProgram.class);

        assertThat(result.output().lines().filter("clustered alike"::equals))
                .as(result.output())
                .hasSize(3);
    }
}
