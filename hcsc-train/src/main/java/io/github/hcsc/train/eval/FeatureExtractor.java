package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.view.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Maps every image of a source that can be read to a vector, in the order of the source and without anything random.
 *
 * @param recipe the fixed view of an image
 * @param normalization brings views to the device
 * @param loading batch size, threads and tolerated damage; in order of the source
 */
public record FeatureExtractor(ViewRecipe recipe, Normalization normalization, LoaderConfig loading) {

    /** Returns this without a limit to the images that cannot be read. */
    public FeatureExtractor tolerant() {
        LoaderConfig all = new LoaderConfig(
                loading.batchSize(), loading.order(), loading.seed(), loading.threads(), loading.prefetch(), 1);
        return new FeatureExtractor(recipe, normalization, all);
    }

    /**
     * Returns one row per image that can be read, attached to {@code manager}. If none can, and that is tolerated, there
     * are no rows.
     *
     * @param block maps images {@code [N, 3, H, W]} to vectors {@code [N, d]}; runs in evaluation mode
     * @param progress is told how many further images are done
     */
    public Features extract(NDManager manager, Block block, ImageSource source, IntConsumer progress) {
        try (MultiViewLoader loader = new MultiViewLoader(source, List.of(recipe), loading);
                ViewBatches batches = loader.epoch(0)) {
            return Autograd.paused(() -> collect(manager, block, source, batches, progress));
        }
    }

    private Features collect(
            NDManager manager, Block block, ImageSource source, ViewBatches batches, IntConsumer progress) {
        NDList all = new NDList();
        int[] read = new int[source.size()];
        int row = 0;
        while (batches.hasNext()) {
            try (ViewBatch batch = batches.next();
                    NDManager scope = manager.newSubManager();
                    NDArray images = normalization.images(scope, batch, 0)) {
                NDArray vectors = block.forward(new ParameterStore(scope, false), new NDList(images), false)
                        .singletonOrThrow();
                if (all.isEmpty()) {
                    all.add(manager.zeros(new Shape(read.length, vectors.size(1)), DataType.FLOAT32));
                }
                all.get(0).set(new NDIndex().addSliceDim(row, (long) row + batch.size()), vectors);
                for (long index : batch.indices()) {
                    read[row++] = (int) index;
                }
                progress.accept(batch.size());
            }
        }
        progress.accept(read.length - row);
        return new Features(first(manager, row, all), Arrays.copyOf(read, row));
    }

    private static NDArray first(NDManager manager, int count, NDList all) {
        if (all.isEmpty()) {
            return manager.zeros(new Shape(0, 1));
        }
        NDArray rows = all.singletonOrThrow();
        return count == rows.size(0) ? rows : rows.get(new NDIndex().addSliceDim(0, count));
    }
}
