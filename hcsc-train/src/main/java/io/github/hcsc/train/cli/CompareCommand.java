package io.github.hcsc.train.cli;

import io.github.hcsc.train.compare.Arm;
import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares ways to pretrain. */
@Command(
        name = "compare",
        description = "Pretrains with several methods and settings on the same images, and compares kNN over seeds.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Methods: moco (MoCo v2, no prototypes), pcl (prototypes, every candidate kept), hcsc-released and",
            "hcsc-paper. An arm is any other way: a name and the settings in which it differs from the common",
            "configuration. The first arm is what the others are held against, seed by seed. Finished runs are not",
            "repeated, a stopped one goes on when the same command is given again; more seeds or arms may be added.",
            "",
            "Examples:",
            "  hcsc compare --config comparison --data cifar10/train --held-out cifar10/test --out comparison",
            "  hcsc compare --data photos --methods moco,hcsc-paper --epochs 50 --seeds 1,2,3 --out photos-comparison",
            "  hcsc compare --data photos --methods moco --seeds 1,2,3 --out rates \\",
            "      --arm 'faster: prototypes.counts=[] optimizer.baseLearningRate=0.12' \\",
            "      --arm 'local crops: views.localCrops=[{count: 2, size: 32, minScale: 0.05, maxScale: 0.2}]'"
        })
final class CompareCommand implements Callable<Integer> {
    private final Jobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder that holds a folder of each run.")
    private Path out = Path.of("");

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--methods",
            paramLabel = "METHOD",
            split = ",",
            converter = MethodConverter.class,
            description = "What to compare. Default: moco,pcl,hcsc-released,hcsc-paper unless arms are given.")
    private List<Arm> methods = new ArrayList<>();

    @Option(
            names = "--arm",
            paramLabel = "NAME: KEY=VALUE...",
            converter = ArmConverter.class,
            description = "A name and settings as those of --set, separated by spaces. May be repeated.")
    private List<Arm> arms = new ArrayList<>();

    @Option(
            names = "--arms",
            paramLabel = "FILE",
            description = "A YAML file of such lines. A line with brackets needs quotation marks after its name.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--hierarchy",
            paramLabel = "FILE",
            description =
                    "Groups of classes at which kNN is measured too: a CSV file with a heading such as class,group,kind."
                            + " Default: hierarchy.csv in or beside --data, else the folders below class folders.")
    private Optional<Path> hierarchy = Optional.empty();

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Each arm runs with each. Default: 0,1.")
    private List<Integer> seeds = List.of(0, 1);

    @Option(
            names = "--images",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Train on N images, drawn at random. Default: all.")
    private Optional<Integer> images = Optional.empty();

    @Mixin
    private Output output = new Output();

    CompareCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        Comparison comparison = comparison();
        try (TrainingProgress progress = output.progress()) {
            output.print(jobs.compare(comparison, out, progress));
        }
        return 0;
    }

    private Comparison comparison() throws IOException {
        OptionalInt share = images.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        try {
            options.time().begin();
            List<Arm> chosen = chosen();
            int runs = chosen.size() * seeds.size();
            return new Comparison(options.resolveOneOf(runs, output::note), chosen, seeds, share, hierarchy);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Arm> chosen() {
        List<Arm> all = new ArrayList<>(methods);
        all.addAll(arms);
        file.ifPresent(lines -> all.addAll(Arm.read(lines)));
        return all.isEmpty() ? Arm.stockWords().stream().map(Arm::stock).toList() : all;
    }

    static final class MethodConverter implements CommandLine.ITypeConverter<Arm> {
        @Override
        public Arm convert(String word) {
            return usable(() -> Arm.stock(word));
        }
    }

    static final class ArmConverter implements CommandLine.ITypeConverter<Arm> {
        @Override
        public Arm convert(String text) {
            return usable(() -> Arm.parse(text));
        }
    }

    private static Arm usable(Supplier<Arm> arm) {
        try {
            return arm.get();
        } catch (ConfigException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }
}
