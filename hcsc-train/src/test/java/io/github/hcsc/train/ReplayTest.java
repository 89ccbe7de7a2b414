package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.augment.RandomStream;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.replay.ReplayedStep;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.TrainingViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplayTest {

    private static final String LOCALS = "views.localCrops=[{count: 1, size: 16, minScale: 0.1, maxScale: 0.4}]";

    @TempDir
    private Path folder;

    private void train(PretrainConfig config) {
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("run"))
                .optData(PretrainerTest.images())
                .build()) {
            pretrainer.run();
        }
    }

    private Replay replay() {
        return Pretrainer.resume(folder.resolve("run"))
                .optData(PretrainerTest.images())
                .replay();
    }

    /** Steps 1 to 4 have no prototypes; those of 5 to 8 and of 9 to 12 are found before step 5 and step 9. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.microBatch=whole",
                "run.microBatch=8",
                "prototypes.features=gathered",
                "prototypes.counts=[]",
                LOCALS
            })
    void repeatsStepsAndTheStatesAfterThemToTheBit(String setting) throws IOException {
        PretrainConfig config = PretrainerTest.config(
                setting,
                "run.checkpoint.everySteps=3",
                "run.checkpoint.keep=20",
                "run.logEverySteps=2",
                "run.knn.everyEpochs=0");
        train(config);
        Map<String, String> before = files();
        Checkpoints saved = new Checkpoints(RunDirectory.join(folder.resolve("run")), 1);

        try (Replay replay = replay()) {
            for (int step : new int[] {3, 6, 9}) {
                Replay.Way way = step == 3 ? replay.wayFromStart(3) : replay.wayTo(step);
                assertThat(way.steps()).isBetween(1L, 3L);
                try (Repetition again = replay.begin(way)) {
                    ReplayedStep repeated = replay.repeat(again, step);
                    assertThat(repeated.step()).isEqualTo(step);
                    assertSameState(again.state().save(), saved.at(step));
                }
                assertThat(replay.difference()).isEmpty();
                assertThat(replay.compared())
                        .isEqualTo(step / 2 - way.checkpoint().orElse(0) / 2);
            }
        }
        assertThat(files()).isEqualTo(before);
    }

    private static void assertSameState(StateDict actual, StateDict expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        assertThat(actual.names().stream().filter(name -> !actual.get(name)
                        .bytes()
                        .equals(expected.get(name).bytes())))
                .isEmpty();
        assertThat(actual.metadata()).isEqualTo(expected.metadata());
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder.resolve("run"))) {
            for (Path file : all.toList()) {
                contents.put(
                        file.toString(),
                        Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void showsLossesGradientsMasksAndViewsOfAStep() throws IOException {
        PretrainConfig config = PretrainerTest.config("schedule.epochs=2", "encoder.bnGroups=2");
        train(config);
        ReplayedStep step;
        try (Replay replay = replay()) {
            step = replay.repeat(replay.wayTo(7));
        }

        Map<String, Double> logged = losses(7);
        assertThat(step.losses()).hasSize(6).allSatisfy((name, loss) -> assertThat(logged)
                .containsEntry(name, loss));
        assertThat(step.epoch()).isEqualTo(1);
        assertThat(step.batch()).isEqualTo(2);
        assertThat(logged).containsEntry("learning_rate", step.learningRate());
        assertThat(step.gradientNorms()).containsKeys("query.conv1.weight", "query.fc.2.bias");
        assertThat(step.gradientNorm()).isPositive().isFinite();
        assertThat(step.shown().keySet())
                .contains(
                        "features.view0", "features.view1", "embedding", "kept_keys.level0", "kept_prototypes.level1");
        StateDict shown = new StateDict(step.shown(), Map.of());
        assertThat(shown.get("kept_keys.level2").shape().getShape()).containsExactly(16, 32);
        assertThat(shown.get("kept_prototypes.level0").shape().getShape()).containsExactly(16, 12);
        for (float kept : shown.get("kept_keys.level0").toFloats()) {
            assertThat(kept).isIn(0f, 1f);
        }
        assertThat(step.images()).hasSize(16);
        List<ViewRecipe> recipes = TrainingViews.of(config.views());
        try (ImageSource source = PretrainerTest.images().training()) {
            for (ReplayedStep.Sample image : step.images()) {
                int index = (int) image.index();
                assertThat(image.name()).isEqualTo(source.name(index));
                for (int view = 0; view < 2; view++) {
                    assertThat(image.views().get(view).rgb())
                            .as("view %d of image %d", view, index)
                            .isEqualTo(recipes.get(view)
                                    .apply(source.image(index), RandomStream.of(0, 1, index, view))
                                    .rgb());
                }
            }
        }
    }

    private Map<String, Double> losses(long step) {
        return MetricsLog.read(folder.resolve("run/metrics.jsonl")).stream()
                .filter(record -> record.step() == step && record.values().containsKey("loss"))
                .map(MetricsRecord::values)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void startsAnewOnlyWhereThereIsNoCheckpointBefore() {
        train(PretrainerTest.config("run.checkpoint.keep=1"));

        try (Replay replay = replay()) {
            Replay.Way way = replay.wayTo(6);
            assertThat(way.checkpoint()).isEqualTo(OptionalInt.empty());
            assertThat(way.inWords())
                    .matches("from the start of the run, 6 steps, about \\d+ s at the run's own speed");
            assertThat(replay.repeat(way).losses())
                    .containsEntry("loss", losses(6).get("loss"));
            assertThat(replay.difference()).isEmpty();
            assertThatThrownBy(() -> replay.wayTo(13))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("step must lie in [1, 12], the steps of the run, but was 13");
        }
    }

    @Test
    void saysSoWhenTheLossesDiffer() throws IOException {
        train(PretrainerTest.config("schedule.epochs=1", "prototypes.firstClusteringEpoch=0"));
        Path metrics = folder.resolve("run/metrics.jsonl");
        Files.writeString(metrics, Files.readString(metrics).replaceAll("(\"step\":2,.*\"loss\":\\d)", "$11"));

        try (Replay replay = replay()) {
            replay.repeat(replay.wayFromStart(3));
            assertThat(replay.compared()).isEqualTo(3);
            assertThat(replay.difference().orElseThrow()).startsWith("loss up to step 2 was ");
        }
    }

    @Test
    void aRunOfSeveralProcessesIsNamed() throws IOException {
        train(PretrainerTest.config("schedule.epochs=1", "prototypes.firstClusteringEpoch=0"));
        Path provenance = folder.resolve("run/provenance.json");
        Files.writeString(provenance, Files.readString(provenance).replace("\"processes\" : 1", "\"processes\" : 4"));

        try (Replay replay = replay()) {
            assertThat(replay.reservation().orElseThrow())
                    .startsWith("the run was trained by 4 processes; one repeats");
        }
    }
}
