package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.ResampledKMeans;
import io.github.hcsc.core.prototype.ResampledKMeans.Choice;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.cluster.ClusterPlan;
import io.github.hcsc.train.cluster.LevelSizes;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.UnitRows;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a tree of anybody's features. */
@Command(
        name = "cluster",
        description = {
            "Makes a tree of features of any encoder, by K-means over the rows and then over the centroids.",
            "tree, label, search, curate and eval clusters take it with --run TREE. All rows are held in memory."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc cluster features.npy --out tree1 --labels classes.txt",
            "  hcsc cluster embeddings/ --out tree2 --leaf-size 32 --skip-bad",
            "  hcsc cluster features.npy --out tree3 --dry-run"
        })
final class ClusterCommand implements Callable<Integer> {
    private static final float TEMPERATURE = 0.2f;
    private static final int TOP_LINES = 20;

    /** Where K-means starts. */
    enum Start {
        GREEDY {
            @Override
            FlatClusterer algorithm(int iterations, IntConsumer progress) {
                return new GreedyKMeans(new FastKMeans(iterations, progress));
            }
        },
        SPREAD {
            @Override
            FlatClusterer algorithm(int iterations, IntConsumer progress) {
                return new FastKMeans(iterations, progress);
            }
        },
        RANDOM {
            @Override
            FlatClusterer algorithm(int iterations, IntConsumer progress) {
                return new KMeans(iterations, 1, Integer.MAX_VALUE, progress);
            }
        };

        abstract FlatClusterer algorithm(int iterations, IntConsumer progress);
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FEATURES",
            arity = "1..*",
            description = "Files .npy, .safetensors or .csv, folders of .npy files, or a run; their rows follow one"
                    + " another.")
    private List<Path> features = List.of();

    @Option(names = "--out", paramLabel = "TREE", required = true, description = "Folder to make, for the tree.")
    private Path out = Path.of("");

    @Option(
            names = "--counts",
            paramLabel = "K",
            split = ",",
            converter = Ranges.Count.class,
            description = "Nodes of each level, finest first. Default: by --leaf-size, each level a third of the one"
                    + " below, until at most 30.")
    private List<Integer> counts = List.of();

    @Option(
            names = "--leaf-size",
            paramLabel = "N",
            defaultValue = "64",
            converter = Ranges.Count.class,
            description = "Rows that a leaf should have in the mean, at least 8. Default: 64.")
    private int leafSize;

    @Option(
            names = "--start",
            paramLabel = "HOW",
            defaultValue = "greedy",
            description =
                    "greedy: greedy k-means++, up to 16384 nodes; spread: rows far from one another, in less time;"
                            + " random: random rows. Default: greedy.")
    private Start start = Start.GREEDY;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "20",
            converter = Ranges.Count.class,
            description = "Updates of a level at most. Default: 20.")
    private int iterations;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of K-means. Default: 0.")
    private int seed;

    @Option(
            names = "--resample",
            paramLabel = "HOW",
            description = "Cluster again and again a few rows of each cluster, random or closest ones, so that rare"
                    + " regions get more nodes.")
    private Optional<Choice> resample = Optional.empty();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "10",
            converter = Ranges.Count.class,
            description = "Of --resample. Default: 10.")
    private int rounds;

    @Option(
            names = "--points",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description =
                    "Rows of each cluster in --resample. Default: 8 %% of the mean size, 50 %% if closest; at least"
                            + " 8.")
    private Optional<Integer> points = Optional.empty();

    @Option(names = "--names", paramLabel = "FILE", description = "Names of the rows, one a line.")
    private Optional<Path> names = Optional.empty();

    @Option(names = "--labels", paramLabel = "FILE", description = "Classes of the rows, one a line.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--skip-bad",
            description = "Leave out rows that are zero or not finite, and list them in TREE/skipped.tsv.")
    private boolean skipBad;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "bf16 if .npy files hold bfloat16, which they cannot tell.")
    private Optional<NpyNumbers> type = Optional.empty();

    /** Numbers that a file of NumPy has no name for. */
    enum NpyNumbers {
        BF16
    }

    @Option(names = "--dry-run", description = "Say the sizes, bytes and hours, and stop.")
    private boolean dryRun;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        refuseUsed();
        List<FeatureTable> tables = new ArrayList<>();
        for (Path place : features) {
            tables.addAll(FeaturePlace.open(place, type.isPresent()));
        }
        long rows = tables.stream().mapToLong(table -> table.rows().count()).sum();
        ClusterPlan plan = plan(rows, tables.get(0).rows().dimension());
        output.note(plan.toString());
        try (NDManager manager = device.newManager()) {
            output.print(dryRun ? dryRun(plan, manager) : cluster(tables, plan, manager));
        }
        return 0;
    }

    private void refuseUsed() throws IOException {
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw wrong("--out " + out + " must be a new or empty folder, but holds something");
                }
            }
        }
    }

    private ClusterPlan plan(long rows, int dimension) {
        try {
            List<Integer> levels = counts.isEmpty() ? LevelSizes.of(rows, leafSize) : counts;
            if (levels.get(0) > rows) {
                throw wrong("--counts must not be more than the " + rows + " rows, but were " + levels);
            }
            new HierarchicalKMeans(
                    levels, FastKMeans.DEFAULT, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL, TEMPERATURE);
            return new ClusterPlan(rows, dimension, levels, iterations);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Report dryRun(ClusterPlan plan, NDManager manager) {
        double hours = plan.hours(manager) * (resample.isPresent() ? rounds + 1 : 1);
        return new Report(
                        String.format(Locale.ROOT, "%s; one pass over the files, %.3f hours at most", plan, hours),
                        planned(plan))
                .with("passes", 1)
                .with("hours", hours);
    }

    private static Map<String, Object> planned(ClusterPlan plan) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rows", plan.rows());
        values.put("dimension", plan.dimension());
        values.put("counts", plan.counts());
        values.put("memory", plan.memory());
        values.put("disk", plan.disk());
        return values;
    }

    private Report cluster(List<FeatureTable> tables, ClusterPlan plan, NDManager manager) throws IOException {
        long began = System.nanoTime();
        ImageTable named = named(tables, Math.toIntExact(plan.rows()));
        UnitRows rows = UnitRows.read(tables, skipBad);
        if (rows.kept().length < plan.counts().get(0)) {
            throw new IOException("only " + rows.kept().length + " rows are finite and not zero, fewer than the "
                    + plan.counts().get(0) + " leaves; lower --counts or mend the features");
        }
        long read = System.nanoTime();
        PrototypeTree tree;
        try (NDArray tensor = manager.create(rows.values(), new Shape(rows.kept().length, plan.dimension()))) {
            PrototypeHierarchy hierarchy = Autograd.paused(() -> hierarchy(tensor, plan.counts()));
            Embeddings embeddings = Embeddings.of(0, tensor);
            tree = PrototypeTree.of(hierarchy, embeddings);
            PrototypeStore.of(out).save(tree, embeddings, named.select(rows.kept()));
        }
        if (!rows.skipped().isEmpty()) {
            AtomicFile.write(out.resolve("skipped.tsv"), String.join("\n", rows.skipped()) + "\n");
            output.note(rows.skipped().size() + " rows are left out, see " + out.resolve("skipped.tsv"));
        }
        Map<String, Object> values = planned(plan);
        values.put("clustered", rows.kept().length);
        values.put("skipped", rows.skipped().size());
        values.put("secondsOfReading", (read - began) / 1e9);
        values.put("secondsOfClustering", (System.nanoTime() - read) / 1e9);
        values.put("tree", out.toString());
        return new Report(
                TreeText.of(tree, named.select(rows.kept()), TOP_LINES) + "\ntree: " + out + "; hcsc tree --run " + out
                        + " shows it",
                values);
    }

    private PrototypeHierarchy hierarchy(NDArray rows, List<Integer> levels) {
        try (ImageProgress progress =
                ImageProgress.onStandardError("K-means", (long) levels.size() * iterations, "iterations")) {
            FlatClusterer base = start.algorithm(iterations, progress);
            FlatClusterer algorithm = resample.isPresent()
                    ? new ResampledKMeans(base, resample.orElseThrow(), rounds, points.orElse(0))
                    : base;
            FlatClusterer seeded = (some, count, previous, level) ->
                    algorithm.fit(some, count, previous, level + seed * (long) levels.size());
            return new HierarchicalKMeans(
                            levels, seeded, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL, TEMPERATURE)
                    .cluster(rows, PrototypeHierarchy.NONE, 0);
        }
    }

    private ImageTable named(List<FeatureTable> tables, int rows) throws IOException {
        List<String> called = names.isPresent() ? lines("--names", names.orElseThrow(), rows) : names(tables);
        List<String> given =
                tables.stream().flatMap(table -> table.classes().stream()).toList();
        List<String> classes = labels.isPresent()
                ? lines("--labels", labels.orElseThrow(), rows)
                : given.size() == rows ? given : List.of();
        return new ImageTable(called, classes);
    }

    private static List<String> names(List<FeatureTable> tables) {
        List<String> names = new ArrayList<>();
        for (FeatureTable table : tables) {
            String prefix = tables.size() == 1 ? "" : table.file().getFileName() + "#";
            int count = Math.toIntExact(table.rows().count());
            names.addAll(
                    table.names().isEmpty()
                            ? IntStream.range(0, count)
                                    .mapToObj(row -> prefix + row)
                                    .toList()
                            : table.names());
        }
        return names;
    }

    private List<String> lines(String option, Path file, int rows) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != rows) {
            throw wrong(
                    option + " " + file + " must have a line for each of " + rows + " rows, but has " + lines.size());
        }
        return lines;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
