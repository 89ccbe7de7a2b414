package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MoCo v3, and HIRL on all that it can be added to, from configuration to encoder. */
final class PairedViewsTest {

    private static final String PAIR = "views.recipe=[v3-small, v3-small-solarize]";

    @TempDir
    private Path folder;

    /** {@code moco-v3}, or {@code hirl/} and what it is added to; then {@code vit} or {@code resnet}. */
    private static PretrainConfig config(String method, String encoder, String... settings) {
        List<String> all =
                new ArrayList<>(List.of("run.precision=fp32", "run.knn.everyEpochs=0", "encoder.bnGroups=2", PAIR));
        if (encoder.equals("vit")) {
            all.addAll(List.of("encoder.architecture=vit_tiny", "encoder.width=0.125", "encoder.patch=4"));
        }
        String[] words = method.split("/", -1);
        PretrainConfig named = PretrainerTest.config(all.toArray(String[]::new));
        named = words.length == 1
                ? named.with("method=" + words[0])
                : named.with("method=hirl", "hirl.image=" + words[1], "hirl.negatives=7");
        if (method.endsWith("moco-v3")) {
            named = named.with("mocoV3.hiddenWidth=24", "optimizer.algorithm=adamw", "optimizer.baseLearningRate=0.02");
        }
        return named.with(settings);
    }

    private Path train(String name, PretrainConfig config) {
        Path run = folder.resolve(name);
        try (Pretrainer pretrainer =
                Pretrainer.create(config, run).optData(PretrainerTest.images()).build()) {
            pretrainer.run();
        }
        return run;
    }

    private static StateDict checkpoint(Path run) throws IOException {
        return Safetensors.read(run.resolve("checkpoints/latest"));
    }

    private static List<Double> course(Path run, String name) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey(name))
                .map(record -> record.values().get(name))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "resnet"})
    void mocoV3LearnsWithoutAQueue(String encoder) throws IOException {
        Path run = train("run", config("moco-v3", encoder, "schedule.epochs=10", "mocoV3.keyMomentum=0.9"));

        List<Double> losses = course(run, "loss");
        assertThat(mean(losses.subList(36, 40))).isLessThan(mean(losses.subList(0, 4)));
        for (int i = 0; i < losses.size(); i++) {
            assertThat(losses.get(i))
                    .isCloseTo(
                            course(run, "first_loss").get(i)
                                    + course(run, "second_loss").get(i),
                            Offset.offset(1e-5));
        }
        assertThat(checkpoint(run).names())
                .noneMatch(name -> name.startsWith("queue."))
                .contains(
                        "query.fc.1.running_var",
                        "key.fc.0.weight",
                        "predictor.0.weight",
                        "adamw.m.predictor.0.weight");
        boolean transformer = encoder.equals("vit");
        assertThat(checkpoint(run).names().contains("query.fc.7.running_mean")).isEqualTo(transformer);
        assertThat(checkpoint(run).names().contains("predictor.4.running_mean")).isEqualTo(transformer);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThat(TrainedEncoder.open(run.resolve("encoder"), manager)
                            .design()
                            .flatMap(design -> design.head()))
                    .get()
                    .hasToString((transformer ? "3 layers" : "two layers") + " to 32 with batch normalisation");
        }
    }

    @ParameterizedTest
    @CsvSource({"moco-v3, vit", "moco-v3, resnet", "hirl/moco-v2, resnet", "hirl/moco-v3, vit", "hirl/simclr, vit"})
    void goesOnToTheBitsOfAnUninterruptedRun(String method, String encoder) throws IOException {
        PretrainConfig config = config(method, encoder);
        Path whole = train("whole", config);
        Path stopped = folder.resolve("stopped");
        PretrainerTest.stop(config, stopped, 6);
        PretrainerTest.finish(stopped);

        PretrainerTest.assertSameCheckpoint(whole, stopped);
    }

    /** With the first prototypes in the second epoch of four steps: heads move from then on alone. */
    @Test
    void headsOfHirlBeginWithTheFirstPrototypes() throws IOException {
        PretrainConfig config = config("hirl/moco-v3", "vit", "prototypes.firstClusteringEpoch=1", "schedule.epochs=2");
        Path run = train("run", config);

        assertThat(checkpoint(run).metadata())
                .containsEntry("hcsc.adamw_steps.query", "8")
                .containsEntry("hcsc.adamw_steps.projections.0", "4");
        assertThat(course(run, "semantic_loss").subList(0, 4)).containsOnly(0.0);
        assertThat(course(run, "semantic_loss").subList(4, 8)).allMatch(loss -> loss > 0);
        assertThat(run.resolve("prototypes/epoch-0002.safetensors")).exists();
    }

    /** The other method sees no prototypes: until there are some, it is as if it were alone. */
    @ParameterizedTest
    @ValueSource(strings = {"moco-v2", "moco-v3", "simclr"})
    void hirlIsTheOtherMethodUntilThereArePrototypes(String image) {
        PretrainConfig hirl = config("hirl/" + image, "vit", "prototypes.firstClusteringEpoch=1", "schedule.epochs=2");
        Path run = train("hirl", hirl);
        Path alone = train("alone", config(image, "vit", "schedule.epochs=2"));

        assertThat(course(run, "loss").subList(0, 4))
                .isEqualTo(course(alone, "loss").subList(0, 4));
        assertThat(course(run, "loss").get(4))
                .isGreaterThan(course(alone, "loss").get(4));
    }

    @ParameterizedTest
    @CsvSource({"moco-v3, 4", "moco-v3, 6", "hirl/moco-v3, 4", "hirl/moco-v2, 4"})
    void chunksTrainAsTheWholeBatch(String method, int images) throws IOException {
        PretrainConfig config = config(
                method,
                "vit",
                "schedule.epochs=2",
                "encoder.dropPath=0.5",
                "optimizer.algorithm=sgd",
                "optimizer.baseLearningRate=0.002");
        Path whole = train("whole", config);
        Path chunks = train("chunks", config.with("run.microBatch=" + images));

        Deviations deviations = new Deviations(method + " in chunks of " + images);
        for (int i = 0; i < course(whole, "loss").size(); i++) {
            float expected = course(whole, "loss").get(i).floatValue();
            deviations.add("losses", "step " + i, course(chunks, "loss").get(i).floatValue(), expected);
        }
        StateDict expected = checkpoint(whole);
        for (String name : expected.names()) {
            if (name.matches("(query|predictor|projections)\\..*weight")) {
                deviations.add(
                        "weights",
                        name,
                        checkpoint(chunks).get(name).toFloats(),
                        expected.get(name).toFloats());
            }
        }
        Closeness.requireWithin(deviations, quantity -> 1e-5);
    }

    @ParameterizedTest
    @CsvSource({
        "moco-v3, resnet, whole",
        "moco-v3, vit, 4",
        "hirl/moco-v3, vit, 4",
        "hirl/moco-v2, resnet, whole",
        "hirl/simclr, vit, 4"
    })
    void leavesNoTensorsBehind(String method, String encoder, String chunk) {
        PretrainerTest.assertNoTensorsLeft(
                config(method, encoder, "schedule.epochs=5", "run.microBatch=" + chunk), folder.resolve("run"));
    }
}
