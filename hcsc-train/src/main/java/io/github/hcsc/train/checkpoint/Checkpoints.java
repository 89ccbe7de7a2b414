package io.github.hcsc.train.checkpoint;

import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run.
 *
 * @param run the folder
 * @param keep how many of the newest stay
 */
public record Checkpoints(RunDirectory run, int keep) {

    private static final String LATEST = "latest";
    private static final String BEST = "best.safetensors";
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,9})\\.safetensors");
    private static final Pattern ANY = Pattern.compile("(?:step|kept)-(\\d{1,9})\\.safetensors");

    /** Saves a state, points {@code latest} to it and removes what is older than the newest few. */
    public void save(long step, StateDict state) {
        Path file = run.checkpoint(step);
        write(file, state);
        try {
            pointTo(file);
            List<Path> all = newestFirst(run.checkpoints());
            for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Saves a state beside the others: it is never removed, and a run does not go on from it.
     *
     * @return the file
     */
    public Path keep(long step, StateDict state) {
        Path file = run.keptCheckpoint(step);
        write(file, state);
        return file;
    }

    private static void write(Path file, StateDict state) {
        try {
            Safetensors.write(file, state);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static RunException unwritable(Path file, IOException e) {
        return new RunException(
                "the checkpoint " + file + " cannot be written: " + FileProblem.of(e)
                        + ". Earlier checkpoints are unharmed; make room and resume the run.",
                e);
    }

    /** Returns the step of the newest checkpoint, none before the first. */
    public OptionalInt newestStep() {
        try {
            return newestFirst(run.checkpoints()).stream()
                    .mapToInt(Checkpoints::stepOf)
                    .findFirst();
        } catch (IOException e) {
            throw new RunException("the checkpoints cannot be listed: " + FileProblem.of(e), e);
        }
    }

    /** Returns the step of the last checkpoint in which a step is not done yet, of those that are kept too. */
    public OptionalInt newestBefore(long step) {
        try (Stream<Path> files = Files.list(run.checkpoints())) {
            return files.filter(
                            file -> ANY.matcher(file.getFileName().toString()).matches())
                    .mapToInt(Checkpoints::stepOf)
                    .filter(done -> done < step)
                    .max();
        } catch (IOException e) {
            throw new RunException("the checkpoints cannot be listed: " + FileProblem.of(e), e);
        }
    }

    private static int stepOf(Path file) {
        Matcher name = ANY.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no checkpoint");
        }
        return Integer.parseInt(name.group(1));
    }

    /**
     * Returns the checkpoint of a step, all of it checked; its tensors are read when they are used.
     *
     * @throws RunException if it is damaged or cannot be read
     */
    public StateDict at(int step) {
        Path usual = run.checkpoint(step);
        return read(Files.exists(usual) ? usual : run.keptCheckpoint(step));
    }

    /** Returns what to say of the checkpoint of a step that an earlier version wrote: its damage cannot be told. */
    public Optional<String> doubt(int step) {
        try {
            return Safetensors.hasChecksums(run.checkpoint(step))
                    ? Optional.empty()
                    : Optional.of(
                            "the checkpoint of step " + step + " is of a version that kept no checksums: whether it is"
                                    + " damaged cannot be told; the next one has them");
        } catch (IOException e) {
            throw unreadable(run.checkpoint(step), e);
        }
    }

    /** Returns the file of the weights that measured best, which is never removed; there need not be one. */
    public static Path best(Path folder) {
        return folder.resolve(BEST);
    }

    /** Returns the file of the newest checkpoint of a folder of checkpoints, none before the first. */
    public static Optional<Path> newestFile(Path folder) {
        try {
            return newestFirst(folder).stream().findFirst();
        } catch (IOException e) {
            throw new RunException("the checkpoints cannot be listed: " + FileProblem.of(e), e);
        }
    }

    /** Returns the folder of the run that a file is a checkpoint of, none if it is none or lies elsewhere. */
    public static Optional<Path> runOf(Path file) {
        Optional<Path> run = Optional.ofNullable(
                        file.toAbsolutePath().normalize().getParent())
                .flatMap(folder -> Optional.ofNullable(folder.getParent()))
                .filter(RunDirectory::holdsRun);
        return ANY.matcher(file.getFileName().toString()).matches() ? run : Optional.empty();
    }

    /**
     * Returns the newest checkpoint of a folder of checkpoints, whose run may be in use.
     *
     * @throws RunException if it is damaged or cannot be read
     */
    public static Optional<StateDict> newest(Path folder) {
        return newestFile(folder).map(Checkpoints::read);
    }

    /**
     * Reads a checkpoint, all of it checked; its tensors are read when they are used.
     *
     * @throws RunException if it is damaged or cannot be read
     */
    public static StateDict read(Path file) {
        try {
            StateDict saved = Safetensors.read(file);
            saved.readThrough();
            return saved;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RunException unreadable(Path file, IOException e) {
        return new RunException(
                "the checkpoint of step " + stepOf(file) + " cannot be read: " + FileProblem.of(e)
                        + ". Delete it to go on from the one before.",
                e);
    }

    private static List<Path> newestFirst(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        }
    }

    /** A link where the file system has links, for people and scripts; resuming does not need it. */
    private void pointTo(Path file) throws IOException {
        Path link = run.checkpoints().resolve(LATEST);
        Path fresh = run.checkpoints().resolve(LATEST + ".new");
        Files.deleteIfExists(fresh);
        try {
            Files.createSymbolicLink(fresh, file.getFileName());
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.writeString(fresh, file.getFileName().toString());
        }
        Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
