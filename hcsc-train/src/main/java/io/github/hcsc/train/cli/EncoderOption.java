package io.github.hcsc.train.cli;

import io.github.hcsc.train.run.EvaluationLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The encoder that a command uses. */
final class EncoderOption {
    private final long start = System.nanoTime();

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

    Optional<Path> run() {
        return run;
    }

    /** Prints the result of an evaluation and adds it to those of the run, if it is one. */
    void finish(Report result, Output output) {
        output.print(result);
        if (run.isPresent()) {
            Map<String, Object> values = new LinkedHashMap<>(result.values());
            values.put("seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
            try {
                EvaluationLog.append(run.orElseThrow(), values);
            } catch (IOException e) {
                output.note("The result is not kept with the run, since " + e.getMessage() + " cannot be written.");
            }
        }
    }
}
