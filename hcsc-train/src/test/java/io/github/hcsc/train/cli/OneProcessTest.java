package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.distributed.Launch;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class OneProcessTest {

    private final StringWriter err = new StringWriter();

    private int run(Launch launch, String... args) {
        CommandLine commands = Hcsc.commandLine(new FakeJobs()).setExecutionStrategy(new OneProcess(launch));
        return commands.setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void refusesToDoTheSameSeveralTimes() {
        Launch two = new Launch(Launch.Launcher.OPEN_MPI, 0, 2, "OMPI_COMM_WORLD_SIZE=2");

        assertThat(run(two, "tree", "--run", "run1")).isEqualTo(2);
        assertThat(err.toString()).contains("tree runs in one process, but 2 were started (OMPI_COMM_WORLD_SIZE=2)");
        assertThat(run(two, "tree", "--help")).isZero();
        assertThat(run(two, "resume", "run1")).isZero();
    }

    @Test
    void runsEverythingInAJobOfOneProcess() {
        Launch one = new Launch(Launch.Launcher.OPEN_MPI, 0, 1, "OMPI_COMM_WORLD_SIZE=1");

        assertThat(run(one, "resume", "run1")).isZero();
        assertThat(run(one, "tree", "--run", "nowhere")).isEqualTo(1);
    }
}
