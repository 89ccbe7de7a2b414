package io.github.hcsc.train.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.bench.EncoderRig;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.cli.OneProcess.AcrossProcesses;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times training steps. */
@Command(
        name = "step",
        description = {
            "Times training steps on one batch, without loading: the whole step, or the encoder's part of it.",
            "Prototypes are random, and there are as many as the configuration says. Processes that a launcher started"
                    + " train together: keys are gathered and gradients summed, as in training."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc bench step --batch 16",
            "  hcsc bench step --part encoder --batch 32 --json",
            "  hcsc bench step --part encoder --batch 16 --precision bf16",
            "  hcsc bench step --config cifar10 --batch 128 --set queue.capacity=4096",
            "  mpirun -n 2 hcsc bench step --batch 16 --threads 1"
        })
final class StepBenchCommand implements Callable<Integer>, AcrossProcesses {
    /** How much of a step is timed. */
    enum Part {
        /** Query and key encoder, selection, losses, backward, gradient descent, momentum update, enqueue. */
        FULL,
        /** Forward, backward and gradient descent of one encoder. */
        ENCODER
    }

    @Option(
            names = "--part",
            defaultValue = "full",
            description = "full: everything but the loading; encoder: forward, backward and gradient descent of one"
                    + " encoder. Default: full.")
    private Part part = Part.FULL;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "fp32",
            description = "Activations of the encoder: fp32, bf16, or auto: bf16 where the device has matrix units for"
                    + " it. Default: fp32.")
    private String precision = "fp32";

    @Mixin
    private BenchConfig config = new BenchConfig();

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Launch launch = Launch.current();
        if (part == Part.ENCODER && launch.size() > 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--part encoder runs in one process, but " + launch.size() + " were started (" + launch.reason()
                            + ")");
        }
        bench.prepare();
        return launch.run(Launch.Engine.AUTO, this::time);
    }

    private int time(Collectives group) {
        bench.shareCores(group);
        PretrainConfig resolved = config.resolve(group.size(), "run.precision=" + TextNode.valueOf(precision));
        Timing timing = part == Part.FULL ? timeStep(resolved, group) : timeEncoder(resolved);
        if (group.rank() == 0) {
            try {
                print(resolved, group, timing);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return 0;
    }

    private void print(PretrainConfig resolved, Collectives group, Timing timing) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("part", part.name().toLowerCase(Locale.ROOT));
        values.put("processes", group.size());
        values.putAll(config.facts(resolved));
        values.put("precision", StepRig.precision(resolved).toString());
        String what = part == Part.FULL ? "training step" : "encoder's step";
        String where = group.size() == 1 ? "" : " in " + group.size() + " processes";
        int images = resolved.optimizer().batchSize();
        bench.print(
                what + " of " + images + " images" + where, values, timing, new BenchOptions.Rate(images, "images"));
    }

    private Timing timeStep(PretrainConfig resolved, Collectives group) {
        GeneratedShapes images = new GeneratedShapes(
                resolved.optimizer().batchSize(), resolved.views().imageSize(), 0);
        try (StepRig rig = new StepRig(resolved, StepRig.configured(resolved), images, group)) {
            return bench.time(rig::run);
        }
    }

    private Timing timeEncoder(PretrainConfig resolved) {
        try (EncoderRig rig = new EncoderRig(resolved, StepRig.configured(resolved))) {
            return bench.time(rig::run);
        }
    }
}
