package io.github.hcsc.train.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import com.google.protobuf.UnknownFieldSet;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.TreeNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OnnxEncoderTest {
    private static final int SIDE = 32;
    private static final int DIM = 16;
    private static final Preprocessing VIEW =
            new Preprocessing(40, SIDE, List.of(0.5f, 0.4f, 0.3f), List.of(0.25f, 0.2f, 0.125f));

    private final Path folder;
    private final NDManager manager = NDManager.newBaseManager();

    OnnxEncoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"RESNET18, IMAGENET", "RESNET50, SMALL"})
    void featuresOfImagesOfAnySizeAreTheEncoders(ResNetArchitecture architecture, Stem stem) throws Exception {
        Encoder encoder = trained(architecture, stem);
        NDArray images = manager.randomNormal(new Shape(2, 3, 40, 24));

        new OnnxEncoder(state(encoder), VIEW, Optional.empty()).write(folder);

        try (OnnxSession session = new OnnxSession(folder.resolve("encoder.onnx"))) {
            float[][] features = (float[][])
                    session.images(images.toFloatArray(), 2, 3, 40, 24).get("features");
            assertClose(concat(features), features(encoder, images));
        }
    }

    /** Wide, tall with an odd margin, of the right size already, too small, and long. */
    @ParameterizedTest
    @CsvSource({"100, 80", "256, 300", "256, 256", "32, 32", "300, 224", "2000, 257"})
    void viewsOfPicturesAreThoseOfTheLibraryToTheBit(int width, int height) throws Exception {
        Image picture = noise(width, height);
        OnnxGraph graph = new OnnxGraph();
        Preprocessing bytes = new Preprocessing(256, 224, List.of(0f, 0f, 0f), List.of(1 / 255f, 1 / 255f, 1 / 255f));
        String input = graph.input("pictures", DataType.UINT8, "1", "height", "width", "3");
        String view = graph.apply("Identity", "view", List.of(PictureView.write(graph, input, bytes)));
        graph.output(view, DataType.FLOAT32, "1", "3", "224", "224");
        Path model = folder.resolve("view.onnx");
        OnnxFile.write(model, graph, new TreeMap<>(), OnnxFile.MOST_INLINE);

        byte[] expected = ViewRecipes.evaluation(256, 224, Interpolation.BICUBIC)
                .apply(picture, new SplittableRandom(0))
                .rgb();

        try (OnnxSession session = new OnnxSession(model)) {
            float[][][][] planes = (float[][][][])
                    session.picture(picture.rgb(), height, width).get("view");
            for (int i = 0; i < expected.length; i++) {
                float value = planes[0][i % 3][i / 3 / 224][i / 3 % 224];
                assertThat(Math.round(value)).as("byte %d", i).isEqualTo(expected[i] & 0xff);
            }
        }
    }

    @Test
    void picturesOfChangingSizesAnswerOneSession() throws Exception {
        Encoder encoder = trained(ResNetArchitecture.RESNET18, Stem.SMALL);

        new OnnxEncoder(state(encoder), VIEW, Optional.empty()).write(folder);

        try (OnnxSession session = new OnnxSession(folder.resolve("encoder-pictures.onnx"))) {
            for (int i = 0; i < 12; i++) {
                Image picture = noise(20 + 13 * i, 70 - 3 * i);
                float[][] features = (float[][]) session.picture(picture.rgb(), picture.height(), picture.width())
                        .get("features");
                assertClose(features[0], features(encoder, prepared(picture)));
            }
        }
    }

    @Test
    void nodesAreTheMostProbableOfEachLevelAndKeepTheirNames() throws Exception {
        Encoder encoder = trained(ResNetArchitecture.RESNET18, Stem.SMALL);
        PrototypeTree tree = RandomTree.of(200, DIM, 5, 30, 10, 4).tree();
        Map<TreeNode, String> names = Map.of(new TreeNode(2, 1), "cat \"é\"");

        new OnnxEncoder(state(encoder), VIEW, Optional.of(new NamedTree(tree, names))).write(folder);

        try (OnnxSession session = new OnnxSession(folder.resolve("encoder-pictures.onnx"))) {
            for (int i = 0; i < 8; i++) {
                Image picture = noise(40 + i, 44);
                float[] embedding = unit(embedding(encoder, prepared(picture)));
                OnnxSession.Outputs found = session.picture(picture.rgb(), 44, 40 + i);
                assertThat(((float[][]) found.get("embedding"))[0]).containsExactly(embedding, within(1e-5f));
                for (int l = 0; l < 3; l++) {
                    TreeLevel level = tree.levels().get(l);
                    double[] shares = level.posterior(embedding);
                    int node = (int) ((long[]) found.get("node_" + l))[0];
                    assertThat(shares[node])
                            .isEqualTo(Arrays.stream(shares).max().orElseThrow());
                    assertThat(((float[]) found.get("probability_" + l))[0])
                            .isCloseTo((float) shares[node], within(1e-5f));
                }
            }
            assertThat(session.words())
                    .containsEntry("hcsc.format", "1")
                    .containsEntry("hcsc.architecture", "resnet18")
                    .containsEntry("hcsc.resize", "40")
                    .containsEntry("hcsc.crop", "32")
                    .containsEntry("hcsc.mean", "[0.5, 0.4, 0.3]")
                    .containsEntry("hcsc.std", "[0.25, 0.2, 0.125]")
                    .containsEntry("hcsc.levels", "3")
                    .containsEntry("hcsc.names.2", "[null,\"cat \\\"é\\\"\",null,null]")
                    .containsKey("hcsc.names.0");
        }
    }

    @Test
    void weightsOutsideOfTheFileGiveTheSameBits() throws Exception {
        Encoder encoder = trained(ResNetArchitecture.RESNET18, Stem.SMALL);
        float[] images = manager.randomNormal(new Shape(1, 3, 32, 32)).toFloatArray();
        OnnxEncoder model = new OnnxEncoder(state(encoder), VIEW, Optional.empty());

        model.write(folder.resolve("inside"));
        model.write(folder.resolve("outside"), 1 << 16);

        assertThat(folder.resolve("inside/encoder.onnx.data")).doesNotExist();
        assertThat(Files.size(folder.resolve("outside/encoder.onnx")))
                .isLessThan(Files.size(folder.resolve("inside/encoder.onnx")) / 4);
        try (OnnxSession inside = new OnnxSession(folder.resolve("inside/encoder.onnx"));
                OnnxSession outside = new OnnxSession(folder.resolve("outside/encoder.onnx"))) {
            assertThat((float[][]) outside.images(images, 1, 3, 32, 32).get("features"))
                    .isDeepEqualTo(
                            (float[][]) inside.images(images, 1, 3, 32, 32).get("features"));
        }
    }

    @Test
    void filesSayWhatReadsThemAndAreTheSameEachTime() throws Exception {
        OnnxEncoder model =
                new OnnxEncoder(state(trained(ResNetArchitecture.RESNET18, Stem.SMALL)), VIEW, Optional.empty());

        model.write(folder.resolve("once"));
        model.write(folder.resolve("again"));

        for (String name : List.of("encoder.onnx", "encoder-pictures.onnx")) {
            byte[] bytes = Files.readAllBytes(folder.resolve("once").resolve(name));
            assertThat(folder.resolve("again").resolve(name)).hasBinaryContent(bytes);
            UnknownFieldSet fields = UnknownFieldSet.parseFrom(bytes);
            assertThat(fields.getField(1).getVarintList()).as("IR version").containsExactly(8L);
            UnknownFieldSet operators = UnknownFieldSet.parseFrom(
                    fields.getField(8).getLengthDelimitedList().get(0));
            assertThat(operators.getField(2).getVarintList()).as("opset").containsExactly(17L);
        }
    }

    @Test
    void loadsInDjlsOnnxEngine() throws Exception {
        Encoder encoder = trained(ResNetArchitecture.RESNET18, Stem.SMALL);
        Image picture = noise(50, 44);
        new OnnxEncoder(state(encoder), VIEW, Optional.empty()).write(folder);

        Criteria<NDList, NDList> criteria = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(folder.resolve("encoder-pictures.onnx"))
                .optEngine("OnnxRuntime")
                .build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager inputs = model.getNDManager().newSubManager()) {
            NDArray pixels = inputs.create(ByteBuffer.wrap(picture.rgb()), new Shape(1, 44, 50, 3), DataType.UINT8);
            NDArray features = predictor.predict(new NDList(pixels)).singletonOrThrow();
            assertClose(features.toFloatArray(), features(encoder, prepared(picture)));
        }
    }

    @Test
    void refusesTreesOfOtherEncodersAndLackingTensors() {
        StateDict state = state(trained(ResNetArchitecture.RESNET18, Stem.SMALL));
        NamedTree tree = new NamedTree(RandomTree.of(50, 8, 5, 6, 2).tree(), Map.of());

        assertThatThrownBy(() -> new OnnxEncoder(state, VIEW, Optional.of(tree)))
                .hasMessage("nodes need an encoder with embeddings of 8 values, but its projection head has 16");
        assertThatThrownBy(() -> new OnnxEncoder(WeightNames.backbone(state), VIEW, Optional.of(tree)))
                .hasMessageEndingWith("but its projection head is missing");
        assertThatThrownBy(() -> new OnnxEncoder(
                                state.filter(name -> !name.equals("layer2.0.bn1.bias")), VIEW, Optional.empty())
                        .write(folder))
                .hasMessageContaining("missing layer2.0.bn1.bias");
        assertThat(folder).isEmptyDirectory();
    }

    private Encoder trained(ResNetArchitecture architecture, Stem stem) {
        Encoder encoder = ResNet.encoders(architecture, stem, 8).newEncoder(DIM);
        encoder.initialize(manager, DataType.FLOAT32, new Shape(4, 3, SIDE, SIDE));
        NDArray batch = manager.randomNormal(new Shape(4, 3, SIDE, SIDE));
        Autograd.paused(() -> encoder.forward(new ParameterStore(manager, false), new NDList(batch), true)
                .close());
        return encoder;
    }

    private static StateDict state(Encoder encoder) {
        return StateDict.of(encoder.getParameters());
    }

    private float[] features(Encoder encoder, NDArray images) {
        return forward(encoder.backbone(), images);
    }

    private float[] embedding(Encoder encoder, NDArray images) {
        return forward(encoder, images);
    }

    private float[] forward(Block block, NDArray images) {
        ParameterStore store = new ParameterStore(manager, false);
        return Autograd.paused(() -> block.forward(store, new NDList(images), false)
                .singletonOrThrow()
                .toFloatArray());
    }

    /** The library's own view of a picture, normalised. */
    private NDArray prepared(Image picture) {
        byte[] rgb = ViewRecipes.evaluation(VIEW.resize(), VIEW.crop(), Interpolation.BICUBIC)
                .apply(picture, new SplittableRandom(0))
                .rgb();
        float[] values = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int colour = i % 3;
            values[colour * SIDE * SIDE + i / 3] =
                    ((rgb[i] & 0xff) / 255f - VIEW.mean().get(colour))
                            / VIEW.deviation().get(colour);
        }
        return manager.create(values, new Shape(1, 3, SIDE, SIDE));
    }

    private static Image noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(width).nextBytes(rgb);
        return new Image(width, height, rgb);
    }

    private float[] unit(float[] vector) {
        return manager.create(vector).normalize(2, 0).toFloatArray();
    }

    private static float[] concat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return all;
    }

    /** Equal but for rounding, measured by the largest value. */
    private static void assertClose(float[] found, float[] expected) {
        float scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertThat(scale).isPositive();
        assertThat(found).containsExactly(expected, within(1e-5f * scale));
    }
}
