package io.github.hcsc.train.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.ViewBatch;
import java.nio.ByteBuffer;
import java.util.List;

/** Brings bytes to the device and turns them into images of zero mean and unit deviation there. */
public final class Normalization {

    private final NDArray scale; // [3, 1, 1]
    private final NDArray shift; // [3, 1, 1]

    /**
     * @param manager owns the constants, on the device of the images
     * @param mean per-channel mean of pixels in [0, 1]
     * @param deviation per-channel standard deviation of pixels in [0, 1]
     */
    public Normalization(NDManager manager, List<Double> mean, List<Double> deviation) {
        float[] scales = new float[Backbone.CHANNELS];
        float[] shifts = new float[Backbone.CHANNELS];
        for (int c = 0; c < Backbone.CHANNELS; c++) {
            scales[c] = (float) (1 / (255 * deviation.get(c)));
            shifts[c] = (float) (-mean.get(c) / deviation.get(c));
        }
        scale = manager.create(scales, new Shape(Backbone.CHANNELS, 1, 1));
        shift = manager.create(shifts, new Shape(Backbone.CHANNELS, 1, 1));
    }

    /** Returns one view of a batch as images {@code [N, 3, H, W]} of float32, owned by {@code scope}. */
    public NDArray images(NDManager scope, ViewBatch batch, int view) {
        return images(scope, batch, view, 0, batch.size());
    }

    /** Returns the images of one view from row {@code from} to before row {@code to}, owned by {@code scope}. */
    public NDArray images(NDManager scope, ViewBatch batch, int view, int from, int to) {
        try (NDArray pixels = pixels(scope, batch, view, from, to)) {
            return TorchOps.toImages(pixels, scale, shift);
        }
    }

    private static NDArray pixels(NDManager scope, ViewBatch batch, int view, int from, int to) {
        int size = batch.viewSize(view);
        int image = size * size * Backbone.CHANNELS;
        ByteBuffer rows = batch.view(view).slice(from * image, (to - from) * image);
        return scope.create(rows, new Shape(to - from, size, size, Backbone.CHANNELS), DataType.UINT8);
    }
}
