package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where the embeddings come from in which prototypes are found. */
@FunctionalInterface
interface ClusteredFeatures {

    /**
     * Returns one unit row per training image of this process's share that can be read, and which images these are.
     *
     * @param scope owns the rows
     * @param encoder embeds images, where that is needed
     */
    Features of(NDManager scope, Encoder encoder);

    /** Embeds the fixed view of every image of the share that can be read. */
    static ClusteredFeatures extracted(
            FeatureExtractor extractor, ImageSource images, TrainingProgress progress, Collectives group) {
        Shard share = Shard.of(group, images.size());
        int[] own = IntStream.range(share.from(), share.to()).toArray();
        return embedded(extractor, images, own, progress);
    }

    private static ClusteredFeatures embedded(
            FeatureExtractor extractor, ImageSource images, int[] chosen, TrainingProgress progress) {
        return (scope, encoder) -> {
            try (ImageProgress pass = progress.pass("embedding for prototypes", chosen.length)) {
                Features found = extractor.extract(scope, encoder, new Subset(images, chosen), pass);
                try (NDArray rows = found.rows()) {
                    int[] read =
                            Arrays.stream(found.images()).map(i -> chosen[i]).toArray();
                    return new Features(rows.normalize(2, 1, 1e-12), read);
                }
            }
        };
    }

    /**
     * Takes the latest embedding of every image of the share, and embeds the fixed view of those that have none: of all
     * before the first epoch, later of those that incomplete batches left out and that can be read.
     *
     * @param latest {@code [n, d]}, zeros for an image without one
     */
    static ClusteredFeatures gathered(
            NDArray latest,
            FeatureExtractor extractor,
            ImageSource images,
            TrainingProgress progress,
            Collectives group) {
        Shard share = Shard.of(group, images.size());
        return (scope, encoder) -> {
            NDArray rows = copy(latest, scope, share);
            int[] missing = images(zeroRows(rows), share);
            if (missing.length == 0) {
                return new Features(rows, images(all(share), share));
            }
            Features embedded =
                    embedded(extractor.tolerant(), images, missing, progress).of(scope, encoder);
            int[] found = embedded.images();
            if (found.length > 0) {
                long[] places =
                        Arrays.stream(found).mapToLong(i -> i - share.from()).toArray();
                TorchOps.setRowsInPlace(rows, scope.create(places), embedded.rows());
            }
            return new Features(rows, images(all(share), share))
                    .only(Arrays.stream(all(share))
                            .filter(row -> Arrays.binarySearch(missing, row + share.from()) < 0
                                    || Arrays.binarySearch(found, row + share.from()) >= 0)
                            .toArray());
        };
    }

    private static int[] all(Shard share) {
        return IntStream.range(0, share.size()).toArray();
    }

    private static NDArray copy(NDArray latest, NDManager scope, Shard share) {
        try (NDArray rows = latest.get(new NDIndex().addSliceDim(share.from(), share.to()))) {
            NDArray copy = rows.duplicate();
            copy.attach(scope);
            return copy;
        }
    }

    private static int[] zeroRows(NDArray rows) {
        try (NDArray squares = rows.square();
                NDArray norms = squares.sum(new int[] {1})) {
            float[] values = norms.toFloatArray();
            return IntStream.range(0, values.length).filter(i -> values[i] == 0).toArray();
        }
    }

    private static int[] images(int[] rows, Shard share) {
        return Arrays.stream(rows).map(row -> share.from() + row).toArray();
    }
}
