package io.github.hcsc.core.distributed;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How this process was started: alone, or as one of several by a launcher, which says so in the environment.
 *
 * @param launcher who started it, none for a process that is alone
 * @param rank the number of this process among them
 * @param size how many processes were started together
 * @param reason the variable that tells
 */
public record Launch(Launcher launcher, int rank, int size, String reason) {

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
        /** MPI where a launcher started several processes, and NCCL between GPUs that have it; else none. */
        AUTO,
        /** None: this process is alone, whoever started it. */
        NONE,
        /** MPI always; started without a launcher it is a job of one process. Tensors of GPUs pass through the host. */
        MPI,
        /** MPI, and NCCL between GPUs. */
        NCCL;

        /**
         * Returns how tensors of a device travel between processes: by NCCL if it is asked for, or if all processes have it
         * and a GPU and nothing else is asked for; else as all other data does. All processes call it.
         *
         * @param device of this process
         * @param group the processes
         * @throws IllegalStateException if NCCL is asked for, and there is no GPU or no NCCL
         */
        public Collectives forTensorsOf(Device device, Collectives group) {
            if (group.size() == 1) {
                return group;
            }
            return switch (this) {
                case NCCL -> Nccl.require(group, device);
                case AUTO -> Nccl.find(group, device).orElse(group);
                case NONE, MPI -> group;
            };
        }
    }

    /** The variables in which a launcher says how many processes there are, and which is this. */
    private record Sign(Launcher launcher, String size, String rank) {

        Optional<Launch> in(Map<String, String> environment) {
            String processes = environment.getOrDefault(size, "");
            String number = environment.getOrDefault(rank, "");
            if (!processes.matches("[1-9]\\d{0,8}") || !number.matches("\\d{1,9}")) {
                return Optional.empty();
            }
            return Optional.of(new Launch(
                    launcher, Integer.parseInt(number), Integer.parseInt(processes), size + "=" + processes));
        }
    }

    private static final List<Sign> SIGNS = List.of(
            new Sign(Launcher.OPEN_MPI, "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"),
            new Sign(Launcher.MPICH, "PMI_SIZE", "PMI_RANK"),
            new Sign(Launcher.SLURM, "SLURM_STEP_NUM_TASKS", "SLURM_PROCID"));

    /**
     * Reads the signs that launchers leave.
     *
     * @param environment the variables of this process
     */
    public static Launch of(Map<String, String> environment) {
        return SIGNS.stream()
                .flatMap(sign -> sign.in(environment).stream())
                .findFirst()
                .orElse(new Launch(Launcher.NONE, 0, 1, "no launcher's variable is set"));
    }

    /** Returns how the running process was started. */
    public static Launch current() {
        return of(System.getenv());
    }

    /** Returns whether an engine would connect this process with others. */
    public boolean connects(Engine engine) {
        return switch (engine) {
            case NONE -> false;
            case AUTO -> size > 1;
            case MPI, NCCL -> true;
        };
    }

    /**
     * Returns what the library of MPI on this machine calls itself.
     *
     * @throws IllegalStateException saying what to install if there is none
     */
    public String mpi() {
        return MpiLibrary.load(launcher).version();
    }

    /**
     * Returns what the library of NCCL on this machine calls itself, and its file.
     *
     * @throws IllegalStateException saying what to install if there is none
     */
    public static String nccl() {
        return NcclLibrary.load().version();
    }

    /** Returns whether this process is the one of its job that talks to people and writes files. */
    public boolean speaks(Engine engine) {
        return rank == 0 || !connects(engine);
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
