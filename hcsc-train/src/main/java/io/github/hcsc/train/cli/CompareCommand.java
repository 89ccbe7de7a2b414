package io.github.hcsc.train.cli;

import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.compare.Method;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares ways to pretrain. */
@Command(
        name = "compare",
        description = "Pretrains with several methods on the same images under the same budget, and compares kNN.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Methods: moco (MoCo v2, no prototypes), pcl (prototypes, every candidate kept), hcsc-released and",
            "hcsc-paper. The untrained encoder is the first row of the table. Finished runs are not repeated, a",
            "stopped one goes on when the same command is given again.",
            "",
            "Examples:",
            "  hcsc compare --config comparison --data cifar10/train --held-out cifar10/test --out comparison",
            "  hcsc compare --config cifar10 --data cifar10/train --held-out cifar10/test --seeds 0,1,2 --out full",
            "  hcsc compare --data photos --methods moco,hcsc-paper --epochs 50 --out photos-comparison"
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
            description = "What to compare. Default: moco,pcl,hcsc-released,hcsc-paper.")
    private List<Method> methods = List.of(Method.values());

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Each method runs with each. Default: 0,1.")
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
            int runs = methods.size() * seeds.size();
            return new Comparison(options.resolveOneOf(runs, output::note), methods, seeds, share);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    static final class MethodConverter implements CommandLine.ITypeConverter<Method> {
        @Override
        public Method convert(String word) {
            for (Method method : Method.values()) {
                if (method.word().equals(word)) {
                    return method;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "'" + word + "' is no method; methods are moco, pcl, hcsc-released, hcsc-paper");
        }
    }
}
