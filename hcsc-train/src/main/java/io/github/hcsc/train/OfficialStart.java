package io.github.hcsc.train;

import io.github.hcsc.core.method.HcscMethod;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.OfficialCheckpoint;
import io.github.hcsc.core.state.weights.OfficialCheckpoint.SgdState;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Path;

/** Starts a training where a run of the authors' code stopped: both encoders, queue, optimiser and epoch. */
final class OfficialStart {

    private OfficialStart() {}

    /**
     * Takes over a checkpoint.
     *
     * @param config of the run that goes on
     * @param stepsPerEpoch steps that each finished epoch had
     * @return what was taken over, in words
     * @throws RunException if it cannot be read or is of another network, queue or optimiser than the configuration's
     */
    static String load(Path file, TrainingState state, PretrainConfig config, int stepsPerEpoch) {
        try {
            OfficialCheckpoint official = OfficialCheckpoint.read(file);
            require(official, file, config);
            state.restore(saved(official, state.save(), stepsPerEpoch));
            return "going on from " + file + " after " + official.epoch() + " epochs"
                    + (official.optimizer().isPresent() ? "" : "; it has no optimiser, whose momentum is new");
        } catch (IOException | IllegalArgumentException e) {
            throw new RunException(
                    "the checkpoint to continue must be of the run that the configuration describes, but "
                            + e.getMessage(),
                    e);
        }
    }

    private static void require(OfficialCheckpoint official, Path file, PretrainConfig config) {
        int epochs = config.schedule().epochs();
        if (official.epoch() >= epochs) {
            throw new IllegalArgumentException(file + " has finished " + official.epoch()
                    + " epochs and schedule.epochs is " + epochs + ": nothing is left to train");
        }
        int batch = config.optimizer().batchSize();
        if (official.queuePointer() % batch != 0) {
            throw new IllegalArgumentException(file + " has its queue_ptr at " + official.queuePointer()
                    + ", which is no multiple of optimizer.batchSize " + batch);
        }
    }

    private static StateDict saved(OfficialCheckpoint official, StateDict fresh, int stepsPerEpoch) {
        StateDict velocities =
                official.optimizer().map(SgdState::momentumBuffers).orElse(fresh.under("velocity."));
        return StateDict.builder()
                .putAll("query.", official.query())
                .putAll("key.", official.key())
                .putAll("velocity.", velocities)
                .put("queue.keys", official.queue())
                .put("queue.indices", official.queueIndices())
                .put("meter.sums", fresh.get("meter.sums"))
                .putAll("gathered.", fresh.under("gathered."))
                .metadata(TrainingState.EPOCH, "" + official.epoch())
                .metadata(TrainingState.BATCH, "0")
                .metadata(TrainingState.STEP, "" + official.epoch() * stepsPerEpoch)
                .metadata(HcscMethod.QUEUE_POINTER, "" + official.queuePointer())
                .metadata(TrainingState.METERED, "0")
                .build();
    }
}
