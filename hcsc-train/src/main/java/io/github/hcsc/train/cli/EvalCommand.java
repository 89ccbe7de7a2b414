package io.github.hcsc.train.cli;

import picocli.CommandLine.Command;

/** The parent of all evaluations. */
@Command(
        name = "eval",
        description = "Measures a trained encoder.",
        synopsisSubcommandLabel = "PROTOCOL",
        mixinStandardHelpOptions = true)
final class EvalCommand extends CommandGroup {}
