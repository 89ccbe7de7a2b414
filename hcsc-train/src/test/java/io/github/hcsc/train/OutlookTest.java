package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class OutlookTest {
    private static final PretrainConfig CONFIG = PretrainerTest.config();

    @Test
    void withoutLabelsNumberAndSizeAreWhatCanBeKnown() {
        List<String> said = said(new TrainingData(new Flat(1000, 16), Optional.empty()), Map.of());

        assertThat(said).hasSize(2);
        assertThat(said.get(0)).startsWith("few images: 1000.").contains("--init FILE");
        assertThat(said.get(1)).startsWith("tiny images: about 16 pixels.").contains("--init FILE");
        assertThat(said(new TrainingData(new Flat(2000, 32), Optional.empty()), Map.of()))
                .isEmpty();
    }

    @Test
    void imagesThatPixelsTellApartAreEasy() {
        TrainingData flat = new TrainingData(new Flat(2000, 32), Optional.of(new Flat(60, 32)));

        assertThat(said(flat, Map.of("knn_top1", 40.0)))
                .singleElement()
                .asString()
                .startsWith(
                        "easy images: the nearest ones have the same class in 100.0 % by raw pixels and in 40.0 % by")
                .contains("eval worth");
    }

    @Test
    void imagesThatTheUntrainedEncoderTellsApartAreEasyAndOthersAreNot() {
        TrainingData shapes =
                new TrainingData(new GeneratedShapes(2000, 32, 0), Optional.of(new GeneratedShapes(100, 32, 1)));

        assertThat(said(shapes, Map.of("knn_top1", 95.0)))
                .singleElement()
                .asString()
                .contains("95.0 % by the untrained encoder");
        assertThat(said(shapes, Map.of("knn_top1", 40.0))).isEmpty();
    }

    private static List<String> said(TrainingData data, Map<String, Double> untrained) {
        List<String> said = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                TrainingProgress progress = BestWeightsTest.listener(said)) {
            new Outlook(CONFIG, data, progress).tell(manager, untrained);
        }
        return said;
    }

    /** Images of one colour each, which is their class. */
    private record Flat(int size, int side) implements ImageSource {
        @Override
        public String name(int index) {
            return index + ".png";
        }

        @Override
        public Image image(int index) {
            byte[] rgb = new byte[3 * side * side];
            Arrays.fill(rgb, (byte) 20);
            for (int i = index % 3; i < rgb.length; i += 3) {
                rgb[i] = (byte) 200;
            }
            return new Image(side, side, rgb);
        }

        @Override
        public OptionalInt label(int index) {
            return OptionalInt.of(index % 3);
        }

        @Override
        public List<String> classNames() {
            return List.of("red", "green", "blue");
        }

        @Override
        public String description() {
            return "flat images";
        }
    }
}
