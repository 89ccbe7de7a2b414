package io.github.hcsc.train.cli;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.train.ConfiguredEncoder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.AutoConfig;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.ConfigReader;
import io.github.hcsc.train.config.DataFacts;
import io.github.hcsc.train.config.Machine;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Options that make up the configuration of a run. */
final class ConfigOptions {
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

    /**
     * Resolves the configuration of an encoder that it names.
     *
     * @param notes takes the reasons of what was chosen automatically
     * @throws ConfigException if options, file and settings do not make a usable configuration
     */
    PretrainConfig resolve(Consumer<String> notes) throws IOException {
        return resolve(Optional.empty(), notes);
    }

    /**
     * Resolves the configuration.
     *
     * @param own builds the encoder instead of what the configuration names
     * @param notes takes the reasons of what was chosen automatically
     * @throws ConfigException if options, file and settings do not make a usable configuration
     */
    PretrainConfig resolve(Optional<EncoderFactory> own, Consumer<String> notes) throws IOException {
        if (config.isPresent()) {
            List<String> all = new ArrayList<>(shortcuts());
            if (epochs.isPresent()) {
                PretrainConfig whole = ConfigReader.read(config.orElseThrow(), all);
                all.addAll(new Shortened(whole, epochs.orElseThrow()).settings(settings, notes));
            }
            all.addAll(settings);
            return ConfigReader.read(config.orElseThrow(), all);
        }
        Path folder = data.orElseThrow(() -> new ConfigException(
                "--data DIR must name the folder of training images, or --config FILE a configuration that does"));
        AutoConfig auto = size(folder.toAbsolutePath().normalize());
        List<String> all = new ArrayList<>(shortcuts());
        if (init.isPresent() && own.isEmpty()) {
            all.addAll(networkOf(init.orElseThrow(), auto.config()));
        }
        all.addAll(settings);
        AutoConfig resolved = auto.with(all);
        notes.accept("Chosen for these images and this machine (a setting --set KEY=VALUE changes any of it):\n"
                + resolved.explain().stripTrailing());
        return resolved.config();
    }

    private AutoConfig size(Path folder) throws IOException {
        Device usable = Devices.usable(device.orElse("auto"));
        Machine machine = Machine.computingOn(usable.isGpu() ? "gpu" + usable.getDeviceId() : "cpu");
        SourceOptions options = new SourceOptions(exclude, Exif.IGNORE);
        try (ImageSource source = ImageSources.open(folder, options)) {
            if (heldOut.isPresent()) {
                TrainingData.checkHeldOut(heldOut.orElseThrow(), options, source);
            }
            DataFacts facts = DataFacts.survey(folder, source);
            return epochs.isPresent()
                    ? AutoConfig.size(facts, machine, epochs.orElseThrow())
                    : AutoConfig.size(facts, machine);
        } catch (NoSuchFileException e) {
            throw new ConfigException(e.getFile() + " does not exist", e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The settings that make the network that of the weights; images grow with it if they were sized for another. */
    private static List<String> networkOf(Path weights, PretrainConfig sized) throws IOException {
        EncoderWeights known = EncoderWeights.open(weights);
        EncoderDesign design = known.design().orElseThrow();
        List<String> all = new ArrayList<>(ConfiguredEncoder.settings(design));
        if (!sized.with(all.toArray(String[]::new))
                .encoder()
                .stem()
                .equals(sized.encoder().stem())) {
            all.add("views.imageSize=" + known.views().imageSize());
            all.add("views.evaluationResize=" + known.views().evaluationResize());
        }
        return all;
    }

    private List<String> shortcuts() {
        List<String> all = new ArrayList<>();
        init.ifPresent(path -> all.add("encoder.initialWeights=" + quoted(path)));
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
