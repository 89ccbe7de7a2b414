package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.OfficialCheckpoint;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.WeightsFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PretrainerTest {

    private static final int IMAGES = 64;

    @TempDir
    private Path folder;

    static PretrainConfig config(String... settings) {
        PretrainConfig smoke = PretrainConfig.read(Path.of("../configs/smoke.yaml"));
        return smoke.with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "schedule.epochs=3",
                        "run.device=cpu")
                .with(settings);
    }

    static TrainingData images() {
        return new TrainingData(new GeneratedShapes(IMAGES, 16, 0), Optional.of(new GeneratedShapes(IMAGES, 16, 1)));
    }

    private Pretrainer create(String name, PretrainConfig config) {
        return Pretrainer.create(config, folder.resolve(name)).optData(images()).build();
    }

    @Test
    void startsFromTheWeightsOfAnotherRun() throws IOException {
        try (Pretrainer first = create("first", config("schedule.epochs=2"))) {
            first.run();
        }
        String init = "encoder.initialWeights=" + folder.resolve("first");

        try (Pretrainer second = create("second", config(init));
                Pretrainer wider = create("third", config(init, "encoder.dimension=9"))) {
            StateDict trained = Safetensors.read(folder.resolve("first/encoder/encoder.safetensors"));
            assertThat(array(second, "fc.2.weight"))
                    .containsExactly(trained.get("fc.2.weight").toFloats());
            assertThat(array(second, "bn1.running_var"))
                    .containsExactly(trained.get("bn1.running_var").toFloats());
            assertThat(array(wider, "conv1.weight"))
                    .containsExactly(trained.get("conv1.weight").toFloats());
        }
        assertThatThrownBy(() -> create("fourth", config(init, "encoder.width=0.125")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("different conv1.weight is float32(4, 3, 3, 3) instead of");
        assertThat(folder.resolve("fourth"))
                .as("what was not begun cannot be resumed")
                .doesNotExist();
        create("fourth", config(init)).close();
    }

    @Test
    void refusesTwoKindsOfWeightsToStartFrom() {
        assertThatThrownBy(() -> Pretrainer.create(config("encoder.initialWeights=a.pth"), folder.resolve("run"))
                        .optData(images())
                        .optContinue(folder.resolve("b.pth.tar"))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("encoder.initialWeights must be none where a run of the authors' code goes on");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void goesOnWithTheSamePrototypesIfAClustererKeepsThem() {
        Clusterer once = (embeddings, previous, epoch) -> epoch == 1
                ? HierarchicalKMeans.fast(List.of(12, 6, 3), 0.2f).cluster(embeddings, previous, epoch)
                : previous;
        try (Pretrainer pretrainer = Pretrainer.create(config("schedule.epochs=4"), folder.resolve("run"))
                .optData(images())
                .optClusterer(once)
                .build()) {
            assertThat(pretrainer.run()).isTrue();
            assertThat(pretrainer.prototypes().levels()).hasSize(3);
            assertThat(pretrainer.prototypes().warnings()).isNotEmpty();
        }
    }

    private static float[] array(Pretrainer pretrainer, String name) {
        return pretrainer.encoder().getParameters().get(name).getArray().toFloatArray();
    }

    @Test
    void writesPrototypesMetricsAndCheckpointsOfARun() throws IOException {
        try (Pretrainer pretrainer = create("run", config())) {
            assertThat(pretrainer.run()).isTrue();
            assertThat(pretrainer.prototypes().levels()).hasSize(3);
        }

        assertThat(folder.resolve("run/prototypes/epoch-0001.safetensors")).isRegularFile();
        assertThat(folder.resolve("run/prototypes/epoch-0000.safetensors")).doesNotExist();
        StateDict latest = Safetensors.read(folder.resolve("run/checkpoints/latest"));
        assertThat(latest.names())
                .contains("query.conv1.weight", "key.fc.2.bias", "velocity.fc.0.weight", "queue.keys");
        List<MetricsRecord> records = MetricsLog.read(folder.resolve("run/metrics.jsonl"));
        assertThat(records.stream().filter(r -> r.values().containsKey("loss"))).hasSize(12);
        assertThat(records.stream().filter(r -> r.values().containsKey("knn_top1")))
                .hasSize(4);
        assertThat(records.stream().filter(r -> r.values().containsKey("features_effective_rank")))
                .hasSize(4)
                .allSatisfy(record -> assertThat(record.values())
                        .containsKeys("embeddings_effective_rank", "embeddings_spread", "features_spread"));
        assertThat(last(records, "features_effective_rank")).isNotEqualTo(last(records, "embeddings_effective_rank"));
        assertThat(last(records, "prototype_loss")).isPositive();
        assertThat(last(records, "drift_level0")).isBetween(0.0, 1.0);
        PrototypeTree tree = PrototypeTree.open(folder.resolve("run"));
        assertThat(tree.epoch()).as("the tree of the trained encoder").isEqualTo(3);
        assertThat(tree.images()).isEqualTo(IMAGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prototypes.features=extracted", "prototypes.features=gathered", "run.precision=bf16"})
    void continuesAfterAStopInTheMiddleOfAnEpochAsIfNothingHadHappened(String setting) throws IOException {
        PretrainConfig config = config(setting);
        try (Pretrainer pretrainer = create("whole", config)) {
            pretrainer.run();
        }
        for (int stopAfter : new int[] {2, 6}) {
            String name = "stopped" + stopAfter;
            AfterStep listener = new AfterStep();
            AtomicInteger left = new AtomicInteger(stopAfter);
            try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve(name))
                    .optData(images())
                    .optProgress(listener)
                    .build()) {
                listener.action = () -> {
                    if (left.decrementAndGet() == 0) {
                        pretrainer.requestStop();
                    }
                };
                assertThat(pretrainer.run()).isFalse();
            }
            try (Pretrainer pretrainer =
                    Pretrainer.resume(folder.resolve(name)).optData(images()).build()) {
                assertThat(pretrainer.run()).isTrue();
            }

            assertSameCheckpoint(folder.resolve("whole"), folder.resolve(name));
            assertThat(losses(name)).isEqualTo(losses("whole"));
        }
    }

    @Test
    void clustersTheKeysOfTheEpochBeforeIfAsked() throws IOException {
        PretrainConfig config = config("prototypes.features=gathered", "queue.capacity=" + IMAGES, "schedule.epochs=2");
        try (Pretrainer pretrainer = create("run", config)) {
            pretrainer.run();
        }

        StateDict latest = Safetensors.read(folder.resolve("run/checkpoints/latest"));
        float[] gathered = latest.get("gathered.keys").toFloats();
        float[] queue = latest.get("queue.keys").toFloats();
        long[] images = latest.get("queue.indices").toLongs();
        int dim = gathered.length / IMAGES;
        assertThat(images).as("the queue holds one epoch").hasSize(IMAGES).doesNotHaveDuplicates();
        for (int i = 0; i < IMAGES; i++) {
            int at = (int) images[i] * dim;
            assertThat(Arrays.copyOfRange(gathered, at, at + dim))
                    .containsExactly(Arrays.copyOfRange(queue, i * dim, (i + 1) * dim));
        }
    }

    @Test
    void goesOnFromTheAuthorsLayoutAsIfNothingHadHappened() throws IOException {
        PretrainConfig faithful = config("prototypes.kmeans.mode=faithful"); // fast starts from the tree before
        try (Pretrainer pretrainer = create("whole", faithful)) {
            pretrainer.run();
        }
        AfterStep listener = new AfterStep();
        AtomicInteger left = new AtomicInteger(8);
        try (Pretrainer pretrainer = Pretrainer.create(faithful, folder.resolve("begun"))
                .optData(images())
                .optProgress(listener)
                .build()) {
            listener.action = () -> {
                if (left.decrementAndGet() == 0) {
                    pretrainer.requestStop();
                }
            };
            pretrainer.run();
        }
        Path official = folder.resolve("checkpoint_0001.pth.tar");
        WeightsFormat.OFFICIAL.write(folder.resolve("begun"), 0, official);

        try (Pretrainer pretrainer = Pretrainer.create(faithful, folder.resolve("moved"))
                .optData(images())
                .optContinue(official)
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }

        StateDict whole = Safetensors.read(folder.resolve("whole/checkpoints/latest"));
        StateDict moved = Safetensors.read(folder.resolve("moved/checkpoints/latest"));
        assertThat(moved.names().stream()
                        .filter(name ->
                                !moved.get(name).bytes().equals(whole.get(name).bytes())))
                .isEmpty();
        assertThat(moved.metadata()).isEqualTo(whole.metadata());
        assertThatThrownBy(() -> Pretrainer.create(config("queue.capacity=64"), folder.resolve("other"))
                        .optData(images())
                        .optContinue(official)
                        .build())
                .isInstanceOf(RunException.class)
                .hasMessageContaining("the checkpoint to continue must be of the run")
                .hasMessageContaining("queue.keys");
        assertThatThrownBy(() -> Pretrainer.create(config("schedule.epochs=2"), folder.resolve("other"))
                        .optData(images())
                        .optContinue(official)
                        .build())
                .isInstanceOf(RunException.class)
                .hasMessageContaining("has finished 2 epochs and schedule.epochs is 2: nothing is left to train");
        assertThatThrownBy(() -> Pretrainer.create(config("optimizer.batchSize=32"), folder.resolve("other"))
                        .optData(images())
                        .optContinue(movedPointer(official))
                        .build())
                .isInstanceOf(RunException.class)
                .hasMessageContaining("has its queue_ptr at 16, which is no multiple of optimizer.batchSize 32");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    private Path movedPointer(Path official) throws IOException {
        OfficialCheckpoint whole = OfficialCheckpoint.read(official);
        Path moved = folder.resolve("moved.pth.tar");
        new OfficialCheckpoint(
                        whole.epoch(),
                        whole.arch(),
                        whole.query(),
                        whole.key(),
                        whole.queue(),
                        16,
                        whole.queueIndices(),
                        whole.optimizer())
                .write(moved, 0);
        return moved;
    }

    @Test
    void doesNotGoOnFromADamagedCheckpointAndGoesOnFromTheOneBefore() throws IOException {
        try (Pretrainer pretrainer = create("run", config("schedule.epochs=2", "prototypes.counts=[]"))) {
            pretrainer.run();
        }
        Path newest = folder.resolve("run/checkpoints").toRealPath().resolve("step-00000008.safetensors");
        byte[] whole = Files.readAllBytes(newest);
        int start = Long.BYTES
                + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt();
        for (int i = 1; i <= 48; i++) {
            byte[] flipped = whole.clone();
            flipped[start + (whole.length - start) / 49 * i] ^= 1;
            Files.write(newest, flipped);
            assertThatThrownBy(() -> new Checkpoints(RunDirectory.join(folder.resolve("run")), 1).at(8))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining(newest + ": is damaged: tensor ")
                    .hasMessageEndingWith("Delete it to go on from the one before.");
        }
        assertThatThrownBy(() -> Pretrainer.resume(folder.resolve("run"))
                        .optData(images())
                        .build())
                .hasMessageContaining("is damaged: tensor ");

        Files.delete(newest);
        try (Pretrainer pretrainer =
                Pretrainer.resume(folder.resolve("run")).optData(images()).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
        assertThat(newest).hasBinaryContent(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void leavesNoTensorsBehind(String precision) {
        assertNoTensorsLeft(config("schedule.epochs=5", "run.precision=" + precision), folder.resolve("run"));
    }

    /** The losses of 40 steps, which two seeds draw anew; a training that learns nothing is further away than they are. */
    @Test
    void bfloat16MovesTheLossLessThanAnotherSeedDoes() {
        List<Double> exact = lossesOf("exact", "run.precision=fp32", "run.seed=0");
        List<Double> other = lossesOf("other", "run.precision=fp32", "run.seed=1");
        List<Double> rounded = lossesOf("rounded", "run.precision=bf16", "run.seed=0");

        assertThat(rounded).hasSize(40).isNotEqualTo(exact);
        assertThat(distance(rounded, exact)).isLessThan(distance(other, exact));
    }

    private List<Double> lossesOf(String name, String... settings) {
        PretrainConfig config = config("schedule.epochs=10", "prototypes.counts=[]", "run.knn.everyEpochs=0")
                .with(settings);
        try (Pretrainer pretrainer = create(name, config)) {
            pretrainer.run();
        }
        return losses(name);
    }

    private static double distance(List<Double> one, List<Double> other) {
        return IntStream.range(0, one.size())
                .mapToDouble(i -> Math.abs(one.get(i) - other.get(i)))
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "2, 2", "1, 1"})
    void treesOfPrototypesStayAsManyAsWanted(int keep, int stay) throws IOException {
        PretrainConfig config =
                config("prototypes.firstClusteringEpoch=0", "schedule.epochs=3", "run.prototypes.keep=" + keep);
        try (Pretrainer pretrainer = create("run", config)) {
            pretrainer.run();
        }

        assertThat(PrototypeStore.of(folder.resolve("run")).epochs())
                .isEqualTo(IntStream.range(4 - stay, 4).boxed().toList());
    }

    @Test
    void refusesToContinueWithOtherImages() {
        try (Pretrainer pretrainer = create("run", config("schedule.epochs=2"))) {
            pretrainer.run();
        }

        assertThatThrownBy(() -> Pretrainer.resume(folder.resolve("run"))
                        .optImages(new GeneratedShapes(IMAGES + 16, 16, 0))
                        .build())
                .isInstanceOf(RunException.class)
                .hasMessageContaining("must go on with the images it began with (64 images");
    }

    @Test
    void givesUpWhenTheLossIsNoLongerANumber() {
        try (Pretrainer pretrainer = create("run", config("optimizer.baseLearningRate=1e30"))) {
            assertThatThrownBy(pretrainer::run)
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining(
                            "the loss must stay a number, but is NaN at step 2; step 2 in epoch 0 is the first");
        }
    }

    private List<Double> losses(String run) {
        return MetricsLog.read(folder.resolve(run).resolve("metrics.jsonl")).stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey("loss"))
                .map(values -> values.get("loss"))
                .toList();
    }

    private static double last(List<MetricsRecord> records, String name) {
        return records.stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey(name))
                .reduce((a, b) -> b)
                .map(values -> values.get(name))
                .orElseThrow();
    }

    /** Trains on {@link #images} in a new folder and stops after so many steps. */
    static AfterStep stop(PretrainConfig config, Path folder, int steps) {
        AfterStep listener = new AfterStep();
        try (Pretrainer pretrainer = Pretrainer.create(config, folder)
                .optData(images())
                .optProgress(listener)
                .build()) {
            listener.after(steps, pretrainer::requestStop);
            assertThat(pretrainer.run()).isFalse();
        }
        return listener;
    }

    /** Goes on to the end with what {@link #stop} left. */
    static void finish(Path folder) {
        try (Pretrainer pretrainer = Pretrainer.resume(folder).optData(images()).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }

    /** Trains in a new folder; once there are prototypes, each step must leave as many handles open as the one before. */
    static void assertNoTensorsLeft(PretrainConfig config, Path folder) {
        List<Integer> handles = new ArrayList<>();
        AfterStep listener = new AfterStep();
        try (Pretrainer pretrainer = Pretrainer.create(config, folder)
                .optData(images())
                .optProgress(listener)
                .build()) {
            listener.action = () -> handles.add(pretrainer.openTensors());
            pretrainer.run();
        }

        assertThat(handles.subList(8, handles.size()))
                .as("open handles after each step once there are prototypes")
                .allMatch(handles.get(8)::equals);
    }

    static void assertSameCheckpoint(Path first, Path second) throws IOException {
        Path file = Path.of("checkpoints/latest");
        assertThat(Files.mismatch(first.resolve(file), second.resolve(file))).isEqualTo(-1);
    }
}
