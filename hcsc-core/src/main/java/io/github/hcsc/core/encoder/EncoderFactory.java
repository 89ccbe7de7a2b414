package io.github.hcsc.core.encoder;

/**
 * Makes encoders of one design, not yet initialised. It is called twice for a training, for the queries and for the keys,
 * and once for every use of what was trained.
 *
 * <p>A public class with a public constructor without arguments can be named on the command line, {@code
 * --encoder-factory}.
 */
@FunctionalInterface
public interface EncoderFactory {

    /** Returns a new encoder whose embeddings have {@code dim} values. */
    Encoder newEncoder(int dim);
}
