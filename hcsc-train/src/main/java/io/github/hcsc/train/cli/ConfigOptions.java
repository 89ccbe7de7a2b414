package io.github.hcsc.train.cli;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.train.Calibration;
import io.github.hcsc.train.ConfiguredEncoder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.AutoConfig;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.ConfigReader;
import io.github.hcsc.train.config.DataFacts;
import io.github.hcsc.train.config.Machine;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.RunLength;
import io.github.hcsc.train.text.TimeSpan;
import io.github.hcsc.train.weights.EncoderWeights;
import io.github.hcsc.train.weights.WeightsPlace;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that make up the configuration of a run. */
final class ConfigOptions {
    /** A time from which on its thirtieth need not be spent on trying steps. */
    private static final Duration LONG = Duration.ofSeconds(90);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Training images: a folder (searched at any depth), tar shards, CIFAR's binary files or a list of paths."
                        + " Needed unless --config names them."
            })
    private Optional<Path> data = Optional.empty();

    @Option(names = SourceOption.EXCLUDE, paramLabel = "PATTERN", description = SourceOption.EXCLUDE_HELP)
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--held-out",
            paramLabel = "DIR",
            description = "Labelled images to follow kNN on, for example a folder with one sub-folder per class.")
    private Optional<Path> heldOut = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "YAML configuration, or the name of a recipe such as cifar10 or hcsc-single-200.",
                "Without it everything is sized to images and machine."
            })
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--init",
            paramLabel = "FILE",
            description = {
                "Start from trained weights: a file (see 'hcsc import --help') or another run.",
                "Without --config the network is that of the weights. The head is taken if it fits."
            })
    private Optional<Path> init = Optional.empty();

    @Mixin
    private PlaceOption where = new PlaceOption();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace one value, for example queue.capacity=4096. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "cpu, gpu0, gpu1, ... or auto: the first usable GPU, else the CPU. Default: auto, or what --config says.")
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description =
                    "Activations of the encoder in training: fp32, bf16, or auto: bf16 where the device has matrix"
                            + " units for it ('hcsc doctor' tells). Weights and evaluation are fp32 always. Default: auto, or what"
                            + " --config says.")
    private Optional<String> precision = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Origin of every random number. Default: 0, or what --config says.")
    private Optional<Integer> seed = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the images. Default: as suits images and machine, or what --config says.")
    private Optional<Integer> epochs = Optional.empty();

    @Mixin
    private TimeOption time = new TimeOption();

    private Optional<DataFacts> facts = Optional.empty();

    /** Returns the time that the command may take. */
    TimeOption time() {
        return time;
    }

    /**
     * Resolves the configuration of one of several runs that share the time. It is sized by estimates, which are the same
     * whenever the command is given again.
     *
     * @param notes takes the reasons of what was chosen automatically
     * @throws ConfigException if options, file and settings do not make a usable configuration
     */
    PretrainConfig resolveOneOf(int runs, Consumer<String> notes) throws IOException {
        return resolve(Optional.empty(), length(runs), notes);
    }

    /**
     * Resolves the configuration of a run; where the time is limited, as many epochs as fit, by steps that are tried.
     *
     * @param own builds the encoder instead of what the configuration names
     * @param notes takes the reasons of what was chosen automatically
     * @throws ConfigException if options, file and settings do not make a usable configuration
     */
    PretrainConfig resolve(Optional<EncoderFactory> own, Consumer<String> notes) throws IOException {
        RunLength length = length(1);
        boolean given = settings.stream().anyMatch(setting -> setting.startsWith("schedule.epochs="));
        if (length.time().isEmpty() || length.asked().isPresent() || given) {
            return resolve(own, length, notes);
        }
        if (Launch.current().size() > 1) {
            notes.accept("several processes try no steps: the clock stops the run, its epochs are estimated");
            return resolve(own, length, notes);
        }
        PretrainConfig estimated = resolve(own, length, note -> {});
        Duration whole = length.time().orElseThrow();
        Duration trial = whole.compareTo(LONG) < 0 ? whole.dividedBy(30) : LONG.dividedBy(30);
        Calibration pace = Calibration.of(estimated, own, trial);
        Duration left = time.leftOf(whole);
        if (pace.once().plus(pace.epoch()).compareTo(left) > 0) {
            notes.accept("an epoch takes " + TimeSpan.inWords(pace.epoch()) + " here, and what precedes and follows it "
                    + TimeSpan.inWords(pace.once()) + ": the time is over before; 'hcsc resume' goes on");
        }
        return resolve(own, length.fitting(pace.epochs(left)), notes);
    }

    private RunLength length(int runs) {
        OptionalInt asked = epochs.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        return new RunLength(asked, time.limit().map(all -> all.dividedBy(runs)), OptionalInt.empty());
    }

    private PretrainConfig resolve(Optional<EncoderFactory> own, RunLength length, Consumer<String> notes)
            throws IOException {
        if (config.isPresent()) {
            return ofFile(config.orElseThrow(), length, notes);
        }
        Path folder = data.orElseThrow(() -> new ConfigException(
                "--data DIR must name the folder of training images, or --config FILE a configuration that does"));
        List<String> all = new ArrayList<>(shortcuts());
        AutoConfig auto = size(folder.toAbsolutePath().normalize(), length);
        if (init.isPresent() && own.isEmpty()) {
            all.addAll(networkOf(init.orElseThrow(), where.place(), auto.config()));
        }
        all.addAll(settings);
        AutoConfig resolved = auto.with(all);
        notes.accept(
                "Chosen for these images and this machine (a setting --set KEY=VALUE changes any of it, --time TIME"
                        + " the length):\n" + resolved.explain().stripTrailing());
        return resolved.config();
    }

    private PretrainConfig ofFile(Path file, RunLength length, Consumer<String> notes) {
        List<String> all = new ArrayList<>(shortcuts());
        if (length.asked().isPresent()) {
            PretrainConfig whole = ConfigReader.read(file, all);
            all.addAll(new Shortened(whole, length.asked().getAsInt()).settings(settings, notes));
        }
        all.addAll(settings);
        PretrainConfig read = ConfigReader.read(file, all);
        int wanted = read.schedule().epochs();
        int taken = Math.min(wanted, length.fitting().orElse(wanted));
        if (taken == wanted) {
            return read;
        }
        notes.accept("schedule.epochs=" + taken + " instead of " + wanted + ": as many as fit into "
                + TimeSpan.inWords(length.time().orElseThrow()) + ", by the pace of steps tried here");
        all.addAll(new Shortened(read, taken).settings(settings, notes));
        return ConfigReader.read(file, all);
    }

    private AutoConfig size(Path folder, RunLength length) throws IOException {
        Device usable = Devices.usable(device.orElse("auto"));
        Launch launch = Launch.current();
        Machine machine = Machine.computingOn(usable.isGpu() ? "gpu" + usable.getDeviceId() : "cpu")
                .with(launch.connects(Launch.Engine.AUTO) ? launch.size() : 1);
        if (facts.isEmpty()) {
            facts = Optional.of(survey(folder));
        }
        try {
            return AutoConfig.size(facts.orElseThrow(), machine, length);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    private DataFacts survey(Path folder) throws IOException {
        SourceOptions options = new SourceOptions(exclude, Exif.IGNORE);
        try (ImageSource source = ImageSources.open(folder, options)) {
            if (heldOut.isPresent()) {
                TrainingData.checkHeldOut(heldOut.orElseThrow(), options, source);
            }
            return DataFacts.survey(folder, source);
        } catch (NoSuchFileException e) {
            throw new ConfigException(e.getFile() + " does not exist", e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The settings that make the network that of the weights; images grow with it if they were sized for another. */
    private static List<String> networkOf(Path weights, WeightsPlace place, PretrainConfig sized) throws IOException {
        EncoderWeights known = EncoderWeights.open(weights, place);
        EncoderDesign design = known.design().orElseThrow();
        List<String> all = new ArrayList<>(ConfiguredEncoder.settings(design));
        if (!ConfiguredEncoder.seesAlike(design, sized.encoder())) {
            all.add("views.imageSize=" + known.views().imageSize());
            all.add("views.evaluationResize=" + known.views().evaluationResize());
        }
        return all;
    }

    private List<String> shortcuts() {
        List<String> all = new ArrayList<>();
        if (!where.place().equals(WeightsPlace.USUAL) && init.isEmpty() && config.isEmpty()) {
            throw new ConfigException(
                    "--key and --prefix need --init FILE: they say where the encoder is in that file");
        }
        init.ifPresent(path -> all.add("encoder.initialWeights=" + quoted(path)));
        where.place().key().ifPresent(key -> all.add("encoder.initialKey=" + TextNode.valueOf(key)));
        where.place().prefix().ifPresent(prefix -> all.add("encoder.initialPrefix=" + TextNode.valueOf(prefix)));
        data.ifPresent(path -> all.add("data.path=" + quoted(path)));
        if (!exclude.isEmpty()) {
            all.add("data.exclude=" + exclude.stream().map(TextNode::valueOf).toList());
        }
        heldOut.ifPresent(path -> {
            all.add("data.heldOut=" + quoted(path));
            all.add("data.heldOutShare=0");
        });
        device.ifPresent(value -> all.add("run.device=" + TextNode.valueOf(value)));
        precision.ifPresent(value -> all.add("run.precision=" + TextNode.valueOf(value)));
        seed.ifPresent(value -> all.add("run.seed=" + value));
        return all;
    }

    /** Absolute, so that a run can be resumed from anywhere, and quoted, so that any name is one. */
    static TextNode quoted(Path path) {
        return TextNode.valueOf(path.toAbsolutePath().normalize().toString());
    }
}
