package io.github.hcsc.train;

import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.checkpoint.BestMeasure;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.distributed.Replicas;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of the trained encoder that measured best, in {@code checkpoints/best.safetensors}.
 *
 * <p>With labels that is where kNN is highest. Without, it is where most directions are in use (RankMe, Garrido et al.
 * 2023), which compares weights at a like stage of training only; so those of the first half do not count.
 *
 * <p>A run that goes on from a checkpoint before the best measures the same weights again, and keeps them again.
 */
final class BestWeights {
    /** Measurements without a new best after which a run is said to stand still. */
    private static final int PATIENCE = 5;

    private final PretrainConfig config;
    private final EncoderFactory maker;
    private final TrainingState state;
    private final TrainingProgress progress;
    private final Path file;
    private Optional<BestMeasure> best;

    BestWeights(
            PretrainConfig config,
            EncoderFactory maker,
            TrainingState state,
            RunDirectory run,
            TrainingProgress progress) {
        this.config = config;
        this.maker = maker;
        this.state = state;
        this.progress = progress;
        file = Checkpoints.best(run.checkpoints());
        best = BestMeasure.of(file);
    }

    /** Keeps the weights of now if they measure better than those before, and says when none have for long. */
    void offer(Map<String, Double> values) {
        Position position = state.position();
        Optional<BestMeasure> measured = BestMeasure.in(values, position.epoch(), position.step())
                .filter(now -> now.counts(config.schedule().epochs()));
        if (measured.isEmpty()) {
            return;
        }
        if (best.isEmpty() || measured.orElseThrow().replaces(best.orElseThrow())) {
            best = measured;
            save(measured.orElseThrow());
            return;
        }
        int since = position.epoch() - best.orElseThrow().epoch();
        int measurements = since / Math.max(1, config.run().knn().everyEpochs());
        if (measurements > 0 && measurements % PATIENCE == 0) {
            progress.message(String.format(
                    Locale.ROOT,
                    "%s has not risen for %d measurements, since %s. Those weights are kept; to stop here is safe"
                            + " (Ctrl-C), and --run takes them.",
                    best.orElseThrow().measure(),
                    measurements,
                    best.orElseThrow().inWords()));
        }
    }

    private void save(BestMeasure measured) {
        try {
            EncoderWeights weights = EncoderWeights.of(state.learner().trained(), maker, config);
            for (Map.Entry<String, String> remark : measured.remarks().entrySet()) {
                weights = weights.remarked(remark.getKey(), remark.getValue());
            }
            weights.write(file);
        } catch (IOException e) {
            throw new RunException("the best weights cannot be written to " + file + ": " + FileProblem.of(e), e);
        }
    }

    /**
     * Returns an encoder with the best weights, the trained one where these are its own or nothing was measured. All
     * processes call it.
     */
    Encoder encoder(Collectives group) {
        Encoder trained = state.learner().trained();
        boolean others = best.isPresent()
                && best.orElseThrow().step() != state.position().step();
        if (group.ofFirst(others ? 1 : 0) == 0) {
            return trained;
        }
        Encoder encoder = maker.newEncoder(config.encoder().dimension());
        encoder.initialize(
                state.manager(),
                DataType.FLOAT32,
                Backbone.images(1, config.views().imageSize()));
        encoder.getParameters().values().forEach(parameter -> parameter.freeze(true));
        group.onFirst(() -> Autograd.paused(() -> read().copyInto(encoder.getParameters())));
        Replicas.copyFromFirst(
                encoder.getParameters().stream()
                        .map(Pair::getValue)
                        .map(Parameter::getArray)
                        .toList(),
                group);
        return encoder;
    }

    private StateDict read() {
        try {
            return Safetensors.read(file);
        } catch (IOException e) {
            throw new RunException("the best weights cannot be read from " + file + ": " + FileProblem.of(e), e);
        }
    }
}
