package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where the embeddings come from in which prototypes are found. */
@FunctionalInterface
interface ClusteredFeatures {

    /**
     * Returns one unit row per training image of this process's share.
     *
     * @param scope owns the rows
     * @param encoder embeds images, where that is needed
     */
    NDArray rows(NDManager scope, Encoder encoder);

    /** Embeds the fixed view of every image of the share. */
    static ClusteredFeatures extracted(
            FeatureExtractor extractor, ImageSource images, TrainingProgress progress, Collectives group) {
        Shard share = Shard.of(group, images.size());
        int[] own = IntStream.range(share.from(), share.to()).toArray();
        return embedded(extractor, new Subset(images, own), progress);
    }

    private static ClusteredFeatures embedded(
            FeatureExtractor extractor, ImageSource images, TrainingProgress progress) {
        return (scope, encoder) -> {
            try (ImageProgress pass = progress.pass("embedding for prototypes", images.size());
                    NDArray rows = extractor.extract(scope, encoder, images, pass)) {
                return rows.normalize(2, 1, 1e-12);
            }
        };
    }

    /** Takes the latest key of every image of the share, and embeds the fixed view of those that have none. */
    static ClusteredFeatures gathered(
            GatheredKeys keys,
            FeatureExtractor extractor,
            ImageSource images,
            TrainingProgress progress,
            Collectives group) {
        Shard share = Shard.of(group, images.size());
        return (scope, encoder) -> {
            NDArray rows = keys.copy(scope, share);
            int[] missing = keys.missing(share);
            if (missing.length > 0) {
                NDArray embedded = embedded(extractor, new Subset(images, missing), progress)
                        .rows(scope, encoder);
                long[] places =
                        Arrays.stream(missing).mapToLong(i -> i - share.from()).toArray();
                TorchOps.setRowsInPlace(rows, scope.create(places), embedded);
            }
            return rows;
        };
    }
}
