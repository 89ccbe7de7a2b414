package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs with a small Vision Transformer: 48 values of a token, 3 heads, 16 patches. */
final class VitRunTest {

    private static final int STEPS = 4;

    @TempDir
    private Path folder;

    private static PretrainConfig vit(String... settings) {
        return PretrainerTest.config(
                        "encoder.architecture=vit_tiny",
                        "encoder.width=0.25",
                        "encoder.patch=4",
                        "encoder.dropPath=0.5",
                        "run.precision=fp32",
                        "run.knn.everyEpochs=0",
                        "schedule.epochs=2")
                .with(settings);
    }

    private void train(String name, PretrainConfig config) {
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve(name))
                .optData(PretrainerTest.images())
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }

    private StateDict checkpoint(String run) throws IOException {
        return Safetensors.read(folder.resolve(run).resolve("checkpoints/latest"));
    }

    private List<Double> losses(String run) {
        return MetricsLog.read(folder.resolve(run).resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .map(record -> record.values().get("loss"))
                .toList();
    }

    @Test
    void resumedInTheMiddleOfTheWarmUpIsTheUninterruptedRun() throws IOException {
        PretrainConfig config = vit(
                "optimizer.algorithm=adamw",
                "optimizer.decay=matrices",
                "optimizer.baseLearningRate=0.01",
                "optimizer.weightDecaySchedule=cosine",
                "optimizer.finalWeightDecay=0.4",
                "optimizer.clip=global",
                "schedule.warmupEpochs=1.5",
                "schedule.perStep=true",
                "queue.momentumSchedule=cosine");
        train("whole", config);
        PretrainerTest.stop(config, folder.resolve("halves"), STEPS - 1);
        assertThat(checkpoint("halves").metadata()).containsEntry("hcsc.adamw_steps.query", "" + (STEPS - 1));
        PretrainerTest.finish(folder.resolve("halves"));

        StateDict whole = checkpoint("whole");
        StateDict halves = checkpoint("halves");
        assertThat(halves.names()).isEqualTo(whole.names()).contains("adamw.m.cls_token", "adamw.v.fc.2.bias");
        for (String name : whole.names()) {
            assertThat(halves.get(name).bytes())
                    .as(name)
                    .isEqualTo(whole.get(name).bytes());
        }
        assertThat(losses("halves")).isEqualTo(losses("whole"));
    }

    @ParameterizedTest
    @CsvSource({"4", "6"})
    void chunksTrainAsTheWholeBatch(int images) throws IOException {
        PretrainConfig config = vit("schedule.epochs=1", "encoder.registers=2", "prototypes.counts=[]");
        train("whole", config);
        train("chunks", config.with("run.microBatch=" + images));

        for (int i = 0; i < STEPS; i++) {
            double expected = losses("whole").get(i);
            assertThat(losses("chunks").get(i)).isCloseTo(expected, Offset.offset(1e-5 * expected));
        }
        StateDict expected = checkpoint("whole");
        Deviations deviations = new Deviations("chunks of " + images);
        for (String name : expected.names()) {
            if (name.matches("query\\..*weight")) {
                deviations.add(
                        "weights",
                        name,
                        checkpoint("chunks").get(name).toFloats(),
                        expected.get(name).toFloats());
            }
        }
        Closeness.requireWithin(deviations, quantity -> 1e-5);
    }

    @Test
    void fixedPositionsStayAndLearnedOnesMove() throws IOException {
        train("fixed", vit("schedule.epochs=1", "prototypes.counts=[]"));
        train("learned", vit("schedule.epochs=1", "prototypes.counts=[]", "encoder.positions=learned"));

        float[] fixed = checkpoint("fixed").get("query.pos_embed").toFloats();
        assertThat(fixed[0]).as("class token").isZero();
        assertThat(fixed[48 + 12]).as("cosine of row 0").isEqualTo(1);
        assertThat(checkpoint("fixed").names()).contains("key.pos_embed").doesNotContain("velocity.pos_embed");
        assertThat(checkpoint("learned").names()).contains("velocity.pos_embed");
    }

    @Test
    void frozenPatchesStayAsTheyWere() throws IOException {
        String longer = "schedule.epochs=2";
        train("one", vit("schedule.epochs=1", "prototypes.counts=[]", "encoder.patchProjection=frozen"));
        train("two", vit(longer, "prototypes.counts=[]", "encoder.patchProjection=frozen"));

        StateDict one = checkpoint("one");
        StateDict two = checkpoint("two");
        for (String name : List.of("query.patch_embed.proj.weight", "key.patch_embed.proj.bias")) {
            assertThat(two.get(name).bytes()).as(name).isEqualTo(one.get(name).bytes());
        }
        assertThat(two.get("query.cls_token").bytes())
                .isNotEqualTo(one.get("query.cls_token").bytes());
        assertThat(two.names()).doesNotContain("velocity.patch_embed.proj.weight");
    }

    @Test
    void whatWasTrainedIsUsedAndStartedFrom() throws IOException {
        train("run", vit("encoder.features=class+mean", "encoder.heads=2"));
        Path run = folder.resolve("run");
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainedEncoder finished = TrainedEncoder.open(run.resolve("encoder"), manager);
            EncoderDesign design = finished.design().orElseThrow();
            assertThat(design)
                    .hasToString("vit, width 48, depth 12, patch 4, heads 2, registers 0, features class+mean");
            assertThat(finished.featureSize()).isEqualTo(96);
            assertThat(TrainedEncoder.open(run.resolve("checkpoints/latest"), manager)
                            .design())
                    .contains(design);
        }
        String init = "encoder.initialWeights=" + run;
        train(
                "larger",
                vit(
                        init,
                        "encoder.heads=2",
                        "encoder.features=class+mean",
                        "views.imageSize=20",
                        "views.evaluationResize=20",
                        "schedule.epochs=1",
                        "prototypes.counts=[]"));
        assertThatThrownBy(() -> train("other", vit(init, "encoder.patch=8", "encoder.heads=2")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("must have 8 pixels along a patch, which is not resampled, but have 4");
        assertThatThrownBy(() -> train("other", vit(init)))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("must have 3 attention heads, but have 2");
    }

    /** One epoch frozen, one not: until then the first blocks have the bits that they began with. */
    @Test
    void firstBlocksStayAndLowerLayersMoveLess() throws IOException {
        train("given", vit("schedule.epochs=1", "prototypes.counts=[]"));
        StateDict given = checkpoint("given");
        PretrainConfig frozen = vit(
                "encoder.initialWeights=" + folder.resolve("given"),
                "prototypes.counts=[]",
                "optimizer.algorithm=adamw",
                "optimizer.layerDecay=0.5",
                "optimizer.frozenBlocks=2",
                "optimizer.frozenEpochs=1");
        train("whole", frozen);
        AfterStep stop = PretrainerTest.stop(frozen, folder.resolve("halves"), STEPS);
        assertThat(stop.messages)
                .anyMatch(message -> message.contains("0.5 of the next one's in each below; the first 2 blocks"));

        StateDict halfway = checkpoint("halves");
        for (String name :
                List.of("cls_token", "patch_embed.proj.weight", "blocks.0.mlp.fc1.weight", "blocks.1.norm2.bias")) {
            assertThat(halfway.get("query." + name).bytes())
                    .as(name)
                    .isEqualTo(given.get("query." + name).bytes());
            assertThat(halfway.get("adamw.m." + name).toFloats()).as(name).containsOnly(0);
        }
        assertThat(moved(halfway, given, "blocks.2.mlp.fc1.weight"))
                .isPositive()
                .isLessThan(moved(halfway, given, "blocks.11.mlp.fc1.weight") / 50);
        assertThat(halfway.metadata())
                .containsEntry("hcsc.adamw_steps.2.query", "0")
                .containsEntry("hcsc.adamw_steps.3.query", "" + STEPS);

        PretrainerTest.finish(folder.resolve("halves"));
        StateDict whole = checkpoint("whole");
        StateDict halves = checkpoint("halves");
        assertThat(whole.metadata()).containsEntry("hcsc.adamw_steps.2.query", "" + STEPS);
        for (String name : whole.names()) {
            assertThat(halves.get(name).bytes())
                    .as(name)
                    .isEqualTo(whole.get(name).bytes());
        }
        assertThat(moved(whole, given, "blocks.1.mlp.fc1.weight")).isPositive();
    }

    private static double moved(StateDict state, StateDict before, String weight) {
        float[] now = state.get("query." + weight).toFloats();
        float[] then = before.get("query." + weight).toFloats();
        double most = 0;
        for (int i = 0; i < now.length; i++) {
            most = Math.max(most, Math.abs((double) now[i] - then[i]));
        }
        return most;
    }

    @Test
    void refusesToFreezeWhatIsRandom() {
        assertThatThrownBy(() -> vit("optimizer.frozenBlocks=2", "optimizer.frozenEpochs=1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer.frozenEpochs must be 0 without encoder.initialWeights");
        assertThatThrownBy(() -> vit("optimizer.frozenBlocks=2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer.frozenEpochs must be positive with optimizer.frozenBlocks 2");
    }

    @Test
    void refusesSizesThatThePatchDoesNotDivide() {
        assertThatThrownBy(() -> vit("views.imageSize=18", "views.evaluationResize=18"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "views.imageSize must have a side that is a multiple of encoder.patch 4, such as 16"
                                + " or 20, but was 18");
    }

    @Test
    void keysOfTransformersAreNotPassedOverWithResNets() {
        PretrainConfig resNet = PretrainerTest.config();

        assertThat(resNet.toYaml()).doesNotContain("patch", "registers", "dropPath");
        assertThatThrownBy(() -> resNet.with("encoder.patch=8"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("encoder.patch must be left out with encoder.architecture resnet18");
        assertThat(vit().with("run.seed=1").toYaml()).contains("patch: 4");
    }
}
