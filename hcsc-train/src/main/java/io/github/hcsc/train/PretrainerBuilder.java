package io.github.hcsc.train;

import ai.djl.Device;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.method.Method;
import io.github.hcsc.core.method.ObjectiveMethod;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.torch.GpuArithmetic;
import io.github.hcsc.core.torch.NativeFolders;
import io.github.hcsc.core.torch.NativeMemory;
import io.github.hcsc.core.torch.UsageTracking;
import io.github.hcsc.core.torch.WaitingThreads;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.distributed.Agreement;
import io.github.hcsc.train.distributed.CoreShare;
import io.github.hcsc.train.distributed.LocalDevice;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.LabelLevels;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Describes a run of a {@link Pretrainer}: required is what the factory methods ask for, all else is optional. */
public final class PretrainerBuilder {

    private final PretrainConfig config;
    private final Path folder;
    private final boolean resumed;
    private final Cancellation cancellation = new Cancellation();
    private Components components;
    private TrainingProgress progress = TrainingProgress.silent();
    private Optional<TrainingData> data = Optional.empty();
    private Optional<OnlineEvaluator> probe = Optional.empty();
    private LabelLevels levels = LabelLevels.NONE;
    private Optional<Path> official = Optional.empty();
    private Optional<EncoderFactory> ownEncoder = Optional.empty();
    private Collectives group = Collectives.single();

    PretrainerBuilder(PretrainConfig config, Path folder, boolean resumed) {
        this.config = config;
        this.folder = folder;
        this.resumed = resumed;
        components = Components.of(config, cancellation);
    }

    /** Sets the images, instead of those that the configuration names. They are closed with the pretrainer. */
    public PretrainerBuilder optData(TrainingData images) {
        data = Optional.of(images);
        return this;
    }

    /** Sets the images, instead of those that the configuration names, none held out. */
    public PretrainerBuilder optImages(ImageSource images) {
        return optData(new TrainingData(images, Optional.empty()));
    }

    /** Sets who is told of the progress. Defaults to nobody. */
    public PretrainerBuilder optProgress(TrainingProgress listener) {
        progress = listener;
        return this;
    }

    /** Sets what is measured between epochs. Defaults to health, and kNN where there are held-out images. */
    public PretrainerBuilder optEvaluator(OnlineEvaluator measurement) {
        probe = Optional.of(measurement);
        return this;
    }

    /** Sets levels of labels at which kNN is measured beside the classes. Defaults to none. */
    public PretrainerBuilder optLevels(LabelLevels beside) {
        levels = beside;
        return this;
    }

    /** Sets a checkpoint of the authors' code, to go on where that run stopped. Defaults to none. */
    public PretrainerBuilder optContinue(Path checkpoint) {
        official = Optional.of(checkpoint);
        return this;
    }

    /** Sets the processes that train together, of which this is one. Defaults to this one alone. */
    public PretrainerBuilder optCollectives(Collectives processes) {
        group = processes;
        return this;
    }

    /** Sets another encoder than the configuration's, which does not follow {@code run.precision}. */
    public PretrainerBuilder optEncoder(EncoderFactory encoder) {
        components = components.withEncoder(encoder);
        ownEncoder = Optional.of(encoder);
        return this;
    }

    /** Sets another way to find prototypes than the configuration's. */
    public PretrainerBuilder optClusterer(Clusterer clusterer) {
        components = components.withClusterer(clusterer);
        return this;
    }

    /** Sets another method than the configuration's, which reads none of the configuration's keys of its own. */
    public PretrainerBuilder optMethod(Method method) {
        components = components.withMethod(method);
        return this;
    }

    /**
     * Changes the objective of HCSC, MoCo v2 or SimCLR: its selection, its loss, or all of it.
     *
     * @throws IllegalStateException if the method is another
     */
    public PretrainerBuilder optObjective(UnaryOperator<HcscObjective> change) {
        if (!(components.method() instanceof ObjectiveMethod method)) {
            throw new IllegalStateException(
                    "the method must be HCSC, MoCo v2 or SimCLR to change its objective, but was "
                            + components.method().getClass().getName());
        }
        return optMethod(method.withObjective(change));
    }

    /**
     * Opens images, device and folder.
     *
     * @throws RunException if the folder cannot be used, if a resumed run was trained on other images, or if the processes
     *     of a job differ in version, configuration or images
     * @throws ConfigException if images or machine do not meet what the configuration demands, if the processes cannot share
     *     its batches, or if a resumed run has another configuration or
     *     an encoder of another factory
     * @throws IllegalStateException if the device does not compute
     */
    public Pretrainer build() {
        requireOneStart();
        Opened opened = open();
        boolean crossesImages =
                ownEncoder.isPresent() || !config.encoder().architecture().isTransformer();
        BatchShare.require(config.encoder().bnGroups(), config.optimizer().batchSize(), group, crossesImages);
        Agreement.require(facts(opened), group);
        RunDirectory run = openRun(opened.provenance());
        try {
            Beginnings beginnings = new Beginnings(opened.in(run), official, ownEncoder);
            TrainingState state = beginnings.newest();
            try {
                return new Pretrainer(this, beginnings, state);
            } catch (RuntimeException | Error e) {
                state.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            leave(run, e);
            throw e;
        }
    }

    /**
     * Opens a run to repeat steps of it. Nothing in its folder is changed, so it may be training.
     *
     * @throws RunException if the run was trained on other images, or if there are several processes
     * @throws ConfigException if the run has another configuration or an encoder of another factory
     * @throws IllegalStateException if the device does not compute
     */
    public Replay replay() {
        if (group.size() > 1) {
            throw new RunException("steps are repeated in one process, but there were " + group.size());
        }
        Opened opened = open();
        RunDirectory run = RunDirectory.join(folder);
        Continuation.of(run).require(opened.provenance(), ownEncoder, progress::message);
        return new Replay(new Beginnings(opened.in(run), Optional.empty(), ownEncoder));
    }

    /** What is there before the folder of the run is touched. */
    private record Opened(
            PretrainerBuilder builder, TrainingData images, CoreShare cores, Device device, Provenance provenance) {

        Surroundings in(RunDirectory run) {
            return new Surroundings(
                    builder.config,
                    builder.components,
                    images,
                    run,
                    device,
                    builder.progressHere(),
                    Pretrainer.engine(builder.config).forTensorsOf(device, builder.group),
                    cores,
                    builder.cancellation);
        }
    }

    private Opened open() {
        UsageTracking.switchOff();
        WaitingThreads.sleep();
        NativeFolders.secure();
        NativeMemory.keepFreedMemory();
        TrainingData images = data.orElseGet(
                () -> TrainingData.open(config.data(), config.run().seed()));
        check(images);
        CoreShare cores = CoreShare.of(group);
        cores.apply();
        Device device = LocalDevice.of(config.run().device(), group);
        requireArithmetic(device);
        Provenance provenance = Provenance.of(
                device,
                precision(device),
                origin().toString(),
                images.fingerprint(),
                group.rank() == 0
                        ? DataContents.of(images.training(), config.run().seed())
                        : "",
                config,
                group.size());
        return new Opened(this, images, cores, device, provenance);
    }

    private void requireArithmetic(Device device) {
        GpuArithmetic asked = Components.arithmetic(config);
        if (!asked.on(device)) {
            progress.message(
                    "run.deterministic and run.tf32 have no say here, since PyTorch does not let them be set: the"
                            + " arithmetic is not known to be " + asked);
        }
    }

    /** A configuration that cannot run ends here, before there is a folder. */
    private void check(TrainingData images) {
        try {
            Demands.here(images.training().size()).check(config);
        } catch (ConfigException e) {
            try {
                images.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void requireOneStart() {
        Optional<Path> initial = config.encoder().initialWeights();
        if (official.isPresent() && initial.isPresent()) {
            throw new ConfigException(
                    "encoder.initialWeights must be none where a run of the authors' code goes on with"
                            + " its own weights, but was " + initial.orElseThrow());
        }
    }

    /** A run that could not begin must not look like one that can be resumed. */
    private void leave(RunDirectory run, Throwable reason) {
        try {
            if (resumed) {
                run.close();
            } else {
                run.discard();
            }
        } catch (RunException e) {
            reason.addSuppressed(e);
        }
    }

    private Map<String, String> facts(Opened opened) {
        Provenance provenance = opened.provenance();
        Map<String, String> facts = new TreeMap<>(config.settings());
        facts.put("the version of hcsc", provenance.hcsc());
        facts.put("the tensor engine", provenance.engine());
        facts.put("the kind of device", opened.device().getDeviceType());
        facts.put("the factory of the encoder", provenance.encoder());
        facts.put("the precision of activations", provenance.precision());
        facts.put("the list of images", provenance.data());
        return facts;
    }

    private String precision(Device device) {
        return Components.precision(config).on(device).toString();
    }

    /** Process 0 makes or opens the folder and writes in it; the others read there. */
    private RunDirectory openRun(Provenance provenance) {
        List<RunDirectory> opened = new ArrayList<>();
        group.onFirst(() -> {
            RunDirectory run = resumed ? RunDirectory.open(folder) : RunDirectory.create(folder, config);
            try {
                Continuation.of(run).require(provenance, ownEncoder, progress::message);
                run.record(provenance);
            } catch (RuntimeException e) {
                leave(run, e);
                throw e;
            }
            opened.add(run);
        });
        return opened.isEmpty() ? RunDirectory.join(folder) : opened.get(0);
    }

    /** Passes of a process that trains alone are given up where a stop is requested. */
    private TrainingProgress progressHere() {
        if (group.size() == 1) {
            cancellation.endPasses();
        }
        return cancellation.ending(group.rank() == 0 ? progress : TrainingProgress.silent());
    }

    private EncoderOrigin origin() {
        return ownEncoder.map(EncoderOrigin::of).orElse(EncoderOrigin.STOCK);
    }

    boolean resumed() {
        return resumed;
    }

    OnlineEvaluator probe(FeatureExtractor extractor, TrainingData images, TrainingProgress listener) {
        return probe.orElseGet(() -> new KnnEvaluation(extractor, images, levels, config.run(), listener));
    }
}
