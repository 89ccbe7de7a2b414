package io.github.hcsc.train.cli;

import picocli.CommandLine.Command;

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
            "  hcsc eval health --run run1 --data photos    look for collapse, without labels",
            "  hcsc eval PROTOCOL --help                    all options of a protocol"
        })
final class EvalCommand extends CommandGroup {}
