package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.label.LabelTable;
import io.github.hcsc.train.prototypes.label.NameSpreader;
import io.github.hcsc.train.prototypes.label.NameSpreader.ImageName;
import io.github.hcsc.train.prototypes.label.NamingPlan;
import io.github.hcsc.train.prototypes.label.NamingTable;
import io.github.hcsc.train.prototypes.label.NamingTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Names images by naming prototypes. */
@Command(
        name = "label",
        description = {
            "Names all images of a run by naming few of its prototypes.",
            "--export writes the nodes that stand for most images to a CSV file; fill in the column name while you look at"
                    + " 'hcsc tree'; --names spreads them.",
            "Each image gets a name and a confidence. Where the finest level is not sure enough, the level above decides;"
                    + " where none is, the image stays without a name."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc label --run run1 --export names.csv --nodes 100",
            "  hcsc label --run run1 --names names.csv --threshold 0.6 --out labels.csv",
            "  hcsc label --run run1 --measure 10,100,1000"
        })
final class LabelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TreeOption run = new TreeOption();

    /** What to do. */
    static final class Task {
        @Option(
                names = "--export",
                paramLabel = "FILE",
                description = "Write a CSV file of nodes to name. Names that it has already are kept.")
        private Optional<Path> export = Optional.empty();

        @Option(names = "--names", paramLabel = "FILE", description = "Read that file with its names, and name images.")
        private Optional<Path> names = Optional.empty();

        @Option(
                names = "--measure",
                paramLabel = "N",
                split = ",",
                description = "Where images have classes: name so many nodes by them, and say how many images get their"
                        + " class, against naming as many random images and all others by kNN.")
        private List<Integer> measured = List.of();
    }

    @ArgGroup(multiplicity = "1")
    private Task task = new Task();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "50", description = "Nodes to export. Default: 50.")
    private int nodes;

    @Option(
            names = "--threshold",
            paramLabel = "C",
            defaultValue = "0.5",
            description = "Least confidence of a name, 0 to 1. Default: 0.5.")
    private double threshold;

    @Option(names = "--out", paramLabel = "FILE", description = "Names of the images. Default: RUN/labels.csv.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--shown",
            paramLabel = "K",
            defaultValue = "9",
            description = "Images that --measure looks at to name a node. Default: 9.")
    private int shown;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "10",
            description = "Random draws of images in --measure. Default: 10.")
    private int draws;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        check();
        PrototypeTree tree = run.tree(Optional.empty());
        ImageTable images = run.images(tree);
        if (task.export.isPresent()) {
            output.print(export(tree, images, task.export.get()));
        } else if (task.names.isPresent()) {
            output.print(spread(tree, images, task.names.get()));
        } else {
            output.print(measure(tree, images));
        }
        return 0;
    }

    private void check() {
        if (nodes < 1 || shown < 1 || draws < 1 || task.measured.stream().anyMatch(n -> n < 1)) {
            throw wrong("--nodes, --measure, --shown and --draws must be at least 1");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw wrong("--threshold must lie in [0, 1], but was " + threshold);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Report export(PrototypeTree tree, ImageTable images, Path file) throws IOException {
        List<TreeNode> chosen = new NamingPlan(tree).choose(nodes);
        Map<TreeNode, String> kept = NamingTable.filledIn(file, tree, images);
        List<TreeNode> rows = Stream.concat(chosen.stream(), kept.keySet().stream())
                .distinct()
                .toList();
        NamingTable.write(file, tree, images, rows, kept);
        double explained = chosen.stream().mapToInt(tree::size).sum() / (double) tree.images();
        return new Report(String.format(
                        Locale.ROOT,
                        "%d nodes that have %.1f %% of the images, to be named in %s%s",
                        chosen.size(),
                        100 * explained,
                        file,
                        kept.isEmpty() ? "" : "; kept are the names of " + kept.size() + " nodes that it had"))
                .with("nodes", chosen.size())
                .with("kept", kept.size())
                .with("explained", explained)
                .with("file", file.toString());
    }

    private Report spread(PrototypeTree tree, ImageTable images, Path file) throws IOException {
        Path target = out.orElse(run.run().resolve("labels.csv"));
        if (Files.exists(target) && Files.isSameFile(target, file)) {
            throw wrong("--out must name another file than --names, but was " + target);
        }
        Map<TreeNode, String> given = NamingTable.read(file, tree);
        List<ImageName> names = new NameSpreader(tree, given, threshold).spread(run.embeddings(tree));
        LabelTable.write(target, images, names);
        List<Long> byLevel = IntStream.range(0, tree.levels().size())
                .mapToObj(l -> names.stream()
                        .filter(name -> name.name().isPresent() && name.node().level() == l)
                        .count())
                .toList();
        long named = byLevel.stream().mapToLong(Long::longValue).sum();
        String text = String.format(
                Locale.ROOT,
                "%d names of nodes give %d of %d images a name (by level, finest first: %s), in %s",
                given.size(),
                named,
                names.size(),
                byLevel,
                target);
        Report report = new Report(text)
                .with("names", given.size())
                .with("images", names.size())
                .with("named", named)
                .with("byLevel", byLevel)
                .with("file", target.toString());
        return images.classes().isEmpty() || named == 0 ? report : agreement(report, images, names, named);
    }

    /** Adds how many of the names are the images' classes. */
    private static Report agreement(Report report, ImageTable images, List<ImageName> names, long named) {
        long right = IntStream.range(0, names.size())
                .filter(image -> names.get(image).name().equals(images.classOf(image)))
                .count();
        String text =
                String.format(Locale.ROOT, "%n%.2f %% of the names are the images' classes", 100.0 * right / named);
        return new Report(report.text() + text, report.values()).with("agreement", (double) right / named);
    }

    private Report measure(PrototypeTree tree, ImageTable images) throws IOException {
        NamingTrial trial = new NamingTrial(tree, run.embeddings(tree), images, shown, draws);
        List<NamingTrial.Outcome> results = new ArrayList<>();
        try (NDManager manager = device.newManager()) {
            for (int named : task.measured) {
                results.add(trial.run(named, manager));
            }
        }
        return Report.of(results).with("shown", shown).with("draws", draws);
    }
}
