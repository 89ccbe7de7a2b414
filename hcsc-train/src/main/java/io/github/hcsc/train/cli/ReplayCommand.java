package io.github.hcsc.train.cli;

import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.Replay;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.replay.ReplayFolder;
import io.github.hcsc.train.replay.ReplayedStep;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Repeats one step of a run and shows it. */
@Command(
        name = "replay",
        description = {
            "Repeats one step of a run, the same to the bit, and shows its images, views, masks, losses and gradients.",
            "It trains again from the nearest checkpoint before the step. The run is not changed and may be training."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc replay run1 --step 120",
            "  hcsc replay run1 --step 3 --from-start --out step3",
            "  hcsc replay run1 --step 120 --data moved/photos --json"
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "Folder of the run.")
    private Path run = Path.of("");

    @Option(
            names = "--step",
            paramLabel = "S",
            required = true,
            converter = Ranges.Count.class,
            description = "The step, counted from 1 as in metrics.jsonl.")
    private int step;

    @Option(
            names = "--from-start",
            description = "Train again from the start of the run, whatever checkpoints there are.")
    private boolean fromStart;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The images the run was trained on. Default: where they lay then.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder to make for what is shown. Default: RUN/replay/step-S.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private EncoderFactoryOption own = new EncoderFactoryOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        PretrainConfig config = RunDirectory.readConfig(run);
        ReplayFolder folder = new ReplayFolder(
                out.orElseGet(() -> run.resolve("replay").resolve(String.format(Locale.ROOT, "step-%06d", step))));
        folder.requireEmpty();
        PretrainConfig moved = data.map(config::withData).orElse(config);
        try (TrainingProgress progress = output.progress();
                TrainingData images =
                        TrainingData.open(moved.data(), config.run().seed());
                Replay replay = opened(images, progress)) {
            output.opened(images.training());
            replay.reservation().ifPresent(output::note);
            Replay.Way way = way(replay);
            output.note("training again " + way.inWords());
            ReplayedStep replayed = replay.repeat(way);
            Map<String, Object> how = how(way, replay);
            folder.write(replayed, how);
            output.print(report(replayed, how, replay, folder));
        }
        return 0;
    }

    private Replay opened(TrainingData images, TrainingProgress progress) {
        PretrainerBuilder builder = Pretrainer.resume(run).optData(images).optProgress(progress);
        own.factory().ifPresent(builder::optEncoder);
        return builder.replay();
    }

    private Replay.Way way(Replay replay) {
        Replay.Way way = fromStart ? replay.wayFromStart(step) : replay.wayTo(step);
        if (!fromStart && way.checkpoint().isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "there is no checkpoint before step " + step + "; it can be reached " + way.inWords()
                            + ". Add --from-start for that");
        }
        return way;
    }

    private Map<String, Object> how(Replay.Way way, Replay replay) {
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("command", "replay");
        how.put("run", run.toString());
        how.put("fromStep", way.checkpoint().orElse(0));
        how.put("comparedRecords", replay.compared());
        how.put("sameLosses", replay.difference().isEmpty());
        replay.difference().ifPresent(difference -> how.put("difference", difference));
        return how;
    }

    private static Report report(ReplayedStep step, Map<String, Object> how, Replay replay, ReplayFolder folder) {
        Map<String, Object> values = new LinkedHashMap<>(how);
        values.putAll(ReplayFolder.values(step));
        values.put("out", folder.folder().toString());
        String agreement = replay.difference()
                .map(difference -> "not the same as then: " + difference
                        + "; bits depend on the device, on versions and on the number of threads")
                .orElseGet(() -> replay.compared() == 0
                        ? "no loss was logged on the way, so none was compared"
                        : "the losses logged on the way are the same to the bit (" + replay.compared() + " records)");
        String text = String.join(
                System.lineSeparator(),
                ReplayFolder.text(step),
                agreement,
                step.images().size() + " images, their views and all tensors are in " + folder.folder());
        return new Report(text, values);
    }
}
