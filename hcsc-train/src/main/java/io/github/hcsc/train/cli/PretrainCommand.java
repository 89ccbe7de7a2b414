package io.github.hcsc.train.cli;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.cli.OneProcess.AcrossProcesses;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an encoder. */
@Command(
        name = "pretrain",
        description = "Trains an encoder on a folder of unlabelled images.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc pretrain --data photos --out run1",
            "  hcsc pretrain --data photos --out run1 --time 2h",
            "  hcsc pretrain --data photos --out run2 --epochs 50 --set optimizer.batchSize=128",
            "  hcsc pretrain --config hcsc-single-200 --data imagenet/train --held-out imagenet/val --out run3",
            "  hcsc pretrain --data photos --init hcsc_200eps.pth --out run4",
            "  hcsc pretrain --config hcsc-single-200 --data imagenet/train --continue checkpoint_0099.pth.tar --out run5",
            "  hcsc pretrain --data photos --show-config > mine.yaml",
            "  mpirun -n 8 hcsc pretrain --config hcsc-single-200 --data imagenet/train --out run6"
        })
final class PretrainCommand implements Callable<Integer>, AcrossProcesses {
    private final Jobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", paramLabel = "RUN", description = "Folder to make for the run; it must not hold anything.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--continue",
            paramLabel = "FILE",
            description =
                    "Go on where a run of the authors' code stopped: its encoders, queue, optimiser and epoch, from"
                            + " their checkpoint_NNNN.pth.tar. --config must describe that run.")
    private Optional<Path> official = Optional.empty();

    @Mixin
    private EncoderFactoryOption own = new EncoderFactoryOption();

    @Option(names = "--show-config", description = "Print the resolved configuration as YAML and train nothing.")
    private boolean showConfig;

    @Mixin
    private Output output = new Output();

    PretrainCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        if (showConfig) {
            String yaml = options.resolve(own.factory(), output::note).toYaml();
            output.print(new Report(yaml.stripTrailing(), Map.of("config", yaml)));
            return 0;
        }
        Path run = out.orElseThrow(() ->
                new CommandLine.ParameterException(spec.commandLine(), "--out RUN must name the folder of the run"));
        List<String> notes = new ArrayList<>();
        PretrainConfig config = options.resolve(own.factory(), notes::add);
        if (!Launch.current().speaks(Pretrainer.engine(config))) {
            output.fallSilent();
        }
        notes.forEach(output::note);
        options.time().begin();
        try (TrainingProgress progress = output.progress()) {
            output.print(jobs.pretrain(config, official, own.factory(), run, progress));
        }
        return 0;
    }
}
