package io.github.hcsc.core.distributed;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How this process was started: alone, or as one of several by a launcher, which says so in the environment.
 *
 * @param launcher who started it, none for a process that is alone
 * @param size how many processes were started together
 * @param reason the variable that tells
 */
public record Launch(Launcher launcher, int size, String reason) {

    /** A launcher of processes. */
    public enum Launcher {
        /** Nobody: the process is alone. */
        NONE,
        /** Open MPI's {@code mpirun}. */
        OPEN_MPI,
        /** {@code mpiexec} of MPICH or a relative, or a workload manager that speaks their protocol. */
        MPICH,
        /** {@code srun} of Slurm. */
        SLURM
    }

    /** Which engine connects the processes. */
    public enum Engine {
        /** MPI where a launcher started this process, else none. */
        AUTO,
        /** None: this process is alone, whoever started it. */
        NONE,
        /** MPI always; started without a launcher it is a job of one process. */
        MPI
    }

    private record Sign(String variable, Launcher launcher) {}

    private static final Stream<Sign> signs() {
        return Stream.of(
                new Sign("OMPI_COMM_WORLD_SIZE", Launcher.OPEN_MPI),
                new Sign("PMI_SIZE", Launcher.MPICH),
                new Sign("SLURM_STEP_NUM_TASKS", Launcher.SLURM));
    }

    /**
     * Reads the signs that launchers leave.
     *
     * @param environment the variables of this process
     */
    public static Launch of(Map<String, String> environment) {
        return signs().flatMap(sign -> found(sign, environment).stream())
                .findFirst()
                .orElse(new Launch(Launcher.NONE, 1, "no launcher's variable is set"));
    }

    private static Optional<Launch> found(Sign sign, Map<String, String> environment) {
        String value = environment.getOrDefault(sign.variable(), "");
        return value.matches("[1-9]\\d{0,8}")
                ? Optional.of(new Launch(sign.launcher(), Integer.parseInt(value), sign.variable() + "=" + value))
                : Optional.empty();
    }

    /** Returns how the running process was started. */
    public static Launch current() {
        return of(System.getenv());
    }

    /** Returns whether an engine would connect this process with others. */
    public boolean connects(Engine engine) {
        return engine == Engine.MPI || engine == Engine.AUTO && launcher != Launcher.NONE;
    }

    /**
     * Runs a job, connected with the processes that were started together with this one. MPI allows this once in the life
     * of a process.
     *
     * @param job gets the connection, which ends with it
     * @return what the job returns
     * @throws IllegalStateException if there is no MPI where one is wanted, or it sees other processes than the launcher
     *     started
     */
    public <T> T run(Engine engine, Function<Collectives, T> job) {
        return connects(engine) ? Mpi.run(this, job) : job.apply(Collectives.single());
    }
}
