package io.github.hcsc.train;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.CpuClock;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pretrains an encoder: in each epoch it clusters the keys' embeddings, trains on every batch, measures and saves.
 *
 * <p>A run is a function of its configuration and images. Stopped anywhere, it continues from its newest checkpoint to
 * the same result, on the same kind of device. One thread trains; {@link #requestStop} may be called from any other.
 *
 * <p>Several processes train together if they are given {@linkplain PretrainerBuilder#optCollectives a connection}: each
 * on its part of every batch and of the images to cluster. Process 0 writes the run's folder.
 */
public final class Pretrainer implements AutoCloseable {

    private final Surroundings around;
    private final Beginnings beginnings;
    private final TrainingState state;
    private final TrainingLoop loop;
    private final BestWeights best;
    private final Measurement measurement;
    private final LiveReport report;
    private final boolean resumed;
    private Optional<Encoder> kept = Optional.empty();

    /** @param state from where on it trains */
    Pretrainer(PretrainerBuilder builder, Beginnings beginnings, TrainingState state) {
        this.beginnings = beginnings;
        this.state = state;
        around = beginnings.around();
        resumed = builder.resumed();
        PretrainConfig config = around.config();
        TrainingProgress progress = around.progress();
        int keep = config.run().prototypes().keep();
        loop = new TrainingLoop(
                around, state, Optional.of(PrototypeStore.of(around.run().root(), keep)));
        FeatureExtractor extractor = loop.extractor();
        best = new BestWeights(config, around.components().encoder(), state, around.run(), progress);
        CpuClock cpu = CpuClock.after(around.run().metrics(), state.position().step());
        measurement = new Measurement(builder.probe(extractor, around.data(), progress), best, cpu, progress);
        report = new LiveReport(
                around.run().root(),
                config,
                around.data().training(),
                extractor,
                progress::message,
                done -> around.cancellation().check(),
                System::nanoTime);
    }

    /** Describes a new run in a new folder. */
    public static PretrainerBuilder create(PretrainConfig config, Path folder) {
        return new PretrainerBuilder(config, folder, false);
    }

    /** Describes the continuation of a run from its newest checkpoint. */
    public static PretrainerBuilder resume(Path folder) {
        return new PretrainerBuilder(RunDirectory.readConfig(folder), folder, true);
    }

    /** Returns what connects processes by a configuration, to run a pretrainer in. */
    public static Launch.Engine engine(PretrainConfig config) {
        return switch (config.run().distributed()) {
            case AUTO -> Launch.Engine.AUTO;
            case NONE -> Launch.Engine.NONE;
            case MPI -> Launch.Engine.MPI;
            case NCCL -> Launch.Engine.NCCL;
        };
    }

    /** Returns the encoder that is trained, after the last epoch the one that measured best; it lives as long as this. */
    public Encoder encoder() {
        return kept.orElseGet(state.learner()::trained);
    }

    /** Returns the prototypes of the latest clustering, none before the first. */
    public PrototypeHierarchy prototypes() {
        return state.hierarchy();
    }

    /** Asks a running {@link #run} to save and return after the step it is in; a pass over all images is given up. */
    public void requestStop() {
        around.cancellation().request();
    }

    /** Returns how many tensors are open between steps; it does not grow. */
    int openTensors() {
        return state.manager().getManagedArrays().size();
    }

    /**
     * Trains up to the last epoch, or until a stop is requested.
     *
     * @return whether the last epoch is done
     * @throws DivergedException if losses or weights are no longer numbers, naming the first step and its images
     * @throws RunException if the run's folder cannot be written
     * @throws ConfigException if the device's memory is too short, naming what takes less
     */
    public boolean run() {
        try (MetricsLog metrics = around.run().openMetrics(state.position().step())) {
            RunRecorder recorder = new RunRecorder(around, state, measurement, report, metrics);
            recorder.begin();
            boolean done = loop.run(recorder) && savesFinalTree(metrics);
            if (done) {
                recorder.finish(encoder());
            } else {
                recorder.stop();
            }
            return done;
        } catch (RunRecorder.NotFiniteException e) {
            throw new Divergence(beginnings, e, state.position()).explained();
        } catch (RuntimeException | Error e) {
            leave(e);
            Optional<ConfigException> explained = loop.shortMemory().explained(e);
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw e;
        }
    }

    /** The tree is of the weights that measured best, like all that a finished run leaves. */
    private boolean savesFinalTree(MetricsLog metrics) {
        kept = Optional.of(best.encoder(around.group()));
        return loop.savesFinalTree(encoder(), metrics::append);
    }

    /** A new run that fails before its first step leaves no folder in the way of the command that does better. */
    private void leave(Throwable reason) {
        if (resumed || !state.position().equals(Position.START)) {
            return;
        }
        try {
            around.run().discard();
        } catch (RunException e) {
            reason.addSuppressed(e);
        }
    }

    /** Frees all tensors and gives the run's folder free. */
    @Override
    public void close() {
        state.close();
        around.run().close();
        try {
            around.data().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
