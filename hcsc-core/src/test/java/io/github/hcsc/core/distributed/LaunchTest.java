package io.github.hcsc.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.distributed.Launch.Engine;
import io.github.hcsc.core.distributed.Launch.Launcher;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LaunchTest {

    @Test
    void knowsLaunchersByTheirVariables() {
        assertThat(Launch.of(Map.of("OMPI_COMM_WORLD_SIZE", "4", "SLURM_STEP_NUM_TASKS", "4")))
                .isEqualTo(new Launch(Launcher.OPEN_MPI, 4, "OMPI_COMM_WORLD_SIZE=4"));
        assertThat(Launch.of(Map.of("PMI_SIZE", "2"))).isEqualTo(new Launch(Launcher.MPICH, 2, "PMI_SIZE=2"));
        assertThat(Launch.of(Map.of("SLURM_STEP_NUM_TASKS", "64")))
                .isEqualTo(new Launch(Launcher.SLURM, 64, "SLURM_STEP_NUM_TASKS=64"));
    }

    @Test
    void isAloneInABatchScriptAndBesideUnreadableVariables() {
        assertThat(Launch.of(Map.of("SLURM_NTASKS", "8")).launcher()).isEqualTo(Launcher.NONE);
        assertThat(Launch.of(Map.of("PMI_SIZE", "many")).launcher()).isEqualTo(Launcher.NONE);
    }

    @Test
    void connectsWhereALauncherIsOrMpiIsAskedFor() {
        Launch launched = Launch.of(Map.of("PMI_SIZE", "1"));
        Launch alone = Launch.of(Map.of());

        assertThat(launched.connects(Engine.AUTO)).isTrue();
        assertThat(launched.connects(Engine.NONE)).isFalse();
        assertThat(alone.connects(Engine.AUTO)).isFalse();
        assertThat(alone.connects(Engine.MPI)).isTrue();
    }
}
