package io.github.hcsc.train.cli;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.LevelSummary;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreePage;
import io.github.hcsc.train.prototypes.TreeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the prototypes of a run. */
@Command(
        name = "tree",
        description = {
            "Writes the tree of prototypes as one page, tree.html, to look through in a browser, without a network.",
            "It shows typical and untypical images of every node, sizes, density, what changed, classes where there are"
                    + " any."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc tree --run run1",
            "  hcsc tree --run run1 --data moved/photos --out photos.html --thumbnails 40",
            "  hcsc tree --run run1 --json"
        })
final class TreeCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1_000_000;

    @Mixin
    private TreeOption tree = new TreeOption();

    @Option(names = "--epoch", paramLabel = "N", description = "The tree that epoch N began with. Default: the newest.")
    private Optional<Integer> epoch = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "The page to write. Default: RUN/tree.html.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--thumbnails",
            paramLabel = "MB",
            defaultValue = "16",
            converter = Ranges.CountOrNone.class,
            description = "Megabytes of pictures in the page at most. Default: 16.")
    private int thumbnails;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "20",
            converter = Ranges.CountOrNone.class,
            description = "Nodes of the coarsest level to print. Default: 20.")
    private int lines;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        PrototypeTree newest = tree.tree(epoch);
        ImageTable images = tree.images(newest);
        Path file = out.orElse(tree.run().resolve("tree.html"));
        Optional<HealthVerdict> health = health(newest);
        long size = write(newest, images, health, file);
        String text = TreeText.of(newest, images, lines)
                + health.map(verdict -> "\nhealth of the encoder is " + verdict).orElse("")
                + String.format(Locale.ROOT, "%npage: %s, %.1f MB", file, (double) size / MEGABYTE);
        Map<String, Object> values = values(newest, LevelSummary.of(newest, images), file, size);
        health.ifPresent(verdict -> values.put("health", verdict.toString()));
        output.print(new Report(text, values));
        return 0;
    }

    /** Embeddings are kept of the newest tree alone. */
    private Optional<HealthVerdict> health(PrototypeTree shown) throws IOException {
        return epoch.isPresent() ? Optional.empty() : tree.embeddings(shown).health();
    }

    private long write(PrototypeTree newest, ImageTable images, Optional<HealthVerdict> health, Path file)
            throws IOException {
        TreePage page = new TreePage(tree.name(), newest, images, tree.data().filter(Files::isDirectory), health);
        Optional<ImageSource> source = tree.source();
        if (source.isEmpty()) {
            output.note("The page has no pictures, since the images are not where they were; name their folder with"
                    + " --data DIR.");
            return page.write(file, source, 0);
        }
        try (ImageSource opened = source.get()) {
            return page.write(file, Optional.of(opened), thumbnails * MEGABYTE);
        }
    }

    private static Map<String, Object> values(PrototypeTree tree, List<LevelSummary> levels, Path file, long size) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epoch", tree.epoch());
        values.put("images", tree.images());
        values.put("levels", levels.stream().map(TreeCommand::values).toList());
        values.put("page", file.toString());
        values.put("bytes", size);
        return values;
    }

    private static Map<String, Object> values(LevelSummary level) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("nodes", level.nodes());
        values.put("empty", level.empty());
        values.put("largest", level.largest());
        putIfPresent(values, "drift", level.drift());
        putIfPresent(values, "purity", level.purity());
        return values;
    }

    private static void putIfPresent(Map<String, Object> values, String name, OptionalDouble value) {
        value.ifPresent(found -> values.put(name, found));
    }
}
