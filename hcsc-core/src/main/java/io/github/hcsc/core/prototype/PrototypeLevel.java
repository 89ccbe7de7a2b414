package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One granularity of the hierarchy: M prototypes, how loose each is, and which prototype each training image has.
 *
 * <p>Two levels are equal only if they are the same object, since their tensors must not be compared by content.
 */
public final class PrototypeLevel {

    /** In place of the prototype of an image that was not clustered, since it could not be read. */
    public static final long NONE = -1;

    private static final Script SCRIPT = new Script(PrototypeLevel.class, "candidates.py");

    private final NDArray centroids;
    private final NDArray density;
    private final NDArray assignments;
    private final Candidates candidates;

    /**
     * Checks shapes and types.
     *
     * @param centroids the prototypes, rows of unit length, float32 {@code [M, d]}
     * @param density the temperature of each prototype, larger for looser clusters, float32 {@code [M]}
     * @param assignments the prototype of each training image, int64 {@code [n]}, {@link #NONE} for an image without
     */
    public PrototypeLevel(NDArray centroids, NDArray density, NDArray assignments) {
        if (centroids.getShape().dimension() != 2 || centroids.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("centroids must be float32 [M, d], but was " + described(centroids));
        }
        if (density.getShape().dimension() != 1
                || density.size() != centroids.size(0)
                || density.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("density must be float32 [M] with M = " + centroids.size(0)
                    + " prototypes, but was " + described(density));
        }
        if (assignments.getShape().dimension() != 1 || assignments.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException("assignments must be int64 [n], but was " + described(assignments));
        }
        this.centroids = centroids;
        this.density = density;
        this.assignments = assignments;
        candidates = new Candidates(centroids);
    }

    /** Returns the prototypes {@code [M, d]}, rows of unit length. */
    public NDArray centroids() {
        return centroids;
    }

    /** Returns the temperature of each prototype {@code [M]}. */
    public NDArray density() {
        return density;
    }

    /** Returns the prototype of each training image {@code [n]}, int64, {@link #NONE} for an image without. */
    public NDArray assignments() {
        return assignments;
    }

    /** Returns the prototypes as candidates for the level above to judge. */
    public Candidates candidates() {
        return candidates;
    }

    /** Returns the prototypes divided by their densities {@code [M, d]}, these being at least {@code minDensity}. */
    public NDArray scaled(double minDensity) {
        return SCRIPT.call("scaled", Argument.tensor(centroids), Argument.tensor(density), SCRIPT.number(minDensity))
                .singletonOrThrow();
    }

    /** Returns M, the number of prototypes. */
    public int size() {
        return Math.toIntExact(centroids.size(0));
    }

    /** Returns d, the dimension of the embeddings. */
    public int dimension() {
        return Math.toIntExact(centroids.size(1));
    }

    /** Returns n, the number of training images. */
    public int images() {
        return Math.toIntExact(assignments.size());
    }

    /** Returns the prototype {@code [N]} of each of some training images, given by their positions {@code [N]}, int64. */
    public NDArray anchorsOf(NDArray indices) {
        return assignments.get(indices);
    }

    PrototypeLevel among(int[] clustered, int images) {
        long[] all = new long[images];
        Arrays.fill(all, NONE);
        long[] own = assignments.toLongArray();
        for (int i = 0; i < own.length; i++) {
            all[clustered[i]] = own[i];
        }
        return new PrototypeLevel(centroids, density, assignments.getManager().create(all));
    }

    float[][] rows() {
        int dimension = dimension();
        float[] values = centroids.toFloatArray();
        return IntStream.range(0, size())
                .mapToObj(i -> Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension))
                .toArray(float[][]::new);
    }

    void attach(NDManager manager) {
        tensors().attach(manager);
        candidates.attach(manager);
    }

    void close() {
        tensors().close();
        candidates.forget();
    }

    NDList tensors() {
        return new NDList(centroids, density, assignments);
    }

    static String described(NDArray tensor) {
        return tensor.getDataType() + " " + tensor.getShape();
    }

    @Override
    public String toString() {
        return "PrototypeLevel[prototypes=" + size() + ", dimension=" + dimension() + ", images=" + images() + "]";
    }
}
