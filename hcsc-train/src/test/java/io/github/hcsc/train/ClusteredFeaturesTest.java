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
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.view.Normalization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
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
                    .of(scope, encoder)
                    .rows();
            NDArray extracted = ClusteredFeatures.extracted(extractor, images, progress, alone)
                    .of(scope, encoder)
                    .rows();

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

    @Test
    void leaveOutImagesThatCannotBeReadUnlessTheyHaveAKey() {
        try (NDManager manager = NDManager.newBaseManager();
                NDManager scope = manager.newSubManager()) {
            Encoder encoder = encoder(manager);
            FeatureExtractor extractor = extractor(manager);
            ImageSource half = new BrokenImages(images, Set.of(0, 3, 9));
            NDArray latest = manager.zeros(new Shape(IMAGES, DIM));
            TorchOps.setRowsInPlace(latest, manager.create(new long[] {3, 1}), unitRows(manager, 0, 1));

            Features gathered = ClusteredFeatures.gathered(latest, extractor, half, progress, alone)
                    .of(scope, encoder);
            Features extracted = ClusteredFeatures.extracted(extractor, half, progress, alone)
                    .of(scope, encoder);

            assertThat(gathered.images()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(gathered.rows().getShape()).isEqualTo(new Shape(8, DIM));
            assertThat(gathered.rows().get(2).toFloatArray()).containsExactly(unitRow(0));
            assertThat(extracted.images()).containsExactly(1, 2, 4, 5, 6, 7, 8);
            assertThat(gathered.rows().get(3).toFloatArray())
                    .containsExactly(extracted.rows().get(2).toFloatArray(), ROUNDING);
        }
    }

    @Test
    void areTheLatestKeysAloneIfNoOtherImageCanBeRead() {
        try (NDManager manager = NDManager.newBaseManager();
                NDManager scope = manager.newSubManager()) {
            NDArray latest = manager.zeros(new Shape(IMAGES, DIM));
            TorchOps.setRowsInPlace(latest, manager.create(new long[] {3, 1}), unitRows(manager, 0, 1));
            Set<Integer> others = Set.of(0, 2, 4, 5, 6, 7, 8, 9);

            Features gathered = ClusteredFeatures.gathered(
                            latest, extractor(manager), new BrokenImages(images, others), progress, alone)
                    .of(scope, encoder(manager));

            assertThat(gathered.images()).containsExactly(1, 3);
            assertThat(gathered.rows().get(1).toFloatArray()).containsExactly(unitRow(0));
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
