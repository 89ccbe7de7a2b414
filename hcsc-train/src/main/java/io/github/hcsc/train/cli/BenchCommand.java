package io.github.hcsc.train.cli;

import picocli.CommandLine.Command;

/** The parent of all benchmarks. */
@Command(
        name = "bench",
        description =
                "Times parts of the training on this machine; hcsc-examples/reference/bench has the other side in Python.",
        synopsisSubcommandLabel = "PART",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  hcsc bench step --batch 16                   a whole training step of ResNet-50 at 224 pixels",
            "  hcsc bench step --part encoder --batch 32    forward, backward and gradient descent alone",
            "  hcsc bench loader --data photos --warmup 20  decoding and two views of each image",
            "  hcsc bench kmeans --clusters 3000            K-means of 100,000 points",
            "  mpirun -n 2 hcsc bench step --threads 1      the same in processes that train together",
            "  mpirun -n 2 hcsc bench allreduce             the sum of gradients over processes"
        })
final class BenchCommand extends CommandGroup {}
