package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.prototypes.PrototypeTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes train as one does that cuts the same batches into the same groups. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrainingTest {

    private static final double TOLERANCE = 1e-4;

    /* A random decision so close to its threshold that rounding turns it would tear trajectories apart. */
    private static final String[] NO_RANDOM_DECISIONS = {
        "objective.selection.instance=false", "objective.selection.prototype=false"
    };

    private Path folder = Path.of("");
    private Mpirun mpirun = new Mpirun(folder);
    private Path alone = folder;

    @BeforeAll
    void trainAlone(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        mpirun = Mpirun.openMpi();
        alone = train(1, "alone", NO_RANDOM_DECISIONS);
    }

    private Path train(int processes, String name, String... settings) throws IOException, InterruptedException {
        Path run = folder.resolve(name);
        Mpirun.Result result = mpirun.run(processes, TrainingProgram.class, Mpirun.join(run.toString(), settings));
        assertThat(result.exit()).as(result.output()).isZero();
        return run;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void followsTheTrajectoryOfOneProcess(int processes) throws IOException, InterruptedException {
        Path together = train(processes, "together" + processes, NO_RANDOM_DECISIONS);

        double[] expected = losses(alone);
        assertThat(expected).hasSize(TrainingProgram.STEPS);
        assertThat(losses(together)).containsExactly(expected, within(TOLERANCE));
        report(processes, expected, losses(together));
        for (String tensor : List.of("query.conv1.weight", "key.fc.2.bias", "velocity.fc.0.weight", "queue.keys")) {
            assertThat(floats(together, tensor)).as(tensor).containsExactly(floats(alone, tensor), within(1e-3f));
        }
        assertThat(Safetensors.read(together.resolve("prototypes/epoch-0001.safetensors"))
                        .get("prototypes.0.assignments")
                        .toLongs())
                .containsExactly(Safetensors.read(alone.resolve("prototypes/epoch-0001.safetensors"))
                        .get("prototypes.0.assignments")
                        .toLongs());
        assertThat(embeddings(together)).containsExactly(embeddings(alone), within(1e-3f));
    }

    @Test
    void othersStandInForImagesThatCannotBeReadInEveryProcessAlike() throws IOException, InterruptedException {
        String[] settings = Stream.concat(Stream.of(NO_RANDOM_DECISIONS), Stream.of("schedule.epochs=3"))
                .toArray(String[]::new);
        Path one = train(1, "broken-alone", settings);
        Path two = train(2, "broken-together", settings);

        assertThat(losses(two)).containsExactly(losses(one), within(TOLERANCE));
        for (String tensor : List.of("queue.indices", "prototypes.0.assignments")) {
            assertThat(longs(two, tensor)).as(tensor).containsExactly(longs(one, tensor));
        }
        assertThat(longs(two, "queue.indices")).doesNotContain(3, 20, 21, 100);
        assertThat(PrototypeTree.open(two).images()).isEqualTo(TrainingProgram.IMAGES - 4);
        assertThat(embeddings(two)).containsExactly(embeddings(one), within(1e-3f));
    }

    private static long[] longs(Path run, String tensor) throws IOException {
        return Safetensors.read(run.resolve("checkpoints/latest")).get(tensor).toLongs();
    }

    private static void report(int processes, double[] expected, double[] found) {
        double most = IntStream.range(0, expected.length)
                .mapToDouble(step -> Math.abs(found[step] - expected[step]))
                .max()
                .orElseThrow();
        System.out.printf(
                "%d processes: losses of %d steps differ by at most %.1e%n", processes, expected.length, most);
    }

    @Test
    void refusesProcessesThatDifferAndNamesTheDifference() throws IOException, InterruptedException {
        Path run = folder.resolve("different");
        Mpirun.Result result = mpirun.run(2, TrainingProgram.class, run.toString(), "run.seed=RANK");

        assertThat(result.output())
                .contains("all processes must be started alike, but run.seed is 0 in process 0 and 1 in process 1");
        assertThat(result.exit()).isNotZero();
        assertThat(run).doesNotExist();
    }

    @Test
    void refusesGroupsThatProcessesCannotShare() throws IOException, InterruptedException {
        Path run = folder.resolve("odd");
        Mpirun.Result result = mpirun.run(2, TrainingProgram.class, run.toString(), "encoder.bnGroups=1");

        assertThat(result.output()).contains("encoder.bnGroups must be a multiple of the number of processes, 2");
        assertThat(result.exit()).isNotZero();
        assertThat(run).doesNotExist();
    }

    /* Fifteen steps, in which about a hundred thousand random decisions are made. */
    @Test
    void selectsTheSameNegativesAndClustersTheKeysOfTheEpochBefore() throws IOException, InterruptedException {
        String[] settings = {"prototypes.features=gathered", "schedule.epochs=3"};
        Path one = train(1, "gathered1", settings);
        Path two = train(2, "gathered2", settings);

        assertThat(losses(two)).hasSize(15).containsExactly(losses(one), within(TOLERANCE));
    }

    @Test
    void contrastWithinTheBatchIsThatOfOneProcess() throws IOException, InterruptedException {
        String[] settings = {
            "method=simclr",
            "schedule.epochs=3",
            "optimizer.baseLearningRate=0.0005",
            "views.localCrops=[{count: 1, size: 16, minScale: 0.1, maxScale: 0.4}]"
        };
        Path one = train(1, "simclr1", settings);
        Path two = train(2, "simclr2", settings);

        assertThat(losses(two)).hasSize(15).containsExactly(losses(one), within(TOLERANCE));
        for (String tensor : List.of("query.conv1.weight", "query.fc.2.bias", "velocity.fc.0.weight")) {
            assertThat(floats(two, tensor)).as(tensor).containsExactly(floats(one, tensor), within(1e-3f));
        }
    }

    /** Heads that normalise over the whole batch, and heads of HIRL on them that do so by group. */
    @ParameterizedTest
    @ValueSource(strings = {"moco-v3", "hirl"})
    void predictionOfKeysIsThatOfOneProcess(String method) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(List.of(
                "method=" + method,
                "mocoV3.hiddenWidth=16",
                "encoder.architecture=vit_tiny",
                "encoder.width=0.125",
                "encoder.patch=4",
                "schedule.epochs=3",
                "optimizer.baseLearningRate=0.0005"));
        if (method.equals("hirl")) {
            settings.addAll(List.of("hirl.image=moco-v3", "hirl.negatives=9"));
        }
        Path one = train(1, method + 1, settings.toArray(String[]::new));
        Path two = train(2, method + 2, settings.toArray(String[]::new));

        assertThat(losses(two)).hasSize(15).containsExactly(losses(one), within(TOLERANCE));
        for (String tensor :
                List.of("query.blocks.3.mlp.fc1.weight", "query.fc.3.weight", "velocity.predictor.0.weight")) {
            assertThat(floats(two, tensor)).as(tensor).containsExactly(floats(one, tensor), within(1e-3f));
        }
    }

    private static double[] losses(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .mapToDouble(record -> record.values().get("loss"))
                .toArray();
    }

    private static float[] embeddings(Path run) throws IOException {
        return Safetensors.read(run.resolve("prototypes/embeddings.safetensors"))
                .get("embeddings")
                .toFloats();
    }

    private static float[] floats(Path run, String tensor) throws IOException {
        StateDict state = Safetensors.read(run.resolve("checkpoints/latest"));
        return state.get(tensor).toFloats();
    }
}
