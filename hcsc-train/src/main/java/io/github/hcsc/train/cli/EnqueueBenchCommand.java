package io.github.hcsc.train.cli;

import io.github.hcsc.train.ConfiguredMethod;
import io.github.hcsc.train.bench.ObjectiveRig;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Times how keys enter the queue. */
@Command(
        name = "enqueue",
        description = "Times how a batch of keys enters the queue, with the part of the selection that is done then.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  hcsc bench enqueue --batch 256", "  hcsc bench enqueue --runs 100 --json"})
final class EnqueueBenchCommand implements Callable<Integer> {
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
            rig.run(); // from here on the queue keeps what the selection needs of each key
            Timing timing = bench.time(rig::enqueue);
            bench.print(
                    "enqueue of " + config.batch() + " keys",
                    config.facts(resolved),
                    timing,
                    new BenchOptions.Rate(config.batch(), "keys"));
        }
        return 0;
    }
}
