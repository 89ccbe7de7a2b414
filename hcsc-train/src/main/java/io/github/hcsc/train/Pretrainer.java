package io.github.hcsc.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.method.Batch.Progress;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.MicroBatch;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.distributed.CoreShare;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.Pace;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.schedule.LearningRate;
import io.github.hcsc.train.weights.EncoderOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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

    private final PretrainConfig config;
    private final TrainingData data;
    private final RunDirectory run;
    private final TrainingProgress progress;
    private final Components components;
    private final EncoderOrigin origin;
    private final Checkpoints checkpoints;
    private final LearningRate learningRate;
    private final Collectives group;
    private final BatchShare share;
    private final CoreShare cores;
    private final TrainingState state;
    private final TrainingStep step;
    private final Prototyping prototyping;
    private final Measurement measurement;
    private final LiveReport report;
    private final Pace pace = new Pace();
    private final boolean resumed;
    private Runnable correction = () -> {};
    private final Cancellation cancellation;

    /** What a pretrainer has opened and closes again, and what it shares with other processes. */
    record Surroundings(
            TrainingData data,
            RunDirectory run,
            NDManager manager,
            TrainingProgress progress,
            Collectives group,
            CoreShare cores) {}

    Pretrainer(PretrainerBuilder builder, Surroundings surroundings) {
        config = builder.config();
        resumed = builder.resumed();
        components = builder.components();
        data = surroundings.data();
        run = surroundings.run();
        group = surroundings.group();
        cancellation = builder.cancellation();
        progress = cancelled(surroundings.progress());
        cores = surroundings.cores();
        NDManager manager = surroundings.manager();
        checkpoints = new Checkpoints(run, config.run().checkpoint().keep());
        learningRate = LearningRate.of(config.schedule(), config.optimizer());
        Normalization normalization =
                new Normalization(manager, config.views().mean(), config.views().std());
        state = Autograd.paused(
                () -> components.newState(manager, config, data.training().size()));
        origin = EncoderOrigin.of(encoder(), components.encoder());
        StepRandom random = StepRandom.seeded(config.run().seed());
        share = new BatchShare(
                group,
                config.optimizer().batchSize(),
                config.encoder().bnGroups(),
                stepsPerEpoch(),
                state.learner().shuffledViews(),
                random);
        begin(builder);
        step = new TrainingStep(state, group, share, chunks(surroundings), normalization, random);
        FeatureExtractor extractor =
                new FeatureExtractor(components.fixedView(), normalization, loading(LoaderConfig.Order.SEQUENTIAL));
        prototyping = new Prototyping(
                config, components.clusterer(), data.training(), extractor, run, state, progress, group);
        measurement = new Measurement(builder.probe(extractor, data, progress), progress);
        report = report(extractor);
    }

    private LiveReport report(FeatureExtractor extractor) {
        return new LiveReport(
                run.root(),
                config,
                data.training(),
                extractor,
                progress::message,
                done -> cancellation.check(),
                System::nanoTime);
    }

    /** Passes of a process that trains alone are given up where a stop is requested. */
    private TrainingProgress cancelled(TrainingProgress listener) {
        if (group.size() == 1) {
            cancellation.endPasses();
        }
        return cancellation.ending(listener);
    }

    /** Cuts batches as the configuration says; a number that was chosen for the run stays. */
    private Chunks chunks(Surroundings surroundings) {
        MicroBatch asked = config.run().microBatch();
        int images =
                switch (asked.kind()) {
                    case WHOLE -> share.rows();
                    case FIXED -> asked.images();
                    case AUTO -> state.microBatch().orElseGet(() -> choose(surroundings));
                };
        return Chunks.of(share.rows(), images, share.groups(), encoder().crossesImages());
    }

    private int choose(Surroundings surroundings) {
        Device device = surroundings.manager().getDevice();
        ChunkSizing sizing = ChunkSizing.tryOut(config, components, data.training(), group, cores.sharers(), device);
        progress.message(sizing.inWords());
        state.chooseMicroBatch(sizing.images());
        correction = () -> progress.message(sizing.correctionInWords(device));
        return sizing.images();
    }

    private int stepsPerEpoch() {
        return data.training().size() / config.optimizer().batchSize();
    }

    /** Restores the newest checkpoint of the run, or starts anew. */
    private void begin(PretrainerBuilder builder) {
        int newest = group.ofFirst(checkpoints.newestStep().orElse(-1));
        if (newest >= 0) {
            state.restore(checkpoints.at(newest));
            checkpoints.doubt(newest).ifPresent(progress::message);
        } else {
            start(builder);
        }
        state.copyFromFirst(group);
    }

    private void start(PretrainerBuilder builder) {
        builder.official().ifPresent(file -> {
            progress.message(OfficialStart.load(file, state, config, stepsPerEpoch()));
            save();
        });
        config.encoder()
                .initialWeights()
                .ifPresent(file -> progress.message(InitialWeights.load(file, state.learner(), builder.ownEncoder())));
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
        return Launch.Engine.valueOf(config.run().distributed().name());
    }

    /** Returns the encoder that is trained, which lives as long as this pretrainer. */
    public Encoder encoder() {
        return state.learner().trained();
    }

    /** Returns the prototypes of the latest clustering, none before the first. */
    public PrototypeHierarchy prototypes() {
        return state.hierarchy();
    }

    /** Asks a running {@link #run} to save and return after the step it is in; a pass over all images is given up. */
    public void requestStop() {
        cancellation.request();
    }

    /** Returns how many tensors are open between steps; it does not grow. */
    int openTensors() {
        return state.manager().getManagedArrays().size();
    }

    /**
     * Trains up to the last epoch, or until a stop is requested.
     *
     * @return whether the last epoch is done
     * @throws RunException if the loss is no longer a number, or the run's folder cannot be written
     */
    public boolean run() {
        try (MetricsLog metrics = run.openMetrics(state.position().step());
                MultiViewLoader loader = new MultiViewLoader(
                        data.training(), components.views(), loading(LoaderConfig.Order.SHUFFLED), share)) {
            if (state.position().equals(Position.START)) {
                measure(metrics);
            }
            group.onFirst(report::begin);
            while (state.position().epoch() < config.schedule().epochs() && !stopping()) {
                trainEpoch(loader, metrics);
            }
            boolean done =
                    state.position().epoch() == config.schedule().epochs() && prototyping.savesFinalTree(metrics);
            if (done) {
                group.onFirst(
                        () -> FinalEncoder.write(encoder(), components.encoder(), config, run.encoder(), progress));
            } else {
                save();
            }
            group.onFirst(() -> finishReport(done));
            return done;
        } catch (RuntimeException | Error e) {
            leave(e);
            throw e;
        }
    }

    /** A new run that fails before its first step leaves no folder in the way of the command that does better. */
    private void leave(Throwable reason) {
        if (resumed || !state.position().equals(Position.START)) {
            return;
        }
        try {
            run.discard();
        } catch (RunException e) {
            reason.addSuppressed(e);
        }
    }

    /** A run that was asked to stop leaves out the map of embeddings, which takes another pass. */
    private void finishReport(boolean done) {
        if (done) {
            report.write(state.manager(), encoder(), state.position().epoch());
        } else {
            report.begin();
        }
    }

    /** Returns whether any process was asked to stop; all get the same answer. */
    private boolean stopping() {
        long[] asked = {cancellation.requested() ? 1 : 0};
        group.allReduceSum(asked);
        return asked[0] > 0;
    }

    private void trainEpoch(MultiViewLoader loader, MetricsLog metrics) {
        Position start = state.position();
        int epoch = start.epoch();
        if (start.batch() == 0 && prototyping.isDue(epoch) && !prototyping.renews(epoch, metrics)) {
            return;
        }
        progress.epoch(epoch, config.schedule().epochs(), loader.batchesPerEpoch(), start.batch());
        double rate = learningRate.at(epoch);
        pace.restart();
        try (ViewBatches batches = loader.epoch(epoch, start.batch())) {
            do { // a step at least: an epoch saved before its first would cluster again
                trainBatch(batches, rate, metrics);
            } while (batches.hasNext() && !stopping());
            if (batches.hasNext()) {
                return;
            }
        }
        state.moveTo(state.position().nextEpoch());
        finishEpoch(epoch, metrics);
    }

    private void trainBatch(ViewBatches batches, double rate, MetricsLog metrics) {
        long waited = batches.waited().toNanos();
        try (ViewBatch batch = batches.next();
                NDArray losses = step.run(state.manager(), batch, state.hierarchy(), rate, progress())) {
            state.meter().add(losses);
            state.moveTo(state.position().nextBatch());
            int images = config.optimizer().batchSize();
            long wait = batches.waited().toNanos() - waited;
            pace.step(images, wait);
            progress.step(images, wait);
        }
        correction.run();
        correction = () -> {};
        long done = state.position().step();
        if (done % config.run().logEverySteps() == 0) {
            log(metrics, rate);
        }
        int every = config.run().checkpoint().everySteps();
        if (every > 0 && done % every == 0 && batches.hasNext()) {
            save();
        }
    }

    private Progress progress() {
        Position position = state.position();
        double epoch = position.epoch() + (double) position.batch() / stepsPerEpoch();
        return new Progress(position.step(), epoch, config.schedule().epochs());
    }

    private void log(MetricsLog metrics, double rate) {
        Position position = state.position();
        state.meter().average(group);
        Map<String, Double> values = new LinkedHashMap<>(state.meter().takeMeans());
        double loss = values.getOrDefault(LossMeter.TOTAL, Double.NaN);
        if (!Double.isFinite(loss)) {
            throw new RunException("the loss must stay a number, but is " + loss + " at step " + position.step()
                    + ". Lower optimizer.baseLearningRate and start a new run.");
        }
        if (config.hcsc().prototypeWeight() > 0
                && !state.hierarchy().levels().isEmpty()
                && values.getOrDefault("prototype_loss", 1.0) == 0) {
            progress.message("no prototype is a negative of any query: prototypes.counts are too small for"
                    + " objective.prototypeNegatives and objective.positivesExcluded at this batch size");
        }
        progress.loss(loss);
        values.put("learning_rate", rate);
        values.putAll(pace.take());
        metrics.append(new MetricsRecord(position.step(), position.epoch(), values));
    }

    private void finishEpoch(int epoch, MetricsLog metrics) {
        boolean last = epoch + 1 == config.schedule().epochs();
        int every = config.run().knn().everyEpochs();
        if (every > 0 && ((epoch + 1) % every == 0 || last)) {
            measure(metrics);
        }
        if ((epoch + 1) % config.run().checkpoint().everyEpochs() == 0 || last) {
            save();
        }
        if (!last) {
            group.onFirst(() -> report.update(state.manager(), encoder(), epoch + 1));
        }
    }

    private void measure(MetricsLog metrics) {
        group.onFirst(() -> measurement.take(state, metrics));
    }

    private void save() {
        state.meter().average(group);
        group.onFirst(() -> checkpoints.save(state.position().step(), origin.recordedIn(state.save())));
    }

    private LoaderConfig loading(LoaderConfig.Order order) {
        return new LoaderConfig(
                config.optimizer().batchSize(),
                order,
                config.run().seed(),
                loaderThreads(),
                config.data().prefetchBatches(),
                config.data().maximumDamagedShare());
    }

    private int loaderThreads() {
        int threads = config.data().loaderThreads();
        return threads > 0 ? threads : cores.cores();
    }

    /** Frees all tensors and gives the run's folder free. */
    @Override
    public void close() {
        state.close();
        run.close();
        try {
            data.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
