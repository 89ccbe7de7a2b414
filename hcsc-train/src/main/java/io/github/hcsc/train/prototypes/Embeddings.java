package io.github.hcsc.train.prototypes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.weights.WeightValues;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.eval.EmbeddingHealth;
import io.github.hcsc.train.eval.HealthVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The embeddings of the images of a run, rows of unit length, in memory without a tensor engine. */
public final class Embeddings implements RowSource {

    private static final String NAME = "embeddings";
    private static final int HEALTH_ROWS = 4096;

    private final int epoch;
    private final int dimension;
    private final float[] values;

    private Embeddings(int epoch, int dimension, float[] values) {
        this.epoch = epoch;
        this.dimension = dimension;
        this.values = values;
    }

    /**
     * Copies rows.
     *
     * @param epoch the epoch whose tree these belong to
     * @param dimension values of a row
     * @param values the rows of unit length, one after another
     * @throws IllegalArgumentException if the values do not fill rows
     */
    public static Embeddings of(int epoch, int dimension, float[] values) {
        if (dimension < 1 || values.length == 0 || values.length % dimension != 0) {
            throw new IllegalArgumentException(
                    "embeddings must fill rows of " + dimension + " values, but was " + values.length + " values");
        }
        return new Embeddings(epoch, dimension, values.clone());
    }

    /**
     * Copies a tensor.
     *
     * @param epoch the epoch whose tree these belong to
     * @param rows rows of unit length, float32 {@code [n, d]}
     */
    public static Embeddings of(int epoch, NDArray rows) {
        return new Embeddings(epoch, Math.toIntExact(rows.size(1)), rows.toFloatArray());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if there is no such file, or it holds something else
     */
    public static Embeddings read(Path file) throws IOException {
        StateDict state = Safetensors.read(file);
        int epoch = TreeFormat.epoch(file, state);
        try {
            TensorData rows = state.get(NAME);
            if (rows.shape().dimension() != 2 || rows.shape().size() < 1) {
                throw new IllegalArgumentException(NAME + " must be a matrix, but was " + rows.shape());
            }
            WeightValues.require(state);
            return new Embeddings(epoch, Math.toIntExact(rows.shape().get(1)), rows.toFloats());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + " holds no embeddings: " + e.getMessage(), e);
        }
    }

    /** Writes a safetensors file with the tensor {@code embeddings}, float32 {@code [n, d]}. */
    public void write(Path file) throws IOException {
        write(file, epoch, tensor());
    }

    /** Writes rows that need not be in memory. */
    static void write(Path file, int epoch, TensorData rows) throws IOException {
        Safetensors.write(file, TreeFormat.describe(epoch).put(NAME, rows).build());
    }

    TensorData tensor() {
        return TensorData.of(values, size(), dimension);
    }

    /** Returns the epoch whose tree these belong to. */
    public int epoch() {
        return epoch;
    }

    /** Returns the number of images. */
    public int size() {
        return values.length / dimension;
    }

    @Override
    public long count() {
        return size();
    }

    /** Returns the number of values of an embedding. */
    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void read(long first, int rows, float[] to, int at) {
        System.arraycopy(values, Math.toIntExact(first * dimension), to, at, rows * dimension);
    }

    /** Returns a copy of the embedding of an image. */
    public float[] row(int image) {
        return Arrays.copyOfRange(values, image * dimension, (image + 1) * dimension);
    }

    /** Returns a tensor {@code [n, d]} of the rows, owned by a manager. */
    public NDArray toArray(NDManager manager) {
        return manager.create(values, new Shape(size(), dimension));
    }

    /** Returns the cosine of an image and another vector of unit length. */
    public float similarity(int image, float[] other) {
        return Dot.product(values, image * dimension, other, 0, dimension);
    }

    /**
     * Copies some rows.
     *
     * @param images which, in the order of the new rows
     */
    public Embeddings select(int... images) {
        float[] chosen = new float[images.length * dimension];
        for (int row = 0; row < images.length; row++) {
            copyRow(images[row], chosen, row * dimension);
        }
        return new Embeddings(epoch, dimension, chosen);
    }

    /** Judges whether these tell images apart, by up to 4,096 of them; none if there is only one. */
    public Optional<HealthVerdict> health() {
        int[] some = Subset.evenlySpaced(size(), HEALTH_ROWS);
        return some.length < 2
                ? Optional.empty()
                : Optional.of(EmbeddingHealth.verdict(select(some).values, dimension));
    }

    /** Returns the cosine of an image and one of several centroids, which follow one another. */
    float similarity(int image, float[] centroids, int node) {
        return Dot.product(values, image * dimension, centroids, node * dimension, dimension);
    }

    /** Copies an embedding into a larger array. */
    void copyRow(int image, float[] target, int offset) {
        System.arraycopy(values, image * dimension, target, offset, dimension);
    }
}
