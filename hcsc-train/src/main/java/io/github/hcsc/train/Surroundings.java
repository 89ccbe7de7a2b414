package io.github.hcsc.train;

import ai.djl.Device;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.distributed.CoreShare;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.weights.EncoderOrigin;

/**
 * What a training works with besides its state: opened once, and shared by a run and the replays of its steps.
 *
 * @param run the folder, to write or to read
 * @param group the processes that train together
 * @param cores what this process has of the machine
 * @param cancellation whether it was asked to stop
 */
record Surroundings(
        PretrainConfig config,
        Components components,
        TrainingData data,
        RunDirectory run,
        Device device,
        TrainingProgress progress,
        Collectives group,
        CoreShare cores,
        Cancellation cancellation) {

    int stepsPerEpoch() {
        return data.training().size() / config.optimizer().batchSize();
    }

    Checkpoints checkpoints() {
        return new Checkpoints(run, config.run().checkpoint().keep());
    }

    /** Returns what a checkpoint of a state holds. */
    StateDict checkpointOf(TrainingState state) {
        return EncoderOrigin.of(state.learner().trained(), components.encoder()).recordedIn(state.save());
    }

    LoaderConfig loading(LoaderConfig.Order order) {
        int threads = config.data().loaderThreads();
        return new LoaderConfig(
                config.optimizer().batchSize(),
                order,
                config.run().seed(),
                threads > 0 ? threads : cores.cores(),
                config.data().prefetchBatches(),
                config.data().maximumDamagedShare());
    }
}
