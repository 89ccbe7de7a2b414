package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.PixelFeatures;
import io.github.hcsc.train.eval.worth.Advice;
import io.github.hcsc.train.eval.worth.Contender;
import io.github.hcsc.train.eval.worth.LabelBudget;
import io.github.hcsc.train.eval.worth.WorthResult;
import io.github.hcsc.train.eval.worth.WorthTrial;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether pretraining was worth it. */
@Command(
        name = "worth",
        description = {
            "Says whether pretraining was worth it: raw pixels, an untrained encoder, other weights and this encoder, by"
                    + " nearest neighbours and by a linear classifier, at the numbers of labels that one has.",
            "Intervals are of 95 %%, over the test images and the choices of labels (bootstrap). Neighbours vote at"
                    + " temperature 0.07; the linear classifier learns from features of mean 0 and deviation 1, with"
                    + " settings that are the same for all."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval worth --run run1 --data labelled --labels 1,10,100",
            "  hcsc eval worth --run run1 --against resnet18.pth --data labelled/train --test labelled/test",
            "  hcsc eval worth --run run1 --data labelled --labels 1,5,20 --per-class"
        })
final class WorthCommand implements Callable<Integer> {
    private static final int CLASSIFIERS = 2;

    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            split = ",",
            description = "Other weights, or another run; see 'hcsc import --help'. May be repeated.")
    private List<Path> against = new ArrayList<>();

    @Mixin
    private TrainTestOption images = new TrainTestOption();

    @Option(
            names = "--labels",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,10,100",
            description = "Labels to learn from, in per cent of the images of each class. Default: 1,10,100.")
    private List<Double> labels = List.of();

    @Option(names = "--per-class", description = "--labels are numbers of images of each class.")
    private boolean perClass;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            converter = Ranges.Count.class,
            description = "Choices of the images that have labels. Default: 5.")
    private int repeats;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            defaultValue = "20",
            converter = Ranges.Count.class,
            description = "Voting images. Default: 20.")
    private int neighbours;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Origin of random numbers. Default: 0.")
    private int seed;

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    WorthCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        List<LabelBudget> budgets = budgets();
        try (NDManager manager = device.newManager()) {
            images.open(encoder, output, (known, tested) -> {
                output.note("labels from: " + known.images().description());
                output.note("to classify: " + tested.images().description());
                Features knownPixels = pixels(known.images(), manager);
                Features testedPixels = pixels(tested.images(), manager);
                LabelledImages learnt = knownPixels.of(known);
                LabelledImages asked = testedPixels.of(tested);
                List<Contender> contenders = new ArrayList<>();
                contenders.add(new Contender("raw pixels", knownPixels.rows(), testedPixels.rows()));
                contenders.addAll(encoders(learnt.images(), asked.images(), manager));
                encoder.finish(report(trials(budgets, contenders, learnt, asked)), output);
            });
        }
        return 0;
    }

    private List<LabelBudget> budgets() {
        try {
            return labels.stream()
                    .map(amount -> new LabelBudget(amount, perClass))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Extraction {
        Features of(ImageSource some) throws IOException;
    }

    private List<Contender> encoders(ImageSource known, ImageSource tested, NDManager manager) throws IOException {
        FeatureRequest wanted = cache.features(encoder, FixedView.BICUBIC);
        Map<String, Extraction> all = new LinkedHashMap<>();
        all.put("untrained encoder", some -> jobs.untrained(wanted, seed, some, manager));
        for (Path other : against) {
            FeatureRequest request = new FeatureRequest(EncoderSource.of(other), wanted.view(), wanted.cache());
            all.put(other.toString(), some -> jobs.features(request, some, manager));
        }
        all.put(wanted.encoder().toString(), some -> jobs.features(wanted, some, manager));
        List<Contender> contenders = new ArrayList<>();
        for (Map.Entry<String, Extraction> named : all.entrySet()) {
            contenders.add(
                    new Contender(named.getKey(), rows(named.getValue(), known), rows(named.getValue(), tested)));
        }
        return contenders;
    }

    private static NDArray rows(Extraction extraction, ImageSource some) throws IOException {
        Features features = extraction.of(some);
        if (features.images().length < some.size()) {
            throw new IOException("images of " + some.description() + " can no longer be read");
        }
        return features.rows();
    }

    private static Features pixels(ImageSource some, NDManager manager) {
        try (ImageProgress progress = ImageProgress.onStandardError("pixels", some.size())) {
            return PixelFeatures.of(manager, some, Runtime.getRuntime().availableProcessors(), progress);
        }
    }

    private List<WorthResult> trials(
            List<LabelBudget> budgets, List<Contender> contenders, LabelledImages known, LabelledImages tested) {
        long classifiers = (long) CLASSIFIERS * budgets.size() * contenders.size() * repeats;
        try (ImageProgress progress = ImageProgress.onStandardError("classifiers", classifiers)) {
            WorthTrial trial = new WorthTrial(known, tested, neighbours, repeats, seed, progress);
            return budgets.stream().map(budget -> trial.run(budget, contenders)).toList();
        }
    }

    private Report report(List<WorthResult> results) {
        List<String> lines = new ArrayList<>();
        for (WorthResult result : results) {
            lines.add("top-1 in % with labels of " + result.budget() + " (" + result.labels() + " images"
                    + (result.choices() > 1 ? ", chosen " + result.choices() + " times" : "") + ")");
            lines.add(line("", "kNN", "linear"));
            result.rows()
                    .forEach(row -> lines.add(line(
                            row.name(),
                            row.knn().interval().toString(),
                            row.linear().interval().toString())));
        }
        String advice = Advice.of(results);
        lines.add(advice);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("command", "eval worth");
        values.put("encoder", results.get(0).own().name());
        values.put("results", results.stream().map(WorthCommand::values).toList());
        values.put("advice", advice);
        return new Report(String.join(System.lineSeparator(), lines), values);
    }

    private static String line(String name, String knn, String linear) {
        return String.format(Locale.ROOT, "  %-30s %22s %22s", name, knn, linear);
    }

    private static Map<String, Object> values(WorthResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("labels", result.budget().toString());
        values.put("images", result.labels());
        values.put("choices", result.choices());
        values.put(
                "rows",
                result.rows().stream()
                        .map(row -> Map.of(
                                "name",
                                row.name(),
                                "knn",
                                row.knn().interval().values(),
                                "linear",
                                row.linear().interval().values()))
                        .toList());
        values.put("lead", result.lead().values());
        return values;
    }
}
