package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Lesson;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.metrics.MetricsRecord;
import java.util.Set;

/**
 * Hears how training goes: the records of a run, or a replay. What it is told within a step it must read at once, and
 * reading waits for the device.
 */
interface TrainingObserver {

    /** Hears nothing and lets training go on. */
    TrainingObserver NOBODY = () -> false;

    /**
     * A step is done and the state has moved on.
     *
     * @param learningRate of the step
     * @param waitedNanos time spent waiting for its images
     * @param endsEpoch whether it was the last of its epoch
     */
    record Stepped(double learningRate, long waitedNanos, boolean endsEpoch) {}

    /** Returns whether training ends here; asked between steps. */
    boolean stopping();

    /**
     * The steps of an epoch begin, or go on.
     *
     * @param epoch the epoch, counted from 0
     * @param steps steps of the whole epoch
     * @param done steps of it that are done already
     */
    default void epoch(int epoch, int steps, int done) {}

    /** Prototypes were found; the record says what that took. */
    default void measured(MetricsRecord record) {}

    /**
     * Within a step: the features of a view are there.
     *
     * @param rows {@code [rows, F]} in the order in which the view came
     */
    default void features(int view, NDArray rows) {}

    /** Within a step: the method shows a tensor, see {@link io.github.hcsc.core.method.Batch#show}. */
    default void shown(String name, NDArray tensor) {}

    /**
     * Within a step: the gradients are there, and no weight has moved.
     *
     * @param losses the loss and the terms in the order of {@link LossMeter}
     * @param idle the prefixes of the parts without gradient
     */
    default void learnt(ViewBatch images, Lesson lesson, NDArray losses, Set<String> idle) {}

    /** A step is done. */
    default void stepped(Stepped step) {}

    /** An epoch is done and the state has moved to the next. */
    default void epochDone(int epoch) {}
}
