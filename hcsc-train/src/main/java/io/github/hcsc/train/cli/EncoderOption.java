package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.run.EvaluationLog;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The encoder that a command uses. */
final class EncoderOption {
    private static final Set<String> NO_SETTINGS =
            Set.of("run", "weights", "last", "json", "verbose", "cache", "no-cache");

    private final long start = System.nanoTime();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--run", paramLabel = "RUN", description = "Folder of a run, for its best encoder.")
    private Optional<Path> run = Optional.empty();

    @Option(names = "--weights", paramLabel = "FILE", description = "File of weights, instead of --run.")
    private Optional<Path> weights = Optional.empty();

    @Option(names = "--last", description = "Take the newest weights of --run, whether or not they measured best.")
    private boolean last;

    @Mixin
    private EncoderFactoryOption own = new EncoderFactoryOption();

    /** The encoder, which sees images as it was trained to. */
    EncoderSource source() {
        return source(Optional.empty(), Optional.empty());
    }

    EncoderSource source(Optional<Integer> imageSize, Optional<Integer> resize) {
        return new EncoderSource(path(), own.factory(), imageSize, resize);
    }

    Path path() {
        if (run.isPresent() == weights.isPresent()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "exactly one of --run RUN and --weights FILE must be given");
        }
        return last ? newest() : run.or(() -> weights).orElseThrow();
    }

    /** Refuses --last, for what needs the weights that the prototypes are of. */
    void requireBest() {
        if (last) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--last must be left out: the prototypes of a run are of its best weights");
        }
    }

    private Path newest() {
        Path folder = run.orElseThrow(() -> new CommandLine.ParameterException(
                        command.commandLine(), "--last is for --run: a file has one set of weights"))
                .resolve("checkpoints");
        return Checkpoints.newestFile(folder).orElseThrow(() -> new RunException(folder + " holds no checkpoint yet"));
    }

    Optional<Path> run() {
        return run;
    }

    /** Whether images are turned upright: as the run was trained, and with weights alone as Pillow has it. */
    Exif exif() {
        return run.filter(RunDirectory::holdsRun)
                .map(root -> RunDirectory.readConfig(root).data().exif())
                .orElse(Exif.IGNORE);
    }

    /** Prints the result of an evaluation with its settings and duration, and adds it to those of the run, if it is one. */
    void finish(Report result, Output output) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("command", output.name());
        values.put("encoder", path().toString());
        values.putAll(result.values());
        values.put("settings", settings());
        note(output);
        values.put("seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
        Report whole = new Report(result.text(), values);
        output.print(whole);
        if (run.isPresent()) {
            try {
                EvaluationLog.append(run.orElseThrow(), output.complete(whole).values());
            } catch (IOException e) {
                output.note("The result is not kept with the run: " + FileProblem.of(e));
            }
        }
    }

    /** Says how a file of weights was understood that does not tell everything. */
    void note(Output output) {
        Optional<Path> file = weights.filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return;
        }
        try {
            EncoderWeights.open(file.orElseThrow(), own.factory()).reading().ifPresent(output::note);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values of all options that decide the result, under their names. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            String name = option.longestName().substring(2);
            Object value = option.getValue() instanceof Optional<?> some ? some.orElse(null) : option.getValue();
            boolean decides = !option.usageHelp() && !option.versionHelp() && !NO_SETTINGS.contains(name);
            if (decides && value != null && !(value instanceof Collection<?> all && all.isEmpty())) {
                settings.put(name, word(value));
            }
        }
        return settings;
    }

    private static Object word(Object value) {
        if (value instanceof Collection<?> all) {
            return all.stream().map(EncoderOption::word).toList();
        }
        if (value instanceof EncoderFactory factory) {
            return factory.getClass().getName();
        }
        return value instanceof Path path ? path.toString() : value;
    }
}
