package io.github.hcsc.train.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The encoder that a command uses. */
final class EncoderOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--run", paramLabel = "RUN", description = "Folder of a run, for its newest encoder.")
    private Optional<Path> run = Optional.empty();

    @Option(names = "--weights", paramLabel = "FILE", description = "File of weights, instead of --run.")
    private Optional<Path> weights = Optional.empty();

    Path path() {
        if (run.isPresent() == weights.isPresent()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "exactly one of --run RUN and --weights FILE must be given");
        }
        return run.or(() -> weights).orElseThrow();
    }
}
