package io.github.hcsc.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.distributed.Launch.Engine;
import io.github.hcsc.core.distributed.Launch.Launcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LaunchTest {

    @Test
    void knowsLaunchersByTheirVariables() {
        Map<String, String> slurm = Map.of("SLURM_STEP_NUM_TASKS", "64", "SLURM_PROCID", "63");
        Map<String, String> both = new HashMap<>(slurm);
        both.putAll(Map.of("OMPI_COMM_WORLD_SIZE", "4", "OMPI_COMM_WORLD_RANK", "1"));

        assertThat(Launch.of(both)).isEqualTo(new Launch(Launcher.OPEN_MPI, 1, 4, "OMPI_COMM_WORLD_SIZE=4"));
        assertThat(Launch.of(Map.of("PMI_SIZE", "2", "PMI_RANK", "0")))
                .isEqualTo(new Launch(Launcher.MPICH, 0, 2, "PMI_SIZE=2"));
        assertThat(Launch.of(slurm)).isEqualTo(new Launch(Launcher.SLURM, 63, 64, "SLURM_STEP_NUM_TASKS=64"));
    }

    @Test
    void isAloneInABatchScriptAndBesideUnreadableVariables() {
        assertThat(Launch.of(Map.of("SLURM_NTASKS", "8")).launcher()).isEqualTo(Launcher.NONE);
        assertThat(Launch.of(Map.of("PMI_SIZE", "many", "PMI_RANK", "0")).launcher())
                .isEqualTo(Launcher.NONE);
    }

    @Test
    void runsAloneWithoutALauncher() {
        Launch alone = Launch.of(Map.of());

        assertThat(alone.run(Engine.AUTO, Collectives::size)).isEqualTo(1);
        assertThat(alone.run(Engine.NONE, Collectives::description)).isEqualTo("one process");
        assertThat(Collectives.single().allGather(new int[] {3, 4})).containsExactly(3, 4);
    }

    @Test
    void saysWhatToInstallWhereThereIsNoLibrary() {
        assertThatThrownBy(() -> MpiLibrary.load(Launcher.NONE, Optional.of("/nowhere/libmpi.so")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("apt install openmpi-bin")
                .hasMessageContaining("/nowhere/libmpi.so");
    }

    @Test
    void connectsWhereALauncherIsOrMpiIsAskedFor() {
        Launch launched = Launch.of(Map.of("PMI_SIZE", "2", "PMI_RANK", "1"));
        Launch alone = Launch.of(Map.of());

        assertThat(launched.connects(Engine.AUTO)).isTrue();
        assertThat(launched.connects(Engine.NONE)).isFalse();
        assertThat(alone.connects(Engine.AUTO)).isFalse();
        assertThat(Launch.of(Map.of("PMI_SIZE", "1", "PMI_RANK", "0")).connects(Engine.AUTO))
                .as("one process has nobody to connect with")
                .isFalse();
        assertThat(alone.connects(Engine.MPI)).isTrue();
        assertThat(alone.connects(Engine.NCCL)).isTrue();
        assertThat(launched.speaks(Engine.AUTO)).isFalse();
        assertThat(launched.speaks(Engine.NONE)).isTrue();
        assertThat(alone.speaks(Engine.AUTO)).isTrue();
    }
}
