package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.catalogue.Catalogue;
import io.github.hcsc.train.catalogue.Catalogue.Content;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.features.UnitRows;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives pictures that a tree was not made of their places in it. */
@Command(
        name = "index",
        description = {
            "Gives pictures that a run never saw their places in its tree, and keeps what search needs.",
            "search, label, curate, audit, tree and eval take INDEX with --run.",
            "The same command again adds pictures that are new in DIR, by their names, and removes those that are gone; the"
                    + " others are not looked at again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc index --run run1 --data photos --out photos-index",
            "  hcsc search --run photos-index --query holiday.jpg",
            "  hcsc index --run tree1 --features new.npy --out new-index"
        })
final class IndexCommand implements Callable<Integer> {
    private static final int AT_ONCE = 10_000;

    private final EncoderJobs jobs;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            required = true,
            description = "Folder of a run, or of a tree by 'hcsc cluster'.")
    private Path run = Path.of("");

    /** What to index. */
    static final class Pictures {
        @Option(names = "--data", paramLabel = "DIR", description = "Folder of pictures, for the encoder of a run.")
        private Optional<Path> data = Optional.empty();

        @Option(
                names = "--features",
                paramLabel = "FILE",
                description = "Features as 'hcsc cluster' takes them, of the encoder that the tree's features are of.")
        private Optional<Path> features = Optional.empty();
    }

    @ArgGroup(multiplicity = "1")
    private Pictures pictures = new Pictures();

    @Option(
            names = "--out",
            paramLabel = "INDEX",
            required = true,
            description = "Folder to make or to bring up to date.")
    private Path out = Path.of("");

    @Option(names = "--anew", description = "Look at all pictures again, also at those that INDEX has.")
    private boolean anew;

    @Mixin
    private EncoderFactoryOption own = new EncoderFactoryOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    private int looked;

    IndexCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        Catalogue catalogue = Catalogue.of(out, run);
        Content before = anew ? Content.NONE : catalogue.content();
        Content after = pictures.data.isPresent()
                ? ofPictures(catalogue, before, pictures.data.orElseThrow())
                : ofFeatures(catalogue, pictures.features.orElseThrow());
        output.print(report(before, after));
        return 0;
    }

    private Report report(Content before, Content after) {
        Set<String> names = new HashSet<>(after.images().names());
        long removed = before.images().names().stream()
                .filter(name -> !names.contains(name))
                .count();
        names.removeAll(new HashSet<>(before.images().names()));
        return new Report(
                        after.images().size() + " pictures in " + out + ", " + names.size() + " of them new, " + removed
                                + " removed; hcsc search --run " + out + " searches them",
                        Map.of())
                .with("pictures", after.images().size())
                .with("added", names.size())
                .with("removed", removed)
                .with("lookedAt", looked)
                .with("index", out.toString());
    }

    private Content ofFeatures(Catalogue catalogue, Path file) throws IOException {
        List<FeatureTable> tables = FeatureTable.open(file, false);
        JoinedRows all = new JoinedRows(tables);
        requireDimension(catalogue, all);
        Embeddings rows = Embeddings.of(0, all.dimension(), UnitRows.ofAll(all).values());
        List<float[]> vectors =
                IntStream.range(0, rows.size()).mapToObj(rows::row).toList();
        Content content = new Content(RowNameOptions.given(tables), vectors);
        catalogue.save(content, Optional.empty());
        return content;
    }

    private void requireDimension(Catalogue catalogue, RowSource rows) throws IOException {
        if (rows.dimension() != catalogue.dimension()) {
            throw new IOException("features must have the " + catalogue.dimension() + " values of the tree, but have "
                    + rows.dimension() + "; they are of another encoder");
        }
    }

    private Content ofPictures(Catalogue catalogue, Content before, Path data) throws IOException {
        if (!catalogue.hasEncoder()) {
            throw new IOException(run + " is a tree of features and has no encoder that looks at pictures; name"
                    + " --features FILE");
        }
        SourceOptions options = RunDirectory.readConfig(run).data().sourceOptions();
        try (ImageSource images = ImageSources.open(data, options);
                NDManager manager = device.newManager()) {
            output.opened(images);
            return update(catalogue, before, images, data, manager);
        }
    }

    /** Keeps what is known of pictures that are still there, and looks at the others, so many at once. */
    private Content update(Catalogue catalogue, Content before, ImageSource images, Path data, NDManager manager)
            throws IOException {
        Map<String, Integer> known = before.places();
        ImageTable table = ImageTable.of(images);
        float[][] rows = new float[images.size()][];
        for (int i = 0; i < rows.length; i++) {
            Integer place = known.get(images.name(i));
            rows[i] = place == null ? new float[0] : before.rows().get(place);
        }
        int[] missing =
                IntStream.range(0, rows.length).filter(i -> rows[i].length == 0).toArray();
        for (int from = 0; from < missing.length; from += AT_ONCE) {
            int[] some = Arrays.copyOfRange(missing, from, Math.min(missing.length, from + AT_ONCE));
            look(images, some, rows, manager);
            if (from + AT_ONCE < missing.length) {
                save(catalogue, table, rows, data);
            }
        }
        return save(catalogue, table, rows, data);
    }

    private void look(ImageSource images, int[] some, float[][] rows, NDManager manager) throws IOException {
        EncoderSource encoder = new EncoderSource(run, own.factory(), Optional.empty(), Optional.empty());
        FeatureRequest wanted = new FeatureRequest(encoder, FixedView.BILINEAR, Optional.empty());
        try (NDManager scope = manager.newSubManager()) {
            Features features = jobs.features(wanted, Subset.only(images, some), scope);
            NDArray embeddings = jobs.project(encoder, features.rows());
            float[] values = embeddings.toFloatArray();
            int dimension = Math.toIntExact(embeddings.size(1));
            for (int i = 0; i < features.images().length; i++) {
                rows[some[features.images()[i]]] = Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
            }
        }
        looked += some.length;
    }

    private static Content save(Catalogue catalogue, ImageTable table, float[][] rows, Path data) throws IOException {
        int[] there =
                IntStream.range(0, rows.length).filter(i -> rows[i].length > 0).toArray();
        if (there.length == 0) {
            throw new IOException(data + " has no picture that can be read");
        }
        Content content = new Content(
                table.select(there), IntStream.of(there).mapToObj(i -> rows[i]).toList());
        catalogue.save(content, Optional.of(data));
        return content;
    }
}
