package io.github.hcsc.train.cli;

import io.github.hcsc.train.ConfiguredMethod;
import io.github.hcsc.train.bench.ObjectiveRig;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Times the objective. */
@Command(
        name = "objective",
        description =
                "Times selection, losses and their gradients to the queries, on random embeddings and prototypes.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc bench objective --batch 32",
            "  hcsc bench objective --batch 256 --set queue.capacity=65536 --json",
            "  hcsc bench objective --set prototypes.counts=[] --json      MoCo v2"
        })
final class ObjectiveBenchCommand implements Callable<Integer> {
    @Mixin
    private BenchConfig config = new BenchConfig();

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws IOException {
        bench.prepare();
        PretrainConfig resolved = config.resolve();
        try (ObjectiveRig rig =
                new ObjectiveRig(resolved, ConfiguredMethod.objective(resolved.objective()), BenchConfig.IMAGES)) {
            Timing timing = bench.time(rig::run);
            bench.print(
                    "objective of " + config.batch() + " queries and "
                            + resolved.queue().capacity() + " keys",
                    config.facts(resolved),
                    timing,
                    new BenchOptions.Rate(config.batch(), "queries"));
        }
        return 0;
    }
}
