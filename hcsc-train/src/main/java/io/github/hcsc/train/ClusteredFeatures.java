package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Arrays;

/** Where the embeddings come from in which prototypes are found. */
@FunctionalInterface
interface ClusteredFeatures {

    /**
     * Returns one unit row per training image.
     *
     * @param scope owns the rows
     * @param encoder embeds images, where that is needed
     */
    NDArray rows(NDManager scope, Encoder encoder);

    /** Embeds the fixed view of every image. */
    static ClusteredFeatures extracted(FeatureExtractor extractor, ImageSource images, TrainingProgress progress) {
        return (scope, encoder) -> {
            try (ImageProgress pass = progress.pass("embedding for prototypes", images.size())) {
                return extractor.extract(scope, encoder, images, pass).normalize(2, 1, 1e-12);
            }
        };
    }

    /** Takes every image's latest key, and embeds the fixed view of those that have none. */
    static ClusteredFeatures gathered(
            GatheredKeys keys, FeatureExtractor extractor, ImageSource images, TrainingProgress progress) {
        return (scope, encoder) -> {
            NDArray rows = keys.copy(scope);
            int[] missing = keys.missing();
            if (missing.length > 0) {
                NDArray embedded = extracted(extractor, new Subset(images, missing), progress)
                        .rows(scope, encoder);
                TorchOps.setRowsInPlace(
                        rows, scope.create(Arrays.stream(missing).asLongStream().toArray()), embedded);
            }
            return rows;
        };
    }
}
