package io.github.hcsc.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.method.Batch.Progress;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.train.TrainingObserver.Stepped;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.config.MicroBatch;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.view.Normalization;
import java.util.Optional;
import java.util.function.Consumer;

/** The loop over epochs: prototypes where they are due, then a step for every batch. */
final class TrainingLoop {

    private final Surroundings around;
    private final PretrainConfig config;
    private final TrainingState state;
    private final BatchShare share;
    private final Chunks chunks;
    private final TrainingStep step;
    private final FeatureExtractor extractor;
    private final Prototyping prototyping;
    private Runnable correction = () -> {};

    /**
     * @param state from where on it trains
     * @param trees keeps the trees of prototypes, if they are kept
     */
    TrainingLoop(Surroundings around, TrainingState state, Optional<PrototypeStore> trees) {
        this.around = around;
        this.state = state;
        config = around.config();
        StepRandom random = StepRandom.seeded(config.run().seed());
        share = new BatchShare(
                around.group(),
                config.optimizer().batchSize(),
                config.encoder().bnGroups(),
                around.stepsPerEpoch(),
                state.learner().shuffledViews(),
                random);
        Normalization normalization = new Normalization(
                state.manager(), config.views().mean(), config.views().std());
        chunks = chunks();
        step = new TrainingStep(state, around.group(), share, chunks, normalization, random);
        extractor = new FeatureExtractor(
                around.components().fixedView(), normalization, around.loading(LoaderConfig.Order.SEQUENTIAL));
        prototyping = new Prototyping(
                config,
                around.components().clusterer(),
                around.data().training(),
                extractor,
                trees,
                state,
                around.progress(),
                around.group());
    }

    /** Cuts batches as the configuration says; a number that was chosen for the run stays. */
    private Chunks chunks() {
        MicroBatch asked = config.run().microBatch();
        int images =
                switch (asked.kind()) {
                    case WHOLE -> share.rows();
                    case FIXED -> asked.images();
                    case AUTO -> state.microBatch().orElseGet(this::choose);
                };
        boolean crosses = state.learner().trained().crossesImages();
        return Chunks.of(share.rows(), images, share.groups(), crosses);
    }

    private int choose() {
        Device device = around.device();
        ChunkSizing sizing = ChunkSizing.tryOut(
                config,
                around.components(),
                around.data().training(),
                around.group(),
                around.cores().sharers(),
                device);
        around.progress().message(sizing.inWords());
        state.chooseMicroBatch(sizing.images());
        correction = () -> around.progress().message(sizing.correctionInWords(device));
        return sizing.images();
    }

    /** Returns what to do where the device's memory is too short. */
    ShortMemory shortMemory() {
        boolean crosses = state.learner().trained().crossesImages();
        int together = crosses ? share.rows() / share.groups().count() : 1;
        return new ShortMemory(config, chunks, together, around.device());
    }

    /** Returns what makes features of the fixed view. */
    FeatureExtractor extractor() {
        return extractor;
    }

    /** Returns which image of a batch each row of a view shows. */
    BatchShare share() {
        return share;
    }

    /**
     * Trains until the last epoch is done or the observer ends it.
     *
     * @return whether the last epoch is done
     */
    boolean run(TrainingObserver observer) {
        int epochs = config.schedule().epochs();
        try (MultiViewLoader loader = new MultiViewLoader(
                around.data().training(),
                around.components().views(),
                around.loading(LoaderConfig.Order.SHUFFLED),
                share)) {
            while (state.position().epoch() < epochs && !observer.stopping()) {
                trainEpoch(loader, observer);
            }
        }
        return state.position().epoch() == epochs;
    }

    /** Saves the tree of the encoder that users get; returns whether there is one, or none to be. */
    boolean savesFinalTree(Encoder encoder, Consumer<MetricsRecord> metrics) {
        return prototyping.savesFinalTree(encoder, metrics);
    }

    private void trainEpoch(MultiViewLoader loader, TrainingObserver observer) {
        Position start = state.position();
        int epoch = start.epoch();
        if (start.batch() == 0 && prototyping.isDue(epoch) && !prototyping.renews(epoch, observer::measured)) {
            return;
        }
        observer.epoch(epoch, loader.batchesPerEpoch(), start.batch());
        loader.passOver(state.hierarchy().withoutPrototype());
        try (ViewBatches batches = loader.epoch(epoch, start.batch())) {
            do { // a step at least: an epoch saved before its first would cluster again
                trainBatch(batches, observer);
            } while (batches.hasNext() && !observer.stopping());
            if (batches.hasNext()) {
                return;
            }
        }
        state.moveTo(state.position().nextEpoch());
        observer.epochDone(epoch);
    }

    private void trainBatch(ViewBatches batches, TrainingObserver observer) {
        Progress now = progress();
        double rate = state.descent().learningRate().at(now.epoch());
        long waited = batches.waited().toNanos();
        try (ViewBatch batch = batches.next();
                NDArray losses = step.run(state.manager(), batch, state.hierarchy(), rate, now, observer)) {
            state.meter().add(losses);
            state.moveTo(state.position().nextBatch());
        }
        correction.run();
        correction = () -> {};
        observer.stepped(new Stepped(rate, batches.waited().toNanos() - waited, !batches.hasNext()));
    }

    private Progress progress() {
        Position position = state.position();
        double epoch = position.epoch() + (double) position.batch() / around.stepsPerEpoch();
        return new Progress(position.step(), epoch, config.schedule().epochs());
    }
}
