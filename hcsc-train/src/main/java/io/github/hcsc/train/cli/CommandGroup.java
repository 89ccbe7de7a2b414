package io.github.hcsc.train.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself, only its subcommands do. */
abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                spec.name() + " must be followed by one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

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
    static final class BenchCommand extends CommandGroup {}

    /** The parent of all evaluations. */
    @Command(
            name = "eval",
            description = "Measures a trained encoder.",
            synopsisSubcommandLabel = "PROTOCOL",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  hcsc eval knn --run run1 --data cifar10/train --test cifar10/test",
                "  hcsc eval worth --run run1 --data labelled   was pretraining worth it?",
                "  hcsc eval health --run run1 --data photos    look for collapse, without labels",
                "  hcsc eval PROTOCOL --help                    all options of a protocol"
            })
    static final class EvalCommand extends CommandGroup {}
}
