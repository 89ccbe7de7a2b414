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
import io.github.hcsc.train.Normalization;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Maps every image of a source to a vector, in the order of the source and without anything random.
 *
 * @param recipe the fixed view of an image
 * @param normalization brings views to the device
 * @param loading batch size, threads and tolerated damage; in order of the source
 */
public record FeatureExtractor(ViewRecipe recipe, Normalization normalization, LoaderConfig loading) {

    /**
     * Returns one row per image, attached to {@code manager}.
     *
     * @param block maps images {@code [N, 3, H, W]} to vectors {@code [N, d]}; runs in evaluation mode
     * @param progress is told how many further images are done
     */
    public NDArray extract(NDManager manager, Block block, ImageSource source, IntConsumer progress) {
        try (MultiViewLoader loader = new MultiViewLoader(source, List.of(recipe), loading);
                ViewBatches batches = loader.epoch(0)) {
            return Autograd.paused(() -> collect(manager, block, source.size(), batches, progress));
        }
    }

    private NDArray collect(NDManager manager, Block block, int rows, ViewBatches batches, IntConsumer progress) {
        NDList all = new NDList();
        int row = 0;
        while (batches.hasNext()) {
            try (ViewBatch batch = batches.next();
                    NDManager scope = manager.newSubManager();
                    NDArray images = normalization.images(scope, batch, 0)) {
                NDArray vectors = block.forward(new ParameterStore(scope, false), new NDList(images), false)
                        .singletonOrThrow();
                if (all.isEmpty()) {
                    all.add(manager.zeros(new Shape(rows, vectors.size(1)), DataType.FLOAT32));
                }
                all.get(0).set(new NDIndex().addSliceDim(row, (long) row + batch.size()), vectors);
                row += batch.size();
                progress.accept(batch.size());
            }
        }
        return all.singletonOrThrow();
    }
}
