package io.github.hcsc.train.eval.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.train.view.Normalization;

/**
 * Features of random views, computed anew in each epoch: the published protocol.
 *
 * @param loader makes the views; closed with these batches
 * @param normalization brings views to the device
 * @param backbone maps images to features; runs in evaluation mode
 */
public record AugmentedBatches(MultiViewLoader loader, Normalization normalization, Block backbone)
        implements FeatureBatches {

    @Override
    public int perEpoch() {
        return loader.batchesPerEpoch();
    }

    @Override
    public void epoch(NDManager scope, int epoch, Sink sink) {
        try (ViewBatches batches = loader.epoch(epoch)) {
            while (batches.hasNext()) {
                long waited = batches.waited().toNanos();
                try (ViewBatch batch = batches.next();
                        NDManager step = scope.newSubManager()) {
                    NDArray features = Autograd.paused(() -> features(step, batch));
                    sink.accept(features, batch.indices(), batches.waited().toNanos() - waited);
                }
            }
        }
    }

    private NDArray features(NDManager step, ViewBatch batch) {
        try (NDArray images = normalization.images(step, batch, 0)) {
            return backbone.forward(new ParameterStore(step, false), new NDList(images), false)
                    .singletonOrThrow();
        }
    }

    @Override
    public void close() {
        loader.close();
    }
}
