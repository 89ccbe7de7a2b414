package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.data.source.ImageList;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult;
import io.github.hcsc.train.prototypes.search.Tradeoff;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds the images of a run that are most like others. */
@Command(
        name = "search",
        description = {
            "Finds the training images of a run that are most like a query image, through the tree of prototypes.",
            "The search goes from the coarsest level down, following the --beam most similar nodes of each level."
                    + " --exact finds the truly nearest; --measure says what each beam finds and costs."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc search --run run1 --query cat.jpg --query dog.jpg",
            "  hcsc search --run run1 --like holiday/0042.jpg --most 20 --exact --json",
            "  hcsc search --run run1 --measure other/photos"
        })
final class SearchCommand implements Callable<Integer> {
    /** Prints as 1.0000. */
    private static final float ALIKE = 0.99995f;

    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TreeOption run = new TreeOption();

    /** What to look for. */
    static final class Query {
        @Option(names = "--query", paramLabel = "FILE", description = "An image to look for; may be repeated.")
        private List<Path> files = List.of();

        @Option(names = "--like", paramLabel = "NAME", description = "One of the run's own images; may be repeated.")
        private List<String> names = List.of();

        @Option(
                names = "--vector",
                paramLabel = "FILE",
                description = "A file of features as 'hcsc cluster' takes them: each row is looked for.")
        private Optional<Path> vectors = Optional.empty();

        @Option(
                names = "--measure",
                paramLabel = "DIR",
                description = "Images to look for, to measure recall and time of beams 1, 2, 4, ...")
        private Optional<Path> measured = Optional.empty();
    }

    @ArgGroup(multiplicity = "1")
    private Query query = new Query();

    @Option(names = "--most", paramLabel = "K", defaultValue = "10", description = "Images to find. Default: 10.")
    private int most;

    @Option(
            names = "--beam",
            paramLabel = "B",
            defaultValue = "16",
            description = "Nodes followed at each level; more find more and take longer. Default: 16.")
    private int beam;

    @Option(names = "--exact", description = "Find the truly nearest images.")
    private boolean exact;

    @Option(
            names = "--max-images",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Images of --measure at most, chosen at random. Default: 1000.")
    private int maxImages;

    @Mixin
    private EncoderFactoryOption own = new EncoderFactoryOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    SearchCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        if (most < 1 || beam < 1 || maxImages < 1) {
            throw new ParameterException(spec.commandLine(), "--most, --beam and --max-images must be at least 1");
        }
        if (run.isTree() && (!query.files.isEmpty() || query.measured.isPresent())) {
            throw new IOException(run.run() + " is a tree of features and has no encoder that looks at images; look for"
                    + " --like NAME or --vector FILE");
        }
        PrototypeTree tree = run.tree(Optional.empty());
        Embeddings embeddings = run.embeddings(tree);
        PrototypeIndex index = PrototypeIndex.of(tree, embeddings);
        output.print(
                query.measured.isPresent()
                        ? measure(query.measured.orElseThrow(), tree, embeddings, index)
                        : find(tree, embeddings, index));
        return 0;
    }

    private Report find(PrototypeTree tree, Embeddings embeddings, PrototypeIndex index) throws IOException {
        ImageTable images = run.images(tree);
        List<Found> found = new ArrayList<>();
        for (String name : query.names) {
            int image = images.names().indexOf(name);
            if (image < 0) {
                throw new IOException(run.run() + " has no image " + name + "; --query FILE takes other images");
            }
            found.add(Found.of(name, search(index, embeddings.row(image), most + 1), images, image, most));
        }
        if (!query.files.isEmpty()) {
            Embeddings queries = embed(readable(query.files, sourceOptions()), tree);
            if (queries.size() < query.files.size()) {
                throw new IOException("a file of --query can no longer be read");
            }
            for (int i = 0; i < queries.size(); i++) {
                String name = query.files.get(i).toString();
                found.add(Found.of(name, search(index, queries.row(i), most), images, -1, most));
            }
        }
        if (query.vectors.isPresent()) {
            found.addAll(likeVectors(query.vectors.orElseThrow(), index, images));
        }
        Report report = Report.of(found).with("images", index.images());
        Map<String, Object> values = new LinkedHashMap<>(report.values());
        return new Report(report.text() + Trust.of(embeddings, sign(found)).addTo(values), values);
    }

    private List<Found> likeVectors(Path file, PrototypeIndex index, ImageTable images) throws IOException {
        JoinedRows rows = new JoinedRows(FeatureTable.open(file, false));
        List<Found> found = new ArrayList<>();
        float[] vector = new float[rows.dimension()];
        for (int row = 0; row < rows.count(); row++) {
            rows.read(row, 1, vector, 0);
            found.add(Found.of(file + "#" + row, search(index, vector, most), images, -1, most));
        }
        return found;
    }

    private static Optional<String> sign(List<Found> found) {
        List<Hit> hits = found.stream().flatMap(one -> one.matches.stream()).toList();
        boolean alike = hits.size() > 1 && hits.stream().allMatch(hit -> hit.similarity >= ALIKE);
        return alike
                ? Optional.of("all hits are at 1.0000, so they are copies or the encoder does not tell images apart.")
                : Optional.empty();
    }

    private static ImageSource readable(List<Path> files, SourceOptions options) throws IOException {
        ImageList images = ImageList.of(files, options);
        for (int i = 0; i < images.size(); i++) {
            try {
                images.image(i);
            } catch (IOException e) {
                throw new IOException("--query " + images.name(i) + " cannot be read: " + FileProblem.of(e), e);
            }
        }
        return images;
    }

    private SourceOptions sourceOptions() {
        return RunDirectory.readConfig(run.run()).data().sourceOptions();
    }

    private SearchResult search(PrototypeIndex index, float[] vector, int count) {
        return exact ? index.exact(vector, count) : index.search(vector, count, beam);
    }

    private Report measure(Path folder, PrototypeTree tree, Embeddings embeddings, PrototypeIndex index)
            throws IOException {
        try (ImageSource images = ImageSources.open(folder, sourceOptions())) {
            output.opened(images);
            List<Integer> beams = IntStream.iterate(1, b -> b < index.widest(), b -> 2 * b)
                    .boxed()
                    .toList();
            Embeddings queries = embed(Subset.random(images, maxImages, 0), tree);
            List<Tradeoff> results = Tradeoff.measure(index, embeddings, queries, most, beams);
            return Report.of(results)
                    .with("images", index.images())
                    .with("queries", queries.size())
                    .with("most", most);
        }
    }

    private Embeddings embed(ImageSource images, PrototypeTree tree) throws IOException {
        if (tree.epoch() < RunDirectory.readConfig(run.run()).schedule().epochs()) {
            output.note(
                    "The run is not finished: its tree was made by an earlier state of the encoder than looks at the"
                            + " query now.");
        }
        EncoderSource encoder = new EncoderSource(run.run(), own.factory(), Optional.empty(), Optional.empty());
        try (NDManager manager = device.newManager()) {
            FeatureRequest wanted = new FeatureRequest(encoder, FixedView.BILINEAR, Optional.empty());
            return Embeddings.of(
                    tree.epoch(),
                    jobs.project(
                            wanted.encoder(),
                            jobs.features(wanted, images, manager).rows()));
        }
    }

    private record Hit(String name, float similarity) {}

    private record Found(String query, int compared, List<Hit> matches) {
        /** Names what was found, without the query itself. */
        static Found of(String query, SearchResult result, ImageTable images, int itself, int most) {
            List<Hit> hits = result.matches().stream()
                    .filter(match -> match.image() != itself)
                    .limit(most)
                    .map(match -> new Hit(images.names().get(match.image()), match.similarity()))
                    .toList();
            return new Found(query, result.compared(), hits);
        }

        @Override
        public String toString() {
            return query
                    + matches.stream()
                            .map(hit -> String.format(Locale.ROOT, "%n  %.4f  %s", hit.similarity, hit.name))
                            .collect(Collectors.joining());
        }
    }
}
