package io.github.hcsc.train.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of all evaluations. */
@Command(
        name = "eval",
        description = "Measures a trained encoder.",
        synopsisSubcommandLabel = "PROTOCOL",
        mixinStandardHelpOptions = true)
final class EvalCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "eval must be followed by one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
