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
    @Option(names = "--run", paramLabel = "RUN", required = true, description = "Folder of the run.")
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

    PrototypeTree tree(Optional<Integer> epoch) throws IOException {
        RunDirectory.readConfig(run);
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
        return data.or(
                () -> Optional.of(RunDirectory.readConfig(run).data().path()).filter(Files::exists));
    }

    /** Opens the images, to be closed by the caller. */
    Optional<ImageSource> source() throws IOException {
        Optional<Path> place = data();
        SourceOptions options = RunDirectory.readConfig(run).data().sourceOptions();
        return place.isPresent() ? Optional.of(ImageSources.open(place.get(), options)) : Optional.empty();
    }
}
