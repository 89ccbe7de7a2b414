package io.github.hcsc.train.weights;

import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.OfficialCheckpoint;
import io.github.hcsc.core.state.weights.OfficialCheckpoint.SgdState;
import io.github.hcsc.core.state.weights.WeightValues;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.schedule.LearningRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Moves a run to the authors' code: both encoders, queue and optimiser in the layout of their checkpoints. */
public final class OfficialExport {
    private static final List<String> PARTS = List.of("query.", "key.", "queue.", "velocity.");

    private OfficialExport() {}

    /**
     * Writes the newest checkpoint of a run.
     *
     * @param out the file, usually {@code checkpoint_0199.pth.tar}
     * @throws RunException if the folder holds no run with a checkpoint, or one of a method without a queue
     * @throws IllegalArgumentException if a tensor of it is not finite
     * @throws IOException if it cannot be written
     */
    public static void write(Path run, Path out) throws IOException {
        PretrainConfig config = RunDirectory.readConfig(run);
        if (!config.hasQueue()) {
            throw new RunException("the authors' layout has a key encoder and a queue, which " + run
                    + " has not; export another format");
        }
        StateDict saved = Checkpoints.newest(run.resolve("checkpoints"))
                .orElseThrow(() -> new RunException(run + " has no checkpoint to export yet"));
        WeightValues.require(saved.filter(OfficialExport::isTaken));
        long epoch = number(saved, "hcsc.epoch");
        SgdState optimizer = new SgdState(
                LearningRate.of(config.schedule(), config.optimizer()).at((double) epoch),
                config.optimizer().sgdMomentum(),
                config.optimizer().weightDecay(),
                saved.under("velocity."));
        new OfficialCheckpoint(
                        epoch,
                        config.encoder().architecture().name().toLowerCase(Locale.ROOT),
                        saved.under("query."),
                        saved.under("key."),
                        saved.get("queue.keys"),
                        number(saved, "hcsc.queue_pointer"),
                        saved.get("queue.indices"),
                        Optional.of(optimizer))
                .write(out, number(saved, "hcsc.step"));
    }

    private static boolean isTaken(String name) {
        return PARTS.stream().anyMatch(name::startsWith);
    }

    private static long number(StateDict saved, String name) {
        String text = saved.metadata().get(name);
        if (text == null || !text.matches("\\d{1,18}")) {
            throw new RunException("the checkpoint must hold a number \"" + name + "\", but has "
                    + Printable.of(String.valueOf(text)));
        }
        return Long.parseLong(text);
    }
}
