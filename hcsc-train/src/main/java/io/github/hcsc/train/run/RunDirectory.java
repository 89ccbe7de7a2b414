package io.github.hcsc.train.run;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.EventLog;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of one run, open for writing by this process alone; or for reading, beside the process that writes.
 *
 * <pre>
 * RUN/config.yaml  provenance.json  metrics.jsonl  tensorboard/  lock
 *     checkpoints/step-00001234.safetensors  latest  best.safetensors  kept-00001200.safetensors
 *     prototypes/epoch-0020.safetensors
 *     encoder/
 * </pre>
 */
public final class RunDirectory implements Closeable {
    private static final String CONFIG = "config.yaml";
    private static final String CHECKPOINTS = "checkpoints";
    private static final String PROTOTYPES = "prototypes";
    private static final String TENSORBOARD = "tensorboard";
    private static final Set<String> FOLDERS = Set.of(CHECKPOINTS, PROTOTYPES, TENSORBOARD);

    private final Path root;
    private final Optional<RunLock> lock;

    private RunDirectory(Path root, Optional<RunLock> lock) {
        this.root = root;
        this.lock = lock;
    }

    private static RunDirectory locked(Path root) {
        return new RunDirectory(root, Optional.of(RunLock.acquire(root)));
    }

    /**
     * Makes the folder of a new run and writes the configuration into it.
     *
     * @throws RunException if the folder holds anything already or is in use
     */
    public static RunDirectory create(Path root, PretrainConfig config) {
        refuseRun(root);
        if (!isEmpty(root)) {
            throw new RunException(root + " is not empty; name a new folder for the run");
        }
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new RunException(root + " cannot be made: " + FileProblem.of(e), e);
        }
        RunDirectory run = locked(root);
        try {
            refuseRun(root);
            AtomicFile.write(run.config(), config.toYaml());
            Files.createDirectories(run.checkpoints());
            Files.createDirectories(run.prototypes());
            return run;
        } catch (IOException e) {
            run.close();
            throw new RunException(root + " cannot be prepared: " + FileProblem.of(e), e);
        } catch (RunException e) {
            run.close();
            throw e;
        }
    }

    /**
     * Opens the folder of a run to continue it.
     *
     * @throws RunException if the folder holds no run or is in use
     */
    public static RunDirectory open(Path root) {
        requireRun(root);
        return locked(root);
    }

    /**
     * Opens the folder of a run that another process of the same job has made or opened. Nothing is written.
     *
     * @throws RunException if the folder holds no run: this machine does not see it
     */
    public static RunDirectory join(Path root) {
        if (!holdsRun(root)) {
            throw new RunException(
                    root + " must be on a file system that all machines of the job share, but this one sees"
                            + " no run there");
        }
        return new RunDirectory(root, Optional.empty());
    }

    /**
     * Reads the configuration of a run, which may be in use.
     *
     * @throws RunException if the folder holds no run
     */
    public static PretrainConfig readConfig(Path root) {
        requireRun(root);
        return PretrainConfig.read(root.resolve(CONFIG));
    }

    /** Returns whether a folder holds a run. */
    public static boolean holdsRun(Path root) {
        return Files.isRegularFile(root.resolve(CONFIG));
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** The resolved configuration. */
    public Path config() {
        return root.resolve(CONFIG);
    }

    /** What made the run. */
    public Path provenance() {
        return root.resolve("provenance.json");
    }

    /** The measurements. */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    /** The folder of checkpoints. */
    public Path checkpoints() {
        return root.resolve(CHECKPOINTS);
    }

    /** The checkpoint of a step. */
    public Path checkpoint(long step) {
        return checkpoints().resolve(String.format(Locale.ROOT, "step-%08d.safetensors", step));
    }

    /** The state before a step that is worth looking at: a checkpoint that is never removed. */
    public Path keptCheckpoint(long step) {
        return checkpoints().resolve(String.format(Locale.ROOT, "kept-%08d.safetensors", step));
    }

    /** The folder of prototypes. */
    public Path prototypes() {
        return root.resolve(PROTOTYPES);
    }

    /** The prototypes that an epoch was trained with. */
    public Path prototypes(int epoch) {
        return prototypes().resolve(String.format(Locale.ROOT, "epoch-%04d.safetensors", epoch));
    }

    /** The folder of the trained encoder. */
    public Path encoder() {
        return root.resolve("encoder");
    }

    /** The measurements as TensorBoard reads them. */
    public Path tensorboard() {
        return root.resolve(TENSORBOARD);
    }

    /** Opens the measurements to append after a step; see {@link MetricsLog#openAfter}. */
    public MetricsLog openMetrics(long lastStep) {
        return lock.isPresent()
                ? MetricsLog.openAfter(metrics(), lastStep).mirroredTo(EventLog.openAfter(tensorboard(), lastStep))
                : MetricsLog.silent();
    }

    /** Adds a process to the list of those that worked on this run. */
    public void record(Provenance process) {
        Provenance.append(provenance(), process);
    }

    /** Says in the record of this process how many images decoding altered, by what was done. */
    public void recordAlterations(Map<String, Integer> images) {
        if (!images.isEmpty()) {
            Provenance.alter(provenance(), images);
        }
    }

    /** Gives the folder free for other processes. */
    @Override
    public void close() {
        lock.ifPresent(RunLock::close);
    }

    /**
     * Removes the folder of a run that has not begun, with all that is in it; only the process that made it does.
     *
     * @throws RunException if it cannot be removed
     */
    public void discard() {
        close();
        if (lock.isEmpty()) {
            return;
        }
        try {
            FolderTree.delete(root);
        } catch (IOException e) {
            throw new RunException(
                    root + " holds a run that has not begun and cannot be removed: " + FileProblem.of(e), e);
        }
    }

    private static void refuseRun(Path root) {
        if (Files.exists(root.resolve(CONFIG))) {
            throw new RunException(root + " holds a run already; resume that or name another folder");
        }
    }

    private static void requireRun(Path root) {
        if (!holdsRun(root)) {
            throw new RunException(root + " holds no run: there is no " + CONFIG);
        }
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!isLeftBehind(file)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new RunException(folder + " cannot be read: " + FileProblem.of(e), e);
        }
    }

    /** Whether a process that was killed before its run began may have left this, and nobody else. */
    private static boolean isLeftBehind(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return name.equals(RunLock.NAME) || name.equals(CONFIG + ".tmp");
        }
        try (Stream<Path> files = Files.list(file)) {
            return FOLDERS.contains(name) && files.findAny().isEmpty();
        }
    }
}
