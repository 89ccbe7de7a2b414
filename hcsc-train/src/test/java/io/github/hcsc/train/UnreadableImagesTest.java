package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.clusters.RunPrototypes;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.report.RunReport.Remark;
import io.github.hcsc.train.run.UnreadableImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run does with images that cannot be read. */
final class UnreadableImagesTest {

    private static final int IMAGES = 64;
    private static final ImageSource SHAPES = new GeneratedShapes(IMAGES, 16, 0);

    @TempDir
    private Path folder;

    private final Set<Integer> broken = new ConcurrentSkipListSet<>(Set.of(3, 20));

    private PretrainerBuilder with(PretrainerBuilder builder) {
        return builder.optData(new TrainingData(new BrokenImages(SHAPES, broken), Optional.of(SHAPES)));
    }

    private void train(PretrainConfig config, String name) {
        try (Pretrainer pretrainer =
                with(Pretrainer.create(config, folder.resolve(name))).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"extracted", "gathered"})
    void areInNoTreeAndInNoStep(String features) throws IOException {
        Path run = folder.resolve("run");
        train(PretrainerTest.config("prototypes.features=" + features, "queue.capacity=64"), "run");

        PrototypeTree tree = PrototypeTree.open(run);
        ImageTable names = PrototypeStore.of(run).imageTable(tree);
        assertThat(tree.images()).isEqualTo(IMAGES - 2);
        assertThat(PrototypeStore.of(run).embeddings(tree).size()).isEqualTo(IMAGES - 2);
        assertThat(names.names()).hasSize(IMAGES - 2).doesNotContain(SHAPES.name(3), SHAPES.name(20));
        assertThat(names.names().get(3)).isEqualTo(SHAPES.name(4));
        StateDict latest = Safetensors.read(run.resolve("checkpoints/latest"));
        assertThat(latest.get("queue.indices").toLongs()).doesNotContain(3, 20).contains(4);
        long[] assignments = latest.get("prototypes.0.assignments").toLongs();
        assertThat(IntStream.range(0, IMAGES).filter(image -> assignments[image] < 0))
                .containsExactly(3, 20);
        assertThat(RunPrototypes.evaluate(run, new int[IMAGES])).hasSize(3);
    }

    @Test
    void areCountedAndNamed() throws IOException {
        Path run = folder.resolve("run");
        train(PretrainerTest.config(), "run");

        assertThat(MetricsLog.read(run.resolve("metrics.jsonl")))
                .filteredOn(record -> record.values().containsKey("clustering_seconds")
                        || record.values().containsKey("knn_top1"))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.values()).containsEntry("unreadable_images", 2.0));
        assertThat(RunReport.of(run).remarks())
                .extracting(Remark::text)
                .anyMatch(text -> text.startsWith("2 images cannot be read and have no features: ")
                        && text.contains(SHAPES.name(3) + " (broken on purpose)"));
        assertThat(RunReport.of(run).sample().orElseThrow().images().names())
                .hasSize(IMAGES - 2)
                .doesNotContain(SHAPES.name(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extracted", "gathered"})
    void aRunGoesOnAfterAStopAsIfNothingHadHappened(String features) throws IOException {
        PretrainConfig config = PretrainerTest.config("prototypes.features=" + features);
        train(config, "whole");
        Path stopped = folder.resolve("stopped");
        AfterStep listener = new AfterStep();
        try (Pretrainer pretrainer =
                with(Pretrainer.create(config, stopped)).optProgress(listener).build()) {
            listener.after(6, pretrainer::requestStop);
            assertThat(pretrainer.run()).isFalse();
        }
        try (Pretrainer pretrainer = with(Pretrainer.resume(stopped)).build()) {
            assertThat(pretrainer.run()).isTrue();
        }

        PretrainerTest.assertSameCheckpoint(folder.resolve("whole"), stopped);
    }

    @Test
    void maySpoilLater() throws IOException {
        Path run = folder.resolve("run");
        AfterStep listener = new AfterStep();
        try (Pretrainer pretrainer = with(Pretrainer.create(PretrainerTest.config("schedule.epochs=4"), run))
                .optProgress(listener)
                .build()) {
            listener.after(6, () -> broken.add(40));
            assertThat(pretrainer.run()).isTrue();
        }

        PrototypeStore store = PrototypeStore.of(run);
        assertThat(store.imageTable(store.newest()).names()).doesNotContain(SHAPES.name(40));
        assertThat(store.imageTable(store.tree(1)).names()).hasSize(IMAGES - 2).contains(SHAPES.name(40));
        assertThat(Safetensors.read(run.resolve("checkpoints/latest"))
                        .get("queue.indices")
                        .toLongs())
                .doesNotContain(3, 20, 40);
    }

    @Test
    void aNameOfAPageIsCutInWords() {
        String words = new UnreadableImages(Map.of("x".repeat(50_000), "does not exist")).inWords();

        assertThat(words).endsWith("xxx... (does not exist)").hasSizeLessThan(300);
    }
}
