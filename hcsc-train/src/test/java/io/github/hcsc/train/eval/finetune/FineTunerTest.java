package io.github.hcsc.train.eval.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.FineTuner.FineTuneResult;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.weights.EncoderWeights;
import io.github.hcsc.train.weights.TinyEncoders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FineTunerTest {
    private static final LabelledImages SHAPES = LabelledImages.of(new GeneratedShapes(48, 16, 0));
    private static final LabelledImages COLOURS = LabelledImages.of(new Colours(40));

    private final Path folder;

    FineTunerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "29, 1", "30, 0.1", "59, 0.1", "60, 0.01", "69, 0.01"})
    void publishedRatesFallToATenthTwice(int epoch, double share) {
        assertThat(FineTuneProtocol.published().decay(epoch)).isCloseTo(share, within(1e-12));
    }

    @Test
    void publishedRatesAreThoseOfBackboneAndHead() {
        assertThat(FineTuneProtocol.published())
                .isEqualTo(new FineTuneProtocol(70, List.of(30, 60), 256, 0.08, 0.005, 0.02, 0.9, 0, 31));
    }

    @Test
    void learnsTheLabelsItIsGiven() throws IOException {
        FineTuneResult result =
                run(weights(), protocol(20, 8, 0.05, 0.2, 0.9, 0, 1), COLOURS, COLOURS.select(0, 1, 2, 3), silent());

        assertThat(result.best().top1()).isEqualTo(100);
        assertThat(result.labelled()).isEqualTo(40);
        assertThat(result.bestEpoch()).isBetween(1, 20);
        assertThat(result.best().top1()).isGreaterThanOrEqualTo(result.last().top1());
    }

    @Test
    void backboneAndHeadHaveRatesOfTheirOwn() throws IOException {
        EncoderWeights weights = weights();
        Losses head = new Losses(new ArrayList<>());
        Losses both = new Losses(new ArrayList<>());

        run(weights, protocol(2, 8, 0, 0.1, 0.9, 0, 1), COLOURS, COLOURS, head);
        run(weights, protocol(2, 8, 0.1, 0.1, 0.9, 0, 1), COLOURS, COLOURS, both);

        assertThat(both.values().get(0)).isEqualTo(head.values().get(0));
        assertThat(both.values().get(1)).isNotEqualTo(head.values().get(1));
    }

    @Test
    void isAFunctionOfItsSeed() throws IOException {
        EncoderWeights weights = weights();
        FineTuneProtocol protocol = protocol(2, 8, 0.01, 0.05, 0.9, 1e-4, 1);

        FineTuneResult once = run(weights, protocol, SHAPES.every(2), SHAPES, silent());

        assertThat(run(weights, protocol, SHAPES.every(2), SHAPES, silent())).isEqualTo(once);
    }

    @Test
    void refusesOddBatchesInNarrowNetworks() throws IOException {
        EncoderWeights narrow = weights();
        FineTuneProtocol protocol = protocol(1, 8, 0.01, 0.05, 0.9, 0, 1);

        assertThatThrownBy(() -> run(narrow, protocol, LabelledImages.of(new Colours(39)), COLOURS, silent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("even number of images, but there are 8 and 39");
    }

    @Test
    void refusesWhatCannotBeTrained() {
        assertThatThrownBy(() -> protocol(1, 1, 0.1, 0.1, 0.9, 0, 1))
                .hasMessageContaining("a batch at least 2, but were 1 and 1");
        assertThatThrownBy(() -> protocol(1, 2, 0.1, 0, 0.9, 0, 1)).hasMessageContaining("rates must be positive");
    }

    @Test
    void ratesFallAtTheMilestones() {
        FineTuneProtocol protocol = protocol(8, 8, 0.1, 0.1, 0.9, 0, 1);

        assertThat(IntStream.range(0, 8).mapToObj(protocol::decay).map(Double::floatValue))
                .containsExactly(1f, 1f, 1f, 0.1f, 0.1f, 0.1f, 0.01f, 0.01f);
    }

    private static FineTuneProtocol protocol(
            int epochs, int batch, double rate, double headRate, double momentum, double weightDecay, int seed) {
        return new FineTuneProtocol(
                epochs, FineTuneProtocol.milestones(epochs), batch, 0.08, rate, headRate, momentum, weightDecay, seed);
    }

    private EncoderWeights weights() throws IOException {
        return EncoderWeights.open(TinyEncoders.write(folder.resolve("w.safetensors")))
                .withViews(ViewsConfig.usual(16, 16));
    }

    private static TrainingProgress silent() {
        return TrainingProgress.silent();
    }

    private static FineTuneResult run(
            EncoderWeights weights,
            FineTuneProtocol protocol,
            LabelledImages training,
            LabelledImages test,
            TrainingProgress progress) {
        try (NDManager manager = NDManager.newBaseManager()) {
            try (FineTuner tuner = new FineTuner(
                    weights, FixedView.BILINEAR, protocol, training.classNames().size(), 2, manager)) {
                return tuner.run(training, test, progress);
            } finally {
                assertThat(manager.getManagedArrays()).isEmpty();
            }
        }
    }

    /** The loss of the first batch of each epoch. */
    private record Losses(List<Double> values) implements TrainingProgress {
        @Override
        public void loss(double value) {
            values.add(value);
        }
    }

    /** Images of one colour, red and blue in turn. */
    private record Colours(int size) implements ImageSource {
        @Override
        public String name(int index) {
            return "image" + index;
        }

        @Override
        public Image image(int index) {
            byte[] rgb = new byte[16 * 16 * 3];
            for (int i = index % 2 * 2; i < rgb.length; i += 3) {
                rgb[i] = (byte) (120 + index);
            }
            return new Image(16, 16, rgb);
        }

        @Override
        public OptionalInt label(int index) {
            return OptionalInt.of(index % 2);
        }

        @Override
        public List<String> classNames() {
            return List.of("red", "blue");
        }

        @Override
        public String description() {
            return size + " colours";
        }
    }
}
