package io.github.hcsc.train.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.BasicTranslator;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.OfficialCheckpoint;
import io.github.hcsc.core.state.weights.WeightsFile;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeightsFormatTest {
    private static final GeneratedShapes PICTURES = new GeneratedShapes(3, 40, 0);

    private final Path folder;

    WeightsFormatTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"TORCHVISION, 0", "TORCHVISION, 1000", "SAFETENSORS, 7"})
    void returnsTheSameBitsFromTorchvisionsLayout(WeightsFormat format, int classes) throws IOException {
        Path ours = TinyEncoders.write(folder.resolve("ours.safetensors"));

        format.write(ours, classes, folder.resolve("theirs.pth"));
        Path theirs = folder.resolve("theirs.pth");
        WeightsFormat.SAFETENSORS.write(theirs, 0, folder.resolve("back.safetensors"));

        StateDict before = EncoderWeights.open(ours).backbone().state();
        StateDict after = EncoderWeights.open(folder.resolve("back.safetensors"))
                .backbone()
                .state();
        assertThat(WeightsFile.read(theirs).names()).contains("bn1.num_batches_tracked");
        assertSame(after, before);
    }

    @Test
    void safetensorsKeepTheHeadAndTheViews() throws IOException {
        Path ours = TinyEncoders.write(folder.resolve("ours.safetensors"));
        EncoderWeights opened = EncoderWeights.open(ours).withViews(ViewsConfig.usual(48, 56));
        opened.writeFolder(folder.resolve("folder"));

        WeightsFormat.SAFETENSORS.write(folder.resolve("folder"), 0, folder.resolve("copy.safetensors"));

        EncoderWeights copy = EncoderWeights.open(folder.resolve("copy.safetensors"));
        assertSame(copy.state(), opened.state());
        assertThat(copy.views()).isEqualTo(ViewsConfig.usual(48, 56));
    }

    @Test
    void writtenFoldersAnswerWithTheFeaturesInPlainDjl() throws Exception {
        Path ours = TinyEncoders.write(folder.resolve("ours.safetensors"));

        WeightsFormat.DJL.write(ours, 0, folder.resolve("djl"));

        Criteria<Image, float[]> criteria = Criteria.builder()
                .setTypes(Image.class, float[].class)
                .optModelPath(folder.resolve("djl"))
                .optTranslator(new BasicTranslator<>(
                        (context, image) -> new NDList(image.toNDArray(context.getNDManager())),
                        (context, features) -> features.singletonOrThrow().toFloatArray(),
                        null))
                .build();
        try (NDManager manager = NDManager.newBaseManager();
                ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            byte[] rgb = PICTURES.image(0).rgb();
            NDArray pixels = manager.create(ByteBuffer.wrap(rgb), new Shape(40, 40, 3), DataType.UINT8);
            float[] answer = predictor.predict(ImageFactory.getInstance().fromNDArray(pixels));

            assertThat(answer).hasSize(32).containsExactly(Arrays.copyOf(features(ours), 32), within(1e-5f));
            assertThat(features(folder.resolve("djl"))).containsExactly(features(ours));
        }
    }

    @Test
    void runsMoveToTheAuthorsLayoutWithAllTheirState() throws IOException {
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "schedule.epochs=1",
                        "prototypes.counts=[]",
                        "run.device=cpu");
        Path run = folder.resolve("run");
        try (Pretrainer pretrainer = Pretrainer.create(config, run)
                .optImages(new GeneratedShapes(32, 16, 0))
                .build()) {
            pretrainer.run();
        }

        WeightsFormat.OFFICIAL.write(run, 0, folder.resolve("checkpoint.pth.tar"));

        OfficialCheckpoint moved = OfficialCheckpoint.read(folder.resolve("checkpoint.pth.tar"));
        StateDict saved = Safetensors.read(run.resolve("checkpoints/step-00000002.safetensors"));
        assertThat(moved.epoch()).isEqualTo(1);
        assertSame(moved.query(), saved.under("query."));
        assertSame(moved.key(), saved.under("key."));
        assertSame(moved.optimizer().orElseThrow().momentumBuffers(), saved.under("velocity."));
        assertThat(moved.queue().toFloats())
                .containsExactly(saved.get("queue.keys").toFloats());
        assertSame(
                EncoderWeights.open(folder.resolve("checkpoint.pth.tar")).state(),
                EncoderWeights.open(run).state());
    }

    @Test
    void missingAndUnexpectedTensorsAreNamed() throws IOException {
        Path ours = TinyEncoders.write(folder.resolve("ours.safetensors"));
        StateDict state = Safetensors.read(ours);
        Path lacking = folder.resolve("lacking.safetensors");
        Safetensors.write(lacking, state.filter(name -> !name.equals("layer2.0.bn1.bias")));
        Path more = folder.resolve("more.safetensors");
        Safetensors.write(
                more,
                StateDict.builder()
                        .putAll("", state)
                        .put("layer1.0.se.weight", state.get("bn1.bias"))
                        .build());

        assertThatThrownBy(() -> EncoderWeights.open(lacking)).hasMessageContaining("missing layer2.0.bn1.bias");
        assertThatThrownBy(() -> EncoderWeights.open(more)).hasMessageContaining("unexpected layer1.0.se.weight");
    }

    @Test
    void digestsTellWeightsApartAndNotFiles() throws IOException {
        Path first = TinyEncoders.write(folder.resolve("first.safetensors"));
        Path other = TinyEncoders.write(folder.resolve("other.safetensors"));
        WeightsFormat.TORCHVISION.write(first, 1000, folder.resolve("first.pth"));

        String digest = EncoderWeights.open(first).backbone().digest();

        assertThat(EncoderWeights.open(folder.resolve("first.pth")).backbone().digest())
                .isEqualTo(digest);
        assertThat(EncoderWeights.open(first).digest()).isNotEqualTo(digest);
        assertThat(EncoderWeights.open(other).backbone().digest()).isNotEqualTo(digest);
    }

    private static float[] features(Path weights) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray features = TrainedEncoder.open(weights, manager)
                    .features(manager, PICTURES, FixedView.BICUBIC, 1, done -> {})
                    .rows();
            return features.toFloatArray();
        }
    }

    private static void assertSame(StateDict found, StateDict expected) {
        assertThat(found.names()).containsExactlyInAnyOrderElementsOf(expected.names());
        expected.tensors()
                .forEach((name, tensor) -> assertThat(found.get(name).bytes()).isEqualTo(tensor.bytes()));
    }
}
