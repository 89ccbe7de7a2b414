package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.audit.Audit;
import io.github.hcsc.train.audit.AuditPage;
import io.github.hcsc.train.audit.AuditResult;
import io.github.hcsc.train.audit.AuditSettings;
import io.github.hcsc.train.audit.AuditSummary;
import io.github.hcsc.train.audit.AuditTables;
import io.github.hcsc.train.audit.Audited;
import io.github.hcsc.train.audit.KeepRule;
import io.github.hcsc.train.audit.TestSet;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RunImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.IntToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks for what is wrong with images. */
@Command(
        name = "audit",
        description = {
            "Looks for what is wrong with the images of a run or of a tree: copies of test images, near-copies of one"
                    + " another, wrong classes, outliers, gaps.",
            "Writes tables, and a page on which you keep images or leave them out; says how many of the findings are expected"
                    + " by chance. Nothing is deleted: 'hcsc curate --without TABLE' writes a list to train on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc audit --run run1",
            "  hcsc audit --run tree1 --against test.npy --rehearse",
            "  hcsc audit --run tree1 --threshold 0.98 --keep largest --data photos",
            "  hcsc curate --run tree1 --without tree1/audit/duplicates.tsv --out kept.txt"
        })
final class AuditCommand implements Callable<Integer> {
    private static final long THUMBNAILS = 20_000_000;

    /** Which of several copies is kept. */
    enum Keep {
        TYPICAL,
        FARTHEST,
        LARGEST,
        FIRST
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TreeOption run = new TreeOption();

    @Mixin
    private AgainstOption against = new AgainstOption();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the tables. Default: RUN/audit.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            defaultValue = "10",
            converter = Ranges.Count.class,
            description = "Neighbours of each image, at least 3. Default: 10.")
    private int neighbours;

    @Option(
            names = "--beam",
            paramLabel = "B",
            converter = Ranges.Count.class,
            description = "Look for neighbours in so many nodes of each level, faster and not exact; see search"
                    + " --measure. Default: exact.")
    private Optional<Integer> beam = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            converter = Ranges.Share.class,
            description = "Share of the copies that may be so by chance; decides the least cosine. Default: 0.05.")
    private double rate;

    @Option(
            names = "--threshold",
            paramLabel = "C",
            converter = Ranges.Share.class,
            description = "Least cosine of copies, instead of --rate.")
    private Optional<Double> threshold = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "WHICH",
            defaultValue = "typical",
            description = "Of copies: typical, the most like the others; farthest from its prototype; largest, of most"
                    + " pixels; first. Default: typical.")
    private Keep keep = Keep.TYPICAL;

    @Option(
            names = "--rehearse",
            description = "Give other classes to 5 %% of the images, and say how many of these are found.")
    private boolean rehearse;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of classifiers and --rehearse. Default: 0.")
    private long seed;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        AuditSettings settings = settings();
        PrototypeTree tree = run.tree(Optional.empty());
        Audited set = new Audited(tree, run.embeddings(tree), run.images(tree));
        if (set.images().size() <= neighbours) {
            throw new IOException(run.run() + " has " + set.images().size() + " images, too few for " + neighbours
                    + " neighbours of each; lower --neighbours");
        }
        Optional<ImageSource> source = run.source();
        if (source.isEmpty()) {
            audit(set, settings, Optional.empty());
            return 0;
        }
        try (ImageSource images = source.get()) {
            output.opened(images);
            audit(set, settings, Optional.of(new RunImages(set.images(), images)));
        }
        return 0;
    }

    private AuditSettings settings() {
        try {
            return new AuditSettings(
                    neighbours,
                    beam.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    rate,
                    threshold.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    rehearse,
                    seed);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void audit(Audited set, AuditSettings settings, Optional<ImageSource> source) throws IOException {
        Optional<TestSet> test = against.read(set.embeddings());
        Path folder = out.orElse(run.run().resolve("audit"));
        AuditResult result;
        try (NDManager manager = device.newManager()) {
            result = new Audit(set, settings, rule(set, source)).run(test, manager);
        }
        AuditTables.write(result, folder);
        AuditSummary summary = AuditSummary.of(result, run.run(), folder);
        Map<String, Object> values = new LinkedHashMap<>(summary.values());
        values.put("folder", folder.toString());
        String trust = Trust.of(set.embeddings(), Optional.empty()).addTo(values);
        Path page = folder.resolve("audit.html");
        new AuditPage(run.name(), result, summary, run.data().filter(Files::isDirectory))
                .write(page, source, THUMBNAILS);
        values.put("page", page.toString());
        output.print(new Report(summary + trust + "\nto look at and decide: " + page + "; tables: " + folder, values));
    }

    private KeepRule rule(Audited set, Optional<ImageSource> source) {
        return switch (keep) {
            case TYPICAL -> KeepRule.typical(set.embeddings());
            case FARTHEST -> KeepRule.farthest(set.tree().levels().get(0));
            case LARGEST ->
                KeepRule.largest(pixels(source.orElseThrow(
                        () -> wrong("--keep largest needs the images; name their folder with --data DIR"))));
            case FIRST -> KeepRule.first();
        };
    }

    /** An image that cannot be read has none. */
    private static IntToDoubleFunction pixels(ImageSource images) {
        return index -> {
            try {
                Image image = images.image(index);
                return (double) image.width() * image.height();
            } catch (IOException e) {
                return 0;
            }
        };
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
