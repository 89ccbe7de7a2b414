package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Blocks;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.view.Normalization;
import java.util.List;
import java.util.function.IntConsumer;

/** Raw pixels as features: what an encoder must beat to be worth anything. */
public final class PixelFeatures {
    /** Side of the image whose pixels they are. */
    public static final int SIDE = 32;

    private static final int BATCH = 256;
    private static final List<Double> CENTRE = List.of(0.5, 0.5, 0.5);

    private PixelFeatures() {}

    /**
     * Returns the pixels of the centre of each image, {@value #SIDE} x {@value #SIDE}, from -1 to 1.
     *
     * @param manager owns the result
     * @param threads threads that load images
     * @param progress is told how many further images are done
     * @return {@code [n, 3072]}, of the images that can be read
     */
    public static Features of(NDManager manager, ImageSource images, int threads, IntConsumer progress) {
        return new FeatureExtractor(
                        ViewRecipes.evaluation(SIDE, SIDE, Interpolation.BILINEAR),
                        new Normalization(manager, CENTRE, CENTRE),
                        LoaderConfig.sequential(BATCH, threads))
                .extract(manager, Blocks.batchFlattenBlock(), images, progress);
    }
}
