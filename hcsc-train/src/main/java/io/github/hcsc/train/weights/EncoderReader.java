package io.github.hcsc.train.weights;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.method.Parts;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.state.weights.WeightValues;
import io.github.hcsc.core.state.weights.WeightsFile;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the encoder of a run, of a folder {@code encoder} of one, or of a file of weights. */
final class EncoderReader {

    static final String CONFIG = "hcsc.config";
    static final String VIEWS = "hcsc.views";
    static final String FILE = "encoder.safetensors";

    /** The shorter side before the centre crop, relative to the crop: 256 for 224. */
    private static final double MARGIN = 256 / 224.0;

    /** Images up to this side are not cropped. */
    private static final int SMALL = 64;

    private EncoderReader() {}

    static EncoderWeights open(Path path, Optional<EncoderFactory> given, WeightsPlace place) throws IOException {
        StateDict found = tensors(path, place.key());
        EncoderOrigin origin = EncoderOrigin.in(found);
        boolean unsaid = origin.isStock() && !WeightNames.knows(found); // as records were before they named factories
        if (!unsaid) {
            origin.require(given, path);
        }
        try {
            return given.isPresent() ? own(found, path, given.orElseThrow()) : stock(found, path, place);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage() + passedOver(path), e);
        }
    }

    /** What is missing may be among what is not read. */
    private static String passedOver(Path path) throws IOException {
        List<String> foreign = Files.isRegularFile(path) ? WeightsFile.passedOver(path) : List.of();
        return foreign.isEmpty() ? "" : "; of classes that are not read are " + String.join(", ", foreign);
    }

    /** All tensors of a file under its names, or those of the encoder of a run or a checkpoint. */
    static StateDict tensors(Path path, Optional<String> key) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    "weights must be a file or a folder, but " + path + " is a pipe or device");
        }
        if (Files.isRegularFile(path)) {
            Optional<Path> run = key.isPresent() ? Optional.empty() : Checkpoints.runOf(path);
            return run.isPresent() ? ofCheckpoint(run.orElseThrow(), path) : WeightsFile.read(path, key);
        }
        if (key.isPresent()) {
            throw new IllegalArgumentException(path + ": an entry can be chosen of a file only");
        }
        Path file = path.resolve(FILE);
        return Files.isRegularFile(file) ? WeightsFile.read(file) : ofRun(path);
    }

    /** The weights that measured best, or where nothing was measured those of the newest checkpoint. */
    private static StateDict ofRun(Path run) throws IOException {
        RunDirectory.readConfig(run);
        Path checkpoints = run.resolve("checkpoints");
        Path best = Checkpoints.best(checkpoints);
        if (Files.isRegularFile(best)) {
            return WeightsFile.read(best);
        }
        Path newest = Checkpoints.newestFile(checkpoints)
                .orElseThrow(() -> new RunException(run + " has no checkpoint yet; go on with it until it has"));
        return ofCheckpoint(run, newest);
    }

    private static StateDict ofCheckpoint(Path run, Path file) {
        StateDict saved = Checkpoints.read(file);
        StateDict encoder = StateDict.builder()
                .putAll("", saved.under(Parts.ENCODER))
                .metadata(CONFIG, RunDirectory.readConfig(run).toYaml())
                .metadata(EncoderDesign.metadata(saved.metadata()))
                .build();
        return EncoderOrigin.in(saved).recordedIn(encoder);
    }

    private static EncoderWeights stock(StateDict found, Path path, WeightsPlace place) {
        StateDict named = place.prefix().isPresent()
                ? WeightNames.encoder(found, place.prefix().orElseThrow())
                : WeightNames.encoder(found);
        StateDict state = place.heads().isPresent()
                ? WeightNames.withHeads(named, found, place.heads().orElseThrow())
                : named;
        EncoderNetwork network = EncoderNetwork.stock(state);
        ViewsConfig views =
                views(state, path).orElseGet(() -> usual(network.design().orElseThrow()));
        EncoderWeights weights = new EncoderWeights(state, views, network);
        weights.backbone().requireWhole();
        WeightValues.require(state);
        return weights;
    }

    private static ViewsConfig usual(EncoderDesign design) {
        int side = design.usualImageSize();
        return ViewsConfig.usual(side, side > SMALL ? (int) Math.round(side * MARGIN) : side);
    }

    private static EncoderWeights own(StateDict found, Path path, EncoderFactory factory) {
        PretrainConfig config = config(found, path)
                .orElseThrow(() -> new IllegalArgumentException(
                        "it does not say how its run was configured; name the run instead, or the encoder.safetensors"
                                + " that the run has written"));
        EncoderNetwork network =
                new EncoderNetwork.Own(factory, config.encoder().dimension());
        network.requireWhole(found);
        WeightValues.require(found);
        return new EncoderWeights(found, views(found, path).orElse(config.views()), network);
    }

    private static Optional<ViewsConfig> views(StateDict state, Path path) {
        Optional<ViewsConfig> own = Optional.ofNullable(state.metadata().get(VIEWS))
                .map(views -> ViewsConfig.parse(views, path.toString()));
        return own.or(() -> config(state, path).map(PretrainConfig::views));
    }

    private static Optional<PretrainConfig> config(StateDict state, Path path) {
        return Optional.ofNullable(state.metadata().get(CONFIG))
                .map(config -> PretrainConfig.parse(config, path.toString()));
    }
}
