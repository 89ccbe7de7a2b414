package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.selection.UniformSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * One batch of training images as a method sees it: it names views and blocks; how rows are cut into groups, chunks and
 * processes is the batch's business.
 *
 * <p>"Rows" are the images of this process. Results belong to the step and are freed with it.
 */
public interface Batch {

    /** Returns the number of views; 0 and 1 are global views, all others local ones. */
    int views();

    /** Returns how far the run is. */
    Progress progress();

    /**
     * Returns the features {@code [rows, F]} of a view by an encoder's backbone in training mode, recorded if this thread
     * records. Rows of a {@linkplain Learner#shuffledViews shuffled} view come in the order of the shuffle.
     */
    NDArray features(Encoder encoder, int view);

    /**
     * Returns what a head makes of rows in training mode; its batch normalisation follows the run's groups.
     *
     * @param x {@code [rows, d]}, or of the whole batch {@code [B, d]}, which has the groups of all processes
     */
    NDArray forward(Block head, NDArray x);

    /**
     * Returns what a head makes of the whole batch in training mode; its batch normalisation sees all images at once, and so
     * is the same in every process.
     *
     * @param x {@linkplain #joined joined} rows or constants {@code [B, d]}
     */
    NDArray forwardWhole(Block head, NDArray x);

    /** Returns the position in the training set of each image of the whole batch {@code [B]}, int64. */
    NDArray indices();

    /**
     * Returns the rows of all processes in the order of the batch {@code [B, ...]}, constants without gradient.
     *
     * @param rows {@code [rows, d]} in the order in which that view came
     */
    NDArray all(NDArray rows, int view);

    /**
     * Returns the rows of all processes in the order of the batch {@code [B, ...]}, with gradient, for a loss that every
     * process computes alike over the whole batch: the mean of the processes' gradients is then the gradient of that loss.
     *
     * @param rows {@code [rows, d]} in the order in which that view came
     */
    NDArray joined(NDArray rows, int view);

    /** Returns this process's rows of a tensor of the whole batch. */
    NDArray own(NDArray whole);

    /** Returns the groups of batch normalisation that the rows consist of, in order. */
    List<Group> groups();

    /** Begins the random numbers of a loss over the whole batch, the same in every process. */
    UniformSource random();

    /** Returns the prototypes of this epoch, none before the first clustering. */
    PrototypeHierarchy prototypes();

    /**
     * Shows a tensor, such as the mask of a selection, to whoever looks into this step; in ordinary training nobody does.
     *
     * @param name what it is, the same in every step; rows that are shown one after another under a name belong together
     * @param tensor its rows are images of the batch in order, if there are as many
     */
    default void show(String name, NDArray tensor) {}

    /**
     * How far a run is, for schedules.
     *
     * @param step steps done before this one
     * @param epoch epochs done, with the fraction of the current one
     * @param epochs epochs of the whole run
     */
    record Progress(long step, double epoch, int epochs) {}

    /**
     * A group of batch normalisation, of contiguous rows.
     *
     * @param from its first row
     * @param to the row after its last
     * @param random begins the group's random numbers, a function of seed, step and group; each call begins anew
     */
    record Group(int from, int to, Supplier<UniformSource> random) {}
}
