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

    /** Returns the result of an evaluation after it has been added to those of the run, if it is one. */
    Report recorded(Report result) throws IOException {
        if (run.isPresent()) {
            Map<String, Object> values = new LinkedHashMap<>(result.values());
            values.put("seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
            EvaluationLog.append(run.orElseThrow(), values);
        }
        return result;
    }
}
