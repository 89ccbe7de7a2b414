package io.github.hcsc.train.weights;

import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.torchscript.DjlModel;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A trained encoder on disk: its tensors, the network they are of, and the views of an image that suit it. */
public final class EncoderWeights {

    private final StateDict state;
    private final ViewsConfig views;
    private final EncoderNetwork network;

    EncoderWeights(StateDict state, ViewsConfig views, EncoderNetwork network) {
        this.state = state;
        this.views = views;
        this.network = network;
    }

    /**
     * Opens a run, a folder {@code encoder} of one, or a file of weights: safetensors, {@code .pth} or {@code .pth.tar}
     * of this library, HCSC, MoCo, PCL, torchvision, timm, DINO, DINOv2 or HIRL.
     *
     * @throws IOException if the file cannot be read or is no file of weights
     * @throws IllegalArgumentException if the weights are of no known network, naming what is missing, unexpected or
     *     different, or contain what is no number
     * @throws ConfigException if they are of an encoder of one's own
     */
    public static EncoderWeights open(Path path) throws IOException {
        return open(path, Optional.empty());
    }

    /**
     * Opens a run, a folder {@code encoder} of one, or a file that a run wrote.
     *
     * @param own builds the encoder, if it is one of one's own
     * @throws IOException if the file cannot be read or is no file of weights
     * @throws IllegalArgumentException if the weights do not fit the network
     * @throws ConfigException if the record names another factory, or there is none where one is needed or one where none is
     */
    public static EncoderWeights open(Path path, Optional<EncoderFactory> own) throws IOException {
        return EncoderReader.open(path, own, WeightsPlace.USUAL);
    }

    /**
     * Opens weights as {@link #open(Path)} does, from a place in a file that is not a usual one.
     *
     * @param place where in the file the encoder is
     * @throws IOException if the file cannot be read, is no file of weights or has no such entry
     * @throws IllegalArgumentException as {@link #open(Path)}, or if no encoder is there
     */
    public static EncoderWeights open(Path path, WeightsPlace place) throws IOException {
        return EncoderReader.open(path, Optional.empty(), place);
    }

    /**
     * What a run has trained.
     *
     * @param maker the factory that made the encoder
     */
    public static EncoderWeights of(Encoder encoder, EncoderFactory maker, PretrainConfig config) {
        StateDict.Builder builder = StateDict.builder()
                .putAll("", StateDict.of(encoder.getParameters()))
                .metadata(EncoderReader.CONFIG, config.toYaml());
        EncoderDesign.of(encoder).map(EncoderDesign::metadata).ifPresent(builder::metadata);
        StateDict tensors = builder.build();
        EncoderOrigin origin = EncoderOrigin.of(encoder, maker);
        EncoderNetwork network = origin.isStock()
                ? EncoderNetwork.stock(tensors)
                : new EncoderNetwork.Own(maker, config.encoder().dimension());
        return new EncoderWeights(origin.recordedIn(tensors), config.views(), network);
    }

    /**
     * Returns backbone and perhaps head, read from the file when they are used; a ResNet's by torchvision's names, a Vision
     * Transformer's by timm's.
     */
    public StateDict state() {
        return state;
    }

    /** Returns how the file was understood where it does not tell everything, in words. */
    public Optional<String> reading() {
        return Optional.ofNullable(state.metadata().get(WeightNames.READ));
    }

    /** Returns how images are resized, cropped and normalised. */
    public ViewsConfig views() {
        return views;
    }

    /** Returns what is done to a picture before the network sees it. */
    public Preprocessing preprocessing() {
        return new Preprocessing(
                views.evaluationResize(), views.imageSize(), floats(views.mean()), floats(views.std()));
    }

    /** Returns these weights with other views. */
    public EncoderWeights withViews(ViewsConfig other) {
        return new EncoderWeights(state, other, network);
    }

    /** Returns what the network looks like, none for one of one's own. */
    public Optional<EncoderDesign> design() {
        return network.design();
    }

    /** Returns whether there is a projection head besides the backbone. */
    public boolean hasHead() {
        return design().map(known -> known.head().isPresent()).orElse(true); // one's own encoders have one always
    }

    /** Returns a backbone that these weights fit, not yet initialised. */
    public Block newBackbone() {
        return network.newBackbone();
    }

    /**
     * Returns backbone and head that these weights fit, not yet initialised.
     *
     * @throws IllegalArgumentException if the weights have no head
     */
    public Encoder newEncoder() {
        return network.newEncoder();
    }

    /** Returns these weights with a further remark in the files that are written of them. */
    public EncoderWeights remarked(String name, String text) {
        Map<String, String> metadata = new TreeMap<>(state.metadata());
        metadata.put(name, text);
        return new EncoderWeights(new StateDict(state.tensors(), metadata), views, network);
    }

    /** Returns the same weights without a head. */
    public EncoderWeights backbone() {
        StateDict trunk = network.backboneOf(state);
        return new EncoderWeights(trunk, views, network.design().isPresent() ? EncoderNetwork.stock(trunk) : network);
    }

    /**
     * Checks that backbone and head have all their tensors and no others.
     *
     * @throws IllegalArgumentException listing what is missing, unexpected or different
     */
    public void requireWhole() {
        network.requireWhole(state);
    }

    /** Returns a digest of the tensors and the design: equal for equal weights, whatever file they come from. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, String> told : new TreeMap<>(EncoderDesign.metadata(state.metadata())).entrySet()) {
                digest.update((told.getKey() + "=" + told.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, TensorData> named : new TreeMap<>(state.tensors()).entrySet()) {
                digest.update(named.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(named.getValue().bytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes a folder for use elsewhere: TorchScript of the backbone, safetensors of everything, and what plain DJL needs
     * to load them; of a network of this library.
     *
     * @throws IOException if it cannot be written
     */
    public void writeFolder(Path folder) throws IOException {
        DjlModel.write(folder, described(), preprocessing());
    }

    /**
     * Writes a folder with the tensors alone, whatever network they are of.
     *
     * @throws IOException if it cannot be written
     */
    public void writeTensors(Path folder) throws IOException {
        write(folder.resolve(EncoderReader.FILE));
    }

    /**
     * Writes a safetensors file of everything, whatever network it is of, as a whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Safetensors.write(file, described());
    }

    /** Returns the tensors together with the views, so that a file of them says how to use it. */
    StateDict described() {
        Map<String, String> metadata = new TreeMap<>(state.metadata());
        metadata.put(EncoderReader.VIEWS, views.toYaml());
        return new StateDict(state.tensors(), metadata);
    }

    private static List<Float> floats(List<Double> values) {
        return values.stream().map(Double::floatValue).toList();
    }
}
