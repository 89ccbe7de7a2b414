package io.github.hcsc.train.cli;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.bench.EncoderRig;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times training steps. */
@Command(
        name = "step",
        description = {
            "Times training steps on one batch, without loading: the whole step, or the encoder's part of it.",
            "Prototypes are random, and there are as many as the configuration says."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc bench step --batch 16",
            "  hcsc bench step --part encoder --batch 32 --json",
            "  hcsc bench step --config cifar10 --batch 128 --set queue.capacity=4096"
        })
final class StepBenchCommand implements Callable<Integer> {
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

    @Mixin
    private BenchConfig config = new BenchConfig();

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws IOException {
        bench.prepare();
        PretrainConfig resolved = config.resolve();
        Timing timing = part == Part.FULL ? timeStep(resolved) : timeEncoder(resolved);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("part", part.name().toLowerCase(Locale.ROOT));
        values.putAll(config.facts(resolved));
        String what = part == Part.FULL ? "training step" : "encoder's step";
        bench.print(
                what + " of " + config.batch() + " images",
                values,
                timing,
                new BenchOptions.Rate(config.batch(), "images"));
        return 0;
    }

    private Timing timeStep(PretrainConfig resolved) {
        GeneratedShapes images =
                new GeneratedShapes(config.batch(), resolved.views().imageSize(), 0);
        try (StepRig rig = new StepRig(resolved, StepRig.configured(resolved), images)) {
            return bench.time(rig::run);
        }
    }

    private Timing timeEncoder(PretrainConfig resolved) {
        try (EncoderRig rig = new EncoderRig(resolved, StepRig.configured(resolved))) {
            return bench.time(rig::run);
        }
    }
}
