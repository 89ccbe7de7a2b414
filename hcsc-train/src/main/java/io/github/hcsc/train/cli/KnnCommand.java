package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.eval.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures an encoder by its nearest neighbours. */
@Command(
        name = "knn",
        description = "Classifies images by the nearest images of known class, in the space of the encoder's features.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval knn --run run1 --data cifar10/train --test cifar10/test",
            "  hcsc eval knn --run run1 --data photos --neighbours 20 --json"
        })
final class KnnCommand implements Callable<Integer> {
    /** Every fifth image is classified by the others when there is no test folder. */
    private static final int HELD_BACK = 5;

    private final Jobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of images of known class, one sub-folder per class.")
    private Path data = Path.of("");

    @Option(
            names = "--test",
            paramLabel = "DIR",
            description = "Folder of images to classify, of the same classes. Default: every fifth image of --data.")
    private Optional<Path> test = Optional.empty();

    @Option(
            names = "--max-images",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "Images of each folder at most, evenly spaced. Default: all.")
    private int maxImages = Integer.MAX_VALUE;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            split = ",",
            defaultValue = "10,20,100,200",
            description = "Numbers of voting images. Default: 10,20,100,200.")
    private List<Integer> neighbours = List.of();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.07",
            description = "Temperature of the votes. Default: 0.07.")
    private double temperature;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    KnnCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        Path weights = encoder.path();
        KnnEvaluator evaluator = evaluator();
        try (NDManager manager = NDManager.newBaseManager(device.usable());
                ImageSource all = ImageSources.open(data)) {
            LabelledImages known = LabelledImages.of(all).atMost(maxImages);
            if (test.isPresent()) {
                try (ImageSource others = ImageSources.open(test.orElseThrow())) {
                    LabelledImages queries =
                            LabelledImages.of(others).namedAs(known).atMost(maxImages);
                    evaluate(evaluator, weights, known, queries, manager);
                }
            } else {
                evaluate(evaluator, weights, known.without(HELD_BACK), known.every(HELD_BACK), manager);
            }
        }
        return 0;
    }

    private KnnEvaluator evaluator() {
        try {
            return new KnnEvaluator(neighbours, temperature);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void evaluate(
            KnnEvaluator evaluator, Path weights, LabelledImages bank, LabelledImages queries, NDManager manager)
            throws IOException {
        output.note("bank: " + bank.images().description());
        output.note("to classify: " + queries.images().description());
        NDArray bankFeatures = jobs.features(weights, bank.images(), manager);
        NDArray queryFeatures = jobs.features(weights, queries.images(), manager);
        List<KnnResult> results = evaluator.evaluate(bankFeatures, bank.labels(), queryFeatures, queries.labels());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("command", "eval knn");
        values.put("encoder", weights.toString());
        values.put("temperature", temperature);
        values.put("results", results);
        output.print(new Report(results.stream().map(KnnResult::toString).collect(Collectors.joining("\n")), values));
    }
}
