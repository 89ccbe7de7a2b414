package io.github.hcsc.train.cli;

import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.bench.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times the loader. */
@Command(
        name = "loader",
        description = {
            "Times reading, decoding and augmenting every image of a folder once, without training.",
            "One repetition is a pass over the images. The first passes are slow: the code is being compiled."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc bench loader --data photos --warmup 20 --runs 5",
            "  hcsc bench loader --data photos --part decode --json",
            "  hcsc bench loader --data cifar10/train --size 32 --warmup 1 --loader-threads 2"
        })
final class LoaderBenchCommand implements Callable<Integer> {
    /** How much of the loading is timed. */
    enum Part {
        /** Reading, decoding and two augmented views. */
        VIEWS,
        /** Reading and decoding alone, on one thread. */
        DECODE
    }

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Images to load.")
    private Path data = Path.of("");

    @Option(
            names = "--part",
            defaultValue = "views",
            description =
                    "views: read, decode and augment twice; decode: read and decode, on one thread. Default: views.")
    private Part part = Part.VIEWS;

    @Option(names = "--size", paramLabel = "N", defaultValue = "224", description = "Side of a view. Default: 224.")
    private int size;

    @Option(
            names = "--loader-threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of the loader. Default: 1, for images per second and core.")
    private int threads;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws IOException {
        bench.prepare();
        try (ImageSource images = ImageSources.open(data)) {
            Timing timing = part == Part.DECODE ? bench.time(() -> decodeAll(images)) : timeViews(images);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("part", part.name().toLowerCase(Locale.ROOT));
            values.put("images", images.size());
            values.put("view_size", size);
            values.put("loader_threads", part == Part.DECODE ? 1 : threads);
            String what = part == Part.DECODE ? "decoding" : "two views of each";
            bench.print(
                    what + " of " + images.size() + " images",
                    values,
                    timing,
                    new BenchOptions.Rate(images.size(), "images"));
        }
        return 0;
    }

    private static void decodeAll(ImageSource images) {
        try {
            for (int i = 0; i < images.size(); i++) {
                images.image(i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Timing timeViews(ImageSource images) {
        List<ViewRecipe> recipes = ViewRecipes.repeated(ViewRecipes.mocoV2(size), 2);
        LoaderConfig config = LoaderConfig.sequential(Math.min(32, images.size()), threads);
        try (MultiViewLoader loader = new MultiViewLoader(images, recipes, config)) {
            return bench.time(() -> pass(loader));
        }
    }

    private static void pass(MultiViewLoader loader) {
        try (ViewBatches batches = loader.epoch(0)) {
            while (batches.hasNext()) {
                ViewBatch batch = batches.next();
                batch.close();
            }
        }
    }
}
