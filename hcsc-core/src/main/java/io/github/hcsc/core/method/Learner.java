package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.encoder.Encoder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of a method: it owns its parts and learns from every batch. */
public interface Learner {

    /** Returns everything that is trained, kept, counted and reported; the same parts throughout the run. */
    Parts parts();

    /** Returns the encoder that is trained, the part {@link Parts#ENCODER}: what is measured and exported. */
    Encoder trained();

    /** Returns the encoder whose embeddings are clustered. */
    default Encoder embedder() {
        return trained();
    }

    /** Returns the encoders that follow the trained one: they begin with its weights. */
    default List<Encoder> followers() {
        return List.of();
    }

    /**
     * Returns the terms of a batch while gradients are recorded. It changes nothing of the run but followers; what else
     * changes does so in {@link Lesson#afterwards}.
     */
    Lesson learn(Batch batch);

    /**
     * Returns the views that pass the encoder in a shuffled order if there are several groups of batch normalisation, so
     * that no view meets its own image's other view in a group (MoCo, section 3.3).
     */
    default Set<Integer> shuffledViews() {
        return Set.of();
    }

    /** Returns the prefixes of the trained parts that get no gradient from this batch, and so must stay as they are. */
    default Set<String> idle(Batch batch) {
        return Set.of();
    }

    /**
     * Returns the latest embedding of each training image {@code [n, dim]}, zeros for an image that has none yet, if they
     * are to be clustered instead of embeddings made for the purpose. Every process of a job holds all of them.
     */
    default Optional<NDArray> latestEmbeddings() {
        return Optional.empty();
    }
}
