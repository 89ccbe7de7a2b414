package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.ObjectiveTerms;
import io.github.hcsc.core.encoder.Encoder;

/** What the methods that minimise HCSC's objective have in common. */
final class ObjectiveLesson {

    private ObjectiveLesson() {}

    /** Adds the names of the terms. */
    static Parts.Builder named(Parts.Builder parts) {
        return parts.terms("instance_loss", "prototype_loss", "local_instance_loss", "local_prototype_loss")
                .terms("instance_accuracy");
    }

    static Terms terms(ObjectiveTerms terms) {
        return Terms.of("instance_loss", terms.instance())
                .and("prototype_loss", terms.prototype())
                .and("local_instance_loss", terms.localInstance())
                .and("local_prototype_loss", terms.localPrototype())
                .measuring("instance_accuracy", terms.instanceAccuracy());
    }

    /** Returns the embeddings of a view before they are brought to unit length. */
    static NDArray embed(Batch batch, Encoder encoder, int view) {
        try (NDArray features = batch.features(encoder, view)) {
            return batch.forward(encoder.head(), features);
        }
    }

    static NDArray unit(NDArray embeddings) {
        return embeddings.normalize(2, 1, 1e-12);
    }
}
