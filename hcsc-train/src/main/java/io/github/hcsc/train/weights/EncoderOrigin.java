package io.github.hcsc.train.weights;

import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who builds the encoder of a run or of a file: this library, or a factory of one's own whose class the record names.
 *
 * <p>The name is for people: no class is loaded because a file names it.
 *
 * @param factory the class, or that it has no name; none for this library
 */
public record EncoderOrigin(Optional<String> factory) {

    /** This library, as it is of files that say nothing. */
    public static final EncoderOrigin STOCK = new EncoderOrigin(Optional.empty());

    private static final String KEY = "hcsc.encoder_factory";
    private static final String UNKNOWN = "unknown";
    private static final String UNNAMED = "a factory without a name";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$.]+");

    /** Returns who builds what a factory makes: this library if both parts are its own, whoever joined them. */
    public static EncoderOrigin of(Encoder encoder, EncoderFactory maker) {
        return EncoderDesign.of(encoder).isPresent() ? STOCK : of(maker);
    }

    /** Returns a factory of one's own as origin; one that is no named class, such as a lambda, has no name. */
    public static EncoderOrigin of(EncoderFactory own) {
        boolean named = own.getClass().getCanonicalName() != null;
        return new EncoderOrigin(Optional.of(named ? own.getClass().getName() : UNNAMED));
    }

    /**
     * Returns what a run or a file of weights says.
     *
     * @throws IOException if it cannot be read or is no file of weights
     */
    public static EncoderOrigin of(Path path) throws IOException {
        return of(path, WeightsPlace.USUAL);
    }

    /**
     * Returns what a run or a file of weights says.
     *
     * @param place where in the file the encoder is
     * @throws IOException if it cannot be read or is no file of weights
     */
    public static EncoderOrigin of(Path path, WeightsPlace place) throws IOException {
        return in(EncoderReader.tensors(path, place.key()));
    }

    static EncoderOrigin in(StateDict saved) {
        return new EncoderOrigin(Optional.ofNullable(saved.metadata().get(KEY)).map(EncoderOrigin::name));
    }

    /** Returns the origin of which {@link #toString} is in a record, none if the record does not say. */
    public static Optional<EncoderOrigin> read(String recorded) {
        if (recorded.equals(UNKNOWN)) {
            return Optional.empty();
        }
        boolean stock = recorded.equals(STOCK.toString());
        return Optional.of(stock ? STOCK : new EncoderOrigin(Optional.of(name(recorded))));
    }

    /** What cannot be the name of a class is not shown. */
    private static String name(String recorded) {
        return NAME.matcher(recorded).matches() ? recorded : UNNAMED;
    }

    /** Returns tensors together with this origin. */
    public StateDict recordedIn(StateDict saved) {
        Map<String, String> metadata = new TreeMap<>(saved.metadata());
        factory.ifPresent(name -> metadata.put(KEY, name));
        return new StateDict(saved.tensors(), metadata);
    }

    /** Returns whether this library builds the encoder. */
    public boolean isStock() {
        return factory.isEmpty();
    }

    /** Returns whether the class that builds the encoder is known by its name. */
    public boolean isNamed() {
        return factory.isPresent() && !factory.orElseThrow().equals(UNNAMED);
    }

    /**
     * Checks the factory that somebody gives for weights of this origin. Where it has no name, or this has none, the
     * tensors decide.
     *
     * @param what the run or file, for the message
     * @throws ConfigException if it is of another class, or none is given where one is needed, or one where none is
     */
    public void require(Optional<EncoderFactory> given, Path what) {
        if (given.isEmpty()) {
            requireNone(what);
            return;
        }
        if (isStock()) {
            throw new ConfigException(what + " has an encoder of this library and takes no encoder factory, but "
                    + of(given.orElseThrow()) + " was given; leave it out");
        }
        EncoderOrigin other = of(given.orElseThrow());
        if (isNamed() && other.isNamed() && !other.equals(this)) {
            throw new ConfigException(
                    "the encoder factory of " + what + " must be " + this + ", which trained it, but was " + other);
        }
    }

    private void requireNone(Path what) {
        if (!isStock()) {
            throw new FactoryMissing(what, this);
        }
    }

    /** An encoder of one's own is to be opened without the factory that makes it. */
    public static final class FactoryMissing extends ConfigException {
        private final EncoderOrigin origin;

        FactoryMissing(Path what, EncoderOrigin origin) {
            super(what + " was trained with an encoder of " + origin + ", whose factory must be given");
            this.origin = origin;
        }

        /** Returns who made the encoder. */
        public EncoderOrigin origin() {
            return origin;
        }
    }

    /**
     * Checks that this library builds the encoder, for what it can do with its own alone.
     *
     * @param use what that is, for the message
     * @throws ConfigException if it does not
     */
    public void requireStock(String use, Path what) {
        if (!isStock()) {
            throw new ConfigException(use + " takes encoders of this library, but " + what + " was trained with one of "
                    + this + "; the tensors of any can be written as safetensors");
        }
    }

    @Override
    public String toString() {
        return factory.orElse("this library");
    }
}
