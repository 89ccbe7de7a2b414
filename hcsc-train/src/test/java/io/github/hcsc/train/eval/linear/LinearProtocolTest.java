package io.github.hcsc.train.eval.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.weights.TinyEncoders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinearProtocolTest {

    @ParameterizedTest
    @CsvSource({"0, 5", "59, 5", "60, 0.5", "79, 0.5", "80, 0.05", "99, 0.05"})
    void imageNetFallsToATenthTwice(int epoch, double rate) {
        assertThat(LinearProtocol.imageNet(100, 5, 0).rate().at(epoch, 7, 10)).isCloseTo(rate, within(1e-12));
    }

    /** The rate is renewed after a batch, so the first batch after a restart has the last of the period before. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3.0",
        "0, 1, 3.0",
        "5, 1, 1.5",
        "9, 49, 0.0001184",
        "10, 0, 0.0000296",
        "10, 1, 3.0",
        "25, 1, 1.5",
    })
    void placesRestartsEveryTenEpochs(int epoch, int batch, double rate) {
        assertThat(LinearProtocol.places205(100, 3, 0).rate().at(epoch, batch, 50))
                .isCloseTo(rate, within(1e-6));
    }

    @Test
    void viewsAreThoseOfTheProtocols() {
        ViewsConfig views = ViewsConfig.usual(224, 256);

        assertThat(RandomView.imageNet(0.08).recipe(views).toString())
                .contains("RandomResizedCrop[minScale=0.08, maxScale=1.0]", "HorizontalFlip[probability=0.5]");
        assertThat(RandomView.places205().recipe(views).toString())
                .contains("SquareRandomCrop[side=256]", "ColorJitter[", "RandomGrayscale[", "GaussianBlur[");
        assertThat(FixedView.SQUARE.recipe(views).toString()).contains("SquareCenterCrop[side=256]");
        assertThat(FixedView.BILINEAR.recipe(views).toString())
                .contains("ResizeCenterCrop[shorterSide=256, interpolation=BILINEAR]");
        assertThat(FixedView.BICUBIC.recipe(views).size()).isEqualTo(224);
    }

    /** New views in each epoch, the same in a second evaluation, by a network that does not change. */
    @Test
    void augmentedFeaturesDifferFromEpochToEpochAndRepeat(@TempDir Path folder) throws IOException {
        Path weights = TinyEncoders.write(folder.resolve("w.safetensors"));
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] first = epoch(weights, manager, 0);

            assertThat(epoch(weights, manager, 0)).isEqualTo(first);
            assertThat(epoch(weights, manager, 1)).isNotEqualTo(first);
        }
    }

    private static float[] epoch(Path weights, NDManager manager, int epoch) throws IOException {
        LoaderConfig loading = new LoaderConfig(4, LoaderConfig.Order.SHUFFLED_ALL, 0, 2, 2, 0);
        List<float[]> rows = new ArrayList<>();
        try (FeatureBatches batches = TrainedEncoder.open(weights, manager)
                .randomViews(
                        new GeneratedShapes(10, 32, 0),
                        RandomView.imageNet(0.08).recipe(ViewsConfig.usual(32, 32)),
                        loading)) {
            assertThat(batches.perEpoch()).isEqualTo(3);
            long[] seen = new long[10];
            batches.epoch(manager, epoch, (features, indices, waited) -> {
                NDArray sums = features.sum(new int[] {1});
                rows.add(sums.toFloatArray());
                for (long index : indices) {
                    seen[(int) index]++;
                }
            });
            assertThat(seen).containsOnly(1);
        }
        float[] all = new float[10];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    @Test
    void refusesWhatCannotBeTrained() {
        assertThatThrownBy(() -> LinearProtocol.imageNet(0, 5, 0)).hasMessage("epochs must be at least 1, but was 0");
        assertThatThrownBy(() -> new LinearProtocol(1, (epoch, batch, batches) -> 1, 0.9, -1, 0))
                .hasMessageContaining("weight decay not be negative");
    }
}
