package io.github.hcsc.train.report;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Some training images of a run and their embeddings by the trained encoder, in the folder {@code report} of the run.
 *
 * @param images what they are called
 * @param embeddings one row per image
 */
public record EmbeddingSample(ImageTable images, Embeddings embeddings) {
    private static final int MOST = 2000;

    /** Checks that there is a name for every row. */
    public EmbeddingSample {
        if (images.size() != embeddings.size()) {
            throw new IllegalArgumentException(
                    "names must be given for " + embeddings.size() + " embeddings, but was " + images.size());
        }
    }

    /** Chooses the images: up to 2,000, always the same. */
    public static ImageSource choose(ImageSource training, long seed) {
        return Subset.random(training, MOST, seed);
    }

    /**
     * Reads the sample of a run, or takes it from its tree if it has none of its own.
     *
     * @return none if the run has neither yet
     */
    public static Optional<EmbeddingSample> of(Path run) throws IOException {
        Path folder = folder(run);
        if (Files.exists(embeddings(folder)) && Files.exists(images(folder))) {
            ImageTable names = ImageTable.read(images(folder));
            Embeddings rows = Embeddings.read(embeddings(folder));
            if (names.size() != rows.size()) {
                throw new IOException(images(folder) + " must name the " + rows.size() + " images of "
                        + embeddings(folder) + ", one a line, but has " + names.size()
                        + " lines; delete the folder to go on without its map");
            }
            return Optional.of(new EmbeddingSample(names, rows));
        }
        PrototypeStore store = PrototypeStore.of(run);
        return Files.isDirectory(run.resolve("prototypes")) && !store.epochs().isEmpty()
                ? Optional.of(ofTree(store))
                : Optional.empty();
    }

    private static EmbeddingSample ofTree(PrototypeStore store) throws IOException {
        PrototypeTree tree = store.newest();
        Embeddings all = store.embeddings(tree);
        ImageTable table = store.imageTable(tree);
        int stride = (all.size() + MOST - 1) / MOST;
        int[] chosen =
                IntStream.range(0, all.size()).filter(i -> i % stride == 0).toArray();
        List<String> names = IntStream.of(chosen).mapToObj(table.names()::get).toList();
        List<String> classes = table.classes().isEmpty()
                ? List.of()
                : IntStream.of(chosen).mapToObj(table.classes()::get).toList();
        return new EmbeddingSample(new ImageTable(names, classes), all.select(chosen));
    }

    /** Saves the sample, replacing an earlier one. */
    public void write(Path run) throws IOException {
        Path folder = Files.createDirectories(folder(run));
        images.write(images(folder));
        embeddings.write(embeddings(folder));
    }

    private static Path folder(Path run) {
        return run.resolve("report");
    }

    private static Path images(Path folder) {
        return folder.resolve("images.tsv");
    }

    private static Path embeddings(Path folder) {
        return folder.resolve("embeddings.safetensors");
    }
}
