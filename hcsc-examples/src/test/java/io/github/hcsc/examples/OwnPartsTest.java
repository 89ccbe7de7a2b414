package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.cli.Hcsc;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of equal parts are equal, so a run that differs has used the part that was plugged in. */
final class OwnPartsTest {

    private static final SmallRun RUN = new SmallRun(128, 3);

    @TempDir
    private static Path folder;

    private static List<Double> configured = List.of();

    @BeforeAll
    static void train() {
        configured = spreads("configured", UnaryOperator.identity());
    }

    private static List<Double> spreads(String name, UnaryOperator<PretrainerBuilder> plug) {
        return RUN.train(folder.resolve(name), plug).stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey("features_spread"))
                .map(values -> values.get("features_spread"))
                .toList();
    }

    @Test
    void runsOfEqualPartsAreEqual() {
        assertThat(spreads("again", UnaryOperator.identity()))
                .hasSize(4)
                .doesNotContainNull()
                .isEqualTo(configured);
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                Arguments.of("clusterer", (UnaryOperator<PretrainerBuilder>) OwnClusterer::plug),
                Arguments.of("selection rule", (UnaryOperator<PretrainerBuilder>) OwnSelectionRule::plug));
    }

    /** The first epoch has no prototypes, so what concerns these alone leaves the first two measurements as they are. */
    @ParameterizedTest
    @MethodSource("parts")
    void whatConcernsPrototypesChangesTheRunFromTheSecondEpochOn(String part, UnaryOperator<PretrainerBuilder> plug) {
        List<Double> changed = spreads(part, plug);

        assertThat(changed.subList(0, 2)).isEqualTo(configured.subList(0, 2));
        assertThat(changed.get(2)).isFinite().isNotEqualTo(configured.get(2));
        assertThat(changed.get(3)).isFinite().isNotEqualTo(configured.get(3));
    }

    @Test
    void lossChangesTheRunFromTheFirstEpochOn() {
        List<Double> changed = spreads("loss", OwnLoss::plug);

        assertThat(changed.get(0)).isEqualTo(configured.get(0));
        assertThat(changed.subList(1, 4)).allSatisfy(value -> assertThat(value).isFinite());
        assertThat(changed.get(1)).isNotEqualTo(configured.get(1));
    }

    @Test
    void methodReportsTermsOfItsOwn() {
        List<MetricsRecord> records = RUN.train(folder.resolve("method"), SimSiam::plug);

        assertThat(records.stream().map(MetricsRecord::values).filter(values -> values.containsKey("loss")))
                .isNotEmpty()
                .allSatisfy(values -> {
                    double first = values.getOrDefault("first_similarity", Double.NaN);
                    double second = values.getOrDefault("second_similarity", Double.NaN);
                    assertThat(values).doesNotContainKey("instance_loss");
                    assertThat(values.getOrDefault("loss", Double.NaN))
                            .isEqualTo(first + second, Offset.offset(1e-5))
                            .isBetween(-1.0, 1.0);
                });
    }

    @Test
    void encoderIsTheOneThatIsSaved() throws IOException {
        spreads("encoder", OwnEncoder::plug);

        Path saved = folder.resolve("encoder/encoder");
        assertThat(Safetensors.read(saved.resolve("encoder.safetensors")).names())
                .contains("01Conv2d_weight", "10Conv2d_weight", "fc.2.weight")
                .doesNotContain("conv1.weight");
        assertThat(saved.resolve("encoder.pt")).doesNotExist();

        ImageSource shapes = new GeneratedShapes(4, 32, 3);
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainedEncoder opened = TrainedEncoder.open(folder.resolve("encoder"), new OwnEncoder(), manager);
            assertThat(opened.features(manager, shapes, FixedView.BICUBIC, 1, done -> {})
                            .rows()
                            .getShape())
                    .isEqualTo(new Shape(4, 128));
        }
        assertThat(export()).as("the class is named, or the run is not opened").isEqualTo(2);
        assertThat(export("--encoder-factory", OwnEncoder.class.getName())).isZero();
    }

    private static int export(String... options) {
        Stream<String> command =
                Stream.of("export", "--run", "" + folder.resolve("encoder"), "--format", "safetensors");
        Stream<String> target = Stream.of("--out", "" + folder.resolve("own.safetensors"));
        return Hcsc.run(Stream.of(command, target, Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }
}
