package io.github.hcsc.train.cli;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The tree that a command uses, and its images. */
final class TreeOption {
    @Option(
            names = "--run",
            paramLabel = "RUN",
            required = true,
            description = "Folder of a run, or of a tree by 'hcsc cluster'.")
    private Path run = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The images the run was trained on. Default: where they lay then.")
    private Optional<Path> data = Optional.empty();

    Path run() {
        return run;
    }

    String name() {
        return run.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Whether the folder holds a tree of features alone, without a run and its encoder. */
    boolean isTree() {
        return !RunDirectory.holdsRun(run) && Files.isDirectory(run.resolve("prototypes"));
    }

    PrototypeTree tree(Optional<Integer> epoch) throws IOException {
        if (!isTree()) {
            RunDirectory.readConfig(run);
        }
        PrototypeStore store = PrototypeStore.of(run);
        return epoch.isPresent() ? store.tree(epoch.get()) : store.newest();
    }

    ImageTable images(PrototypeTree tree) throws IOException {
        return PrototypeStore.of(run).imageTable(tree);
    }

    Embeddings embeddings(PrototypeTree tree) throws IOException {
        return PrototypeStore.of(run).embeddings(tree);
    }

    /** Where the images lie, none if the place they had is gone and no other is named. */
    Optional<Path> data() {
        return isTree()
                ? data
                : data.or(() ->
                        Optional.of(RunDirectory.readConfig(run).data().path()).filter(Files::exists));
    }

    /** Opens the images, to be closed by the caller. */
    Optional<ImageSource> source() throws IOException {
        Optional<Path> place = data();
        SourceOptions options = isTree()
                ? SourceOptions.DEFAULT
                : RunDirectory.readConfig(run).data().sourceOptions();
        return place.isPresent() ? Optional.of(ImageSources.open(place.get(), options)) : Optional.empty();
    }
}
