package io.github.hcsc.train.cli;

import io.github.hcsc.train.audit.TestSet;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.features.UnitRows;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Test images that a set of images is compared with. */
final class AgainstOption {
    @Option(
            names = "--against",
            paramLabel = "OTHER",
            description = "Test images: features by the same encoder, in a file, or another run or tree.")
    private Optional<Path> place = Optional.empty();

    @Option(names = "--against-labels", paramLabel = "FILE", description = "Classes of the test images, one a line.")
    private Optional<Path> labels = Optional.empty();

    /** Reads them, if they are named. */
    Optional<TestSet> read(Embeddings set) throws IOException {
        return place.isPresent() ? Optional.of(read(place.get(), set)) : Optional.empty();
    }

    private TestSet read(Path file, Embeddings set) throws IOException {
        List<FeatureTable> tables = FeaturePlace.open(file, false);
        JoinedRows rows = new JoinedRows(tables);
        int dimension = rows.dimension();
        if (dimension != set.dimension()) {
            throw new IOException("--against " + file + " has rows of " + dimension + " values, but the images of "
                    + set.dimension() + "; features by the same encoder are needed");
        }
        Embeddings embeddings = Embeddings.of(0, dimension, UnitRows.ofAll(rows).values());
        return new TestSet(embeddings, images(tables, embeddings.size()));
    }

    private ImageTable images(List<FeatureTable> tables, int rows) throws IOException {
        ImageTable given = RowNameOptions.given(tables);
        List<String> classes = labels.isPresent() ? Files.readAllLines(labels.get()) : given.classes();
        if (labels.isPresent() && classes.size() != rows) {
            throw new IOException("--against-labels " + labels.get() + " must have a line for each of " + rows
                    + " rows, but has " + classes.size());
        }
        return new ImageTable(given.names(), classes);
    }
}
