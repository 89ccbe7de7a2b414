package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.train.eval.EmbeddingHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/** What features and embeddings of an encoder reveal without labels. */
public final class EncoderHealth {

    private EncoderHealth() {}

    /**
     * Measures both, of the same images.
     *
     * @param scope owns what is made on the way
     * @param features of the encoder's backbone {@code [n, featureSize]}, n at least 2
     * @return figures by name, such as {@code features_effective_rank} and {@code embeddings_effective_rank}
     */
    public static Map<String, Double> metrics(NDManager scope, Encoder encoder, NDArray features) {
        Map<String, Double> metrics =
                new LinkedHashMap<>(EmbeddingHealth.of(features).metrics("features"));
        try (NDArray embeddings = TrainedEncoder.projected(scope, encoder, features)) {
            metrics.putAll(EmbeddingHealth.of(embeddings).metrics("embeddings"));
        }
        return metrics;
    }
}
