package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.cli.OneProcess.AcrossProcesses;
import io.github.hcsc.train.cluster.ClusterJob;
import io.github.hcsc.train.cluster.ClusterPlan;
import io.github.hcsc.train.cluster.LevelSizes;
import io.github.hcsc.train.cluster.StageFolder;
import io.github.hcsc.train.cluster.TreeClustering;
import io.github.hcsc.train.distributed.LocalDevice;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.features.UnitRows;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.prototypes.TreeText;
import io.github.hcsc.train.run.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
            "tree, label, search, curate, audit and eval clusters take it with --run TREE.",
            "Rows are read block by block, so there may be more of them than fit into memory. What was stopped goes on by"
                    + " the same command, and several processes share the work under mpirun or srun."
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
final class ClusterCommand implements Callable<Integer>, AcrossProcesses {
    private static final double FREE = 0.6;
    private static final int TOP_LINES = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FEATURES",
            arity = "1..*",
            description =
                    "Files .npy, .safetensors, .csv or .parquet, folders of .npy files, or a run; their rows follow one"
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

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "256",
            converter = Ranges.Count.class,
            description = "Rows in memory for each leaf, which K-means begins with; all rows if that is as many."
                    + " Default: 256, fewer where memory is short.")
    private int sample;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "2",
            converter = Ranges.CountOrNone.class,
            description = "Updates by all rows after those by the sample. Default: 2.")
    private int passes;

    @Option(
            names = "--direct",
            description = "Find even more than 16384 leaves by one K-means, not by cells and then by leaves of each.")
    private boolean direct;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteCount.class,
            description = "Memory to plan for, such as 8g. Default: 60 %% of what Java may take; HCSC_OPTS=-Xmx16g"
                    + " gives it more.")
    private Optional<Long> memory = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Folder for what a stopped run goes on from. Default: TREE/work. Removed in the end.")
    private Optional<Path> work = Optional.empty();

    @Option(names = "--restart", description = "Begin anew, whatever a stopped run left.")
    private boolean restart;

    @Option(names = "--dry-run", description = "Say the sizes, bytes and hours, and stop.")
    private boolean dryRun;

    @Mixin
    private KMeansOptions kmeans = new KMeansOptions();

    @Mixin
    private RowNameOptions rowNames = new RowNameOptions();

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
        JoinedRows rows = new JoinedRows(tables);
        ClusterPlan plan = plan(rows.count(), rows.dimension());
        if (dryRun) {
            try (NDManager manager = device.newManager()) {
                output.print(dryRun(plan, manager));
            }
            return 0;
        }
        ClusterJob job = new ClusterJob(
                rows,
                rowNames.named(tables, rows),
                new TreeClustering(plan, kmeans.algorithm(), kmeans.seed()),
                out,
                workFolder());
        Map<String, String> facts = facts(tables, plan);
        return Launch.current().run(Launch.Engine.AUTO, group -> run(job, facts, group));
    }

    private int run(ClusterJob job, Map<String, String> facts, Collectives group) {
        if (group.rank() > 0) {
            output.fallSilent();
        }
        output.note(job.clustering().plan().toString());
        try (NDManager manager = Devices.newManager(LocalDevice.of(device.name(), group))) {
            prepare(group);
            output.print(made(job, facts, group, manager));
            return 0;
        } catch (StageFolder.OtherPlanException e) {
            throw wrong(e.getMessage() + "; repeat that command, or begin anew with --restart");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare(Collectives group) throws IOException {
        if (restart && group.rank() == 0) {
            FolderTree.delete(workFolder());
        }
        group.barrier();
    }

    private Report made(ClusterJob job, Map<String, String> facts, Collectives group, NDManager manager)
            throws IOException {
        ClusterPlan plan = job.clustering().plan();
        long began = System.nanoTime();
        ClusterJob.Made made;
        try (ImageProgress progress = group.rank() > 0
                ? ImageProgress.silent()
                : ImageProgress.onStandardError("clustering", plan.reads() * plan.rows() / group.size(), "rows")) {
            made = job.run(new TreeMap<>(facts), this::refuseBad, progress, manager, group);
        }
        Map<String, Object> values = planned(plan);
        values.put("clustered", made.tree().images());
        values.put("skipped", plan.rows() - made.tree().images());
        values.put("nearerElsewhere", made.leaves().nearerElsewhere());
        values.put("seconds", (System.nanoTime() - began) / 1e9);
        values.put("tree", out.toString());
        String elsewhere = plan.inTwoSteps()
                ? String.format(
                        Locale.ROOT,
                        "%n%.2f %% of the rows have a nearer leaf than theirs",
                        100 * made.leaves().nearerElsewhere())
                : "";
        return new Report(
                TreeText.of(made.tree(), made.names(), TOP_LINES) + elsewhere + "\ntree: " + out + "; hcsc tree --run "
                        + out + " shows it",
                values);
    }

    private void refuseBad(UnitRows rows) throws IOException {
        List<String> bad = rows.skipped();
        if (bad.isEmpty()) {
            return;
        }
        if (!skipBad) {
            FolderTree.delete(workFolder());
            throw new IOException(bad.size() + " rows are zero or not finite, the first is row "
                    + String.join(", ", first(bad)) + "; --skip-bad leaves such rows out and lists them");
        }
        output.note(bad.size() + " rows are zero or not finite and are left out, see " + out.resolve("skipped.tsv"));
    }

    /** Returns the position of the first row, its name if it has one, and its file. */
    private static List<String> first(List<String> bad) {
        List<String> cells = new ArrayList<>(List.of(bad.get(0).split("\t", -1)));
        Collections.rotate(cells, -1);
        return cells;
    }

    private Path workFolder() {
        return work.orElse(out.resolve("work"));
    }

    private void refuseUsed() throws IOException {
        if (!Files.exists(out) || Files.exists(workFolder())) {
            return;
        }
        try (Stream<Path> files = Files.list(out)) {
            if (files.findAny().isPresent()) {
                throw wrong("--out " + out + " must be a new or empty folder, but holds something");
            }
        }
    }

    private ClusterPlan plan(long rows, int dimension) {
        try {
            List<Integer> levels = counts.isEmpty() ? LevelSizes.of(rows, leafSize) : counts;
            if (levels.get(0) > rows) {
                throw wrong("--counts must not be more than the " + rows + " rows, but were " + levels);
            }
            HierarchicalKMeans.fast(levels, 1);
            int mostAtOnce = direct ? Integer.MAX_VALUE : GreedyKMeans.MOST_CENTROIDS;
            ClusterPlan plan = new ClusterPlan(rows, dimension, levels, kmeans.iterations(), sample, passes, mostAtOnce)
                    .within(memory.orElseGet(
                            () -> (long) (FREE * Runtime.getRuntime().maxMemory())));
            if (plan.inTwoSteps() && kmeans.repetitions() > 1) {
                throw wrong("--resample needs a finest level of at most " + GreedyKMeans.MOST_CENTROIDS
                        + " nodes or --direct, since more are found in two steps; lower --counts or raise --leaf-size");
            }
            return plan;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Report dryRun(ClusterPlan plan, NDManager manager) {
        double hours = plan.hours(manager) * kmeans.repetitions();
        return new Report(String.format(Locale.ROOT, "%s; %.3f hours at most", plan, hours), planned(plan))
                .with("hours", hours);
    }

    private static Map<String, Object> planned(ClusterPlan plan) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rows", plan.rows());
        values.put("dimension", plan.dimension());
        values.put("counts", plan.counts());
        values.put("sample", plan.sampled());
        values.put("reads", plan.reads());
        values.put("memory", plan.memory());
        values.put("disk", plan.disk());
        values.put("scratch", plan.scratch());
        return values;
    }

    /** All that decides the result, so that another command does not go on from what this one left. */
    private Map<String, String> facts(List<FeatureTable> tables, ClusterPlan plan) throws IOException {
        Map<String, String> facts = new TreeMap<>(kmeans.facts());
        List<String> sources = new ArrayList<>();
        for (FeatureTable table : tables) {
            Path file = table.file();
            sources.add(file.toAbsolutePath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        facts.put("features", String.join("\n", sources));
        facts.put("plan", plan.toString());
        facts.put("--passes", Integer.toString(passes));
        facts.put("--type", type.toString());
        facts.put("processes", Integer.toString(Launch.current().size()));
        return facts;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
