package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;

/**
 * What a learner makes of a batch.
 *
 * @param terms what is minimised, and what is measured beside it
 * @param embedding the embeddings of view 0 before they are brought to unit length {@code [rows, dim]}, or those of the
 *     whole batch {@code [B, dim]} where heads see all of it, with gradient: what a method that wraps another adds its terms
 *     to
 * @param afterwards what happens after the descent, without gradients: keys enter a queue, a centre moves
 */
public record Lesson(Terms terms, NDArray embedding, Runnable afterwards) {

    /** A lesson after which nothing is left to do. */
    public Lesson(Terms terms, NDArray embedding) {
        this(terms, embedding, () -> {});
    }
}
