package io.github.hcsc.train.cli;

import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.SearchKernel;
import io.github.hcsc.train.bench.ClusteringRig;
import io.github.hcsc.train.bench.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Times clustering. */
@Command(
        name = "kmeans",
        description = {
            "Times K-means from one random start, the same that faiss makes of seed 0, or the clustering into levels of"
                    + " prototypes (--hierarchy).",
            "The points are random unit vectors, or those of a file. The objective is the sum of the squared distances of"
                    + " the points to their centroids, in the last assignment; of levels, to their prototypes of the finest."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc bench kmeans --count 100000 --clusters 1000",
            "  hcsc bench kmeans --points points.f32 --clusters 3000 --kernel torchscript --json",
            "  hcsc bench kmeans --count 50000 --hierarchy 3000,2000,1000 --mode warm"
        })
final class KMeansBenchCommand implements Callable<Integer> {
    /** How a hierarchy is found. */
    enum Mode {
        /** One good start, until nothing moves. */
        FAST,
        /** The same from the prototypes that it found before among the same points. */
        WARM,
        /** As published: 5 random starts of 20 iterations. */
        FAITHFUL
    }

    private static final float TEMPERATURE = .2f; // densities, which cost the same at any

    @Option(
            names = "--points",
            paramLabel = "FILE",
            description = "Points as little-endian 32-bit floats, one point after the other.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Random points, where no file is given. Default: 100000.")
    private int count;

    @Option(
            names = "--dimension",
            paramLabel = "N",
            defaultValue = "128",
            description = "Values per point. Default: 128.")
    private int dimension;

    @Option(names = "--clusters", paramLabel = "N", defaultValue = "1000", description = "Clusters. Default: 1000.")
    private int clusters;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "20",
            description = "Assignments and updates. Default: 20.")
    private int iterations;

    @Option(
            names = "--kernel",
            description =
                    "vector: by the processor's vector instructions; torchscript: by PyTorch. Default: the fastest.")
    private Optional<SearchKernel> kernel = Optional.empty();

    @Option(
            names = "--hierarchy",
            paramLabel = "N",
            split = ",",
            description = "Prototypes of each level, finest first, instead of --clusters.")
    private List<Integer> hierarchy = List.of();

    @Option(
            names = "--mode",
            defaultValue = "fast",
            description =
                    "Of a hierarchy, fast: one good start, until nothing moves; warm: the same from the prototypes"
                            + " found before; faithful: as published, 5 random starts of 20 iterations. Default: fast.")
    private Mode mode = Mode.FAST;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        bench.prepare();
        if (Math.min(Math.min(count, dimension), Math.min(clusters, iterations)) < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--count, --dimension, --clusters and --iterations must be at least 1");
        }
        try (ClusteringRig rig = points()) {
            if (hierarchy.isEmpty()) {
                timeOneLevel(rig);
            } else {
                timeHierarchy(rig);
            }
        }
        return 0;
    }

    private ClusteringRig points() throws IOException {
        return file.isPresent()
                ? ClusteringRig.ofFile(device.name(), file.get(), dimension)
                : ClusteringRig.ofRandom(device.name(), count, dimension);
    }

    private void timeOneLevel(ClusteringRig rig) throws IOException {
        KMeans oneStart = new KMeans(iterations, 1, 1000);
        SearchKernel search = kernel.orElseGet(rig::fastestKernel);
        double[] objective = new double[1];
        Timing timing = bench.time(() -> objective[0] = rig.cluster(oneStart, clusters, search));
        Map<String, Object> facts = facts(rig);
        facts.put("clusters", clusters);
        facts.put("iterations", iterations);
        facts.put("kernel", search.name().toLowerCase(Locale.ROOT));
        facts.put("objective", objective[0]);
        bench.print(
                "K-means of " + described(rig) + " into " + clusters + " clusters, objective " + objective[0],
                facts,
                timing,
                new BenchOptions.Rate(2e-9 * rig.size() * rig.dimension() * clusters * iterations, "GFLOP"));
    }

    private void timeHierarchy(ClusteringRig rig) throws IOException {
        HierarchicalKMeans clusterer = mode == Mode.FAITHFUL
                ? HierarchicalKMeans.released(hierarchy, TEMPERATURE)
                : HierarchicalKMeans.fast(hierarchy, TEMPERATURE);
        try (PrototypeHierarchy found = rig.cluster(clusterer, PrototypeHierarchy.NONE)) {
            PrototypeHierarchy start = mode == Mode.WARM ? found : PrototypeHierarchy.NONE;
            double[] objective = new double[1];
            Timing timing = bench.time(() -> {
                try (PrototypeHierarchy levels = rig.cluster(clusterer, start)) {
                    objective[0] = rig.objective(levels);
                }
            });
            Map<String, Object> facts = facts(rig);
            facts.put("hierarchy", hierarchy);
            facts.put("mode", mode.name().toLowerCase(Locale.ROOT));
            facts.put("objective", objective[0]);
            bench.print(
                    "clustering of " + described(rig) + " into " + hierarchy + ", objective " + objective[0],
                    facts,
                    timing,
                    new BenchOptions.Rate(rig.size(), "points"));
        }
    }

    private static String described(ClusteringRig rig) {
        return rig.size() + " points of " + rig.dimension() + " values";
    }

    private static Map<String, Object> facts(ClusteringRig rig) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("points", rig.size());
        facts.put("dimension", rig.dimension());
        return facts;
    }
}
