package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ClusteredFeaturesTest {

    private static final int IMAGES = 10;
    private static final int DIM = 32;
    private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

    private final PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
            .with("encoder.width=0.0625", "views.imageSize=16", "views.evaluationResize=16");
    private final TrainingProgress progress = TrainingProgress.silent();
    private final Collectives alone = Collectives.single();
    private final ImageSource images = new GeneratedShapes(IMAGES, 16, 0);

    @Test
    void takeTheLatestKeysAndEmbedOnlyImagesWithoutOne() {
        try (NDManager manager = NDManager.newBaseManager();
                NDManager scope = manager.newSubManager()) {
            Encoder encoder = encoder(manager);
            NDArray latest = manager.zeros(new Shape(IMAGES, DIM));
            TorchOps.setRowsInPlace(latest, manager.create(new long[] {3, 1}), unitRows(manager, 0, 1));
            TorchOps.setRowsInPlace(latest, manager.create(new long[] {8, 3}), unitRows(manager, 2, 3));
            FeatureExtractor extractor = extractor(manager);

            NDArray gathered = ClusteredFeatures.gathered(latest, extractor, images, progress, alone)
                    .rows(scope, encoder);
            NDArray extracted = ClusteredFeatures.extracted(extractor, images, progress, alone)
                    .rows(scope, encoder);

            int[] missing = {0, 2, 4, 5, 6, 7, 9};
            assertThat(gathered.get(1).toFloatArray()).containsExactly(unitRow(1));
            assertThat(gathered.get(3).toFloatArray()).as("the later key").containsExactly(unitRow(3));
            assertThat(gathered.get(8).toFloatArray()).containsExactly(unitRow(2));
            for (int image : missing) {
                assertThat(gathered.get(image).toFloatArray())
                        .containsExactly(extracted.get(image).toFloatArray(), ROUNDING);
            }
        }
    }

    private Encoder encoder(NDManager manager) {
        return Autograd.paused(() -> Components.of(config).newState(manager, config, 0))
                .learner()
                .embedder();
    }

    private FeatureExtractor extractor(NDManager manager) {
        Normalization normalization =
                new Normalization(manager, config.views().mean(), config.views().std());
        LoaderConfig loading = new LoaderConfig(4, LoaderConfig.Order.SEQUENTIAL, 0, 1, 1, 0);
        return new FeatureExtractor(Components.of(config).fixedView(), normalization, loading);
    }

    private static NDArray unitRows(NDManager manager, int first, int second) {
        float[] both = Arrays.copyOf(unitRow(first), 2 * DIM);
        System.arraycopy(unitRow(second), 0, both, DIM, DIM);
        return manager.create(both, new Shape(2, DIM));
    }

    private static float[] unitRow(int axis) {
        float[] row = new float[DIM];
        row[axis] = 1;
        return row;
    }
}
