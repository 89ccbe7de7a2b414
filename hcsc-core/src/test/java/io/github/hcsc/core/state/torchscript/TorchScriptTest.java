package io.github.hcsc.core.state.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageFeatureExtractorFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.translate.BasicTranslator;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.translate.TranslateException;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.encoder.vit.Vit;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.encoder.vit.VitOptions;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.torch.Autograd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TorchScriptTest {
    private static final Preprocessing PREPROCESSING =
            new Preprocessing(40, 32, List.of(0.5f, 0.4f, 0.3f), List.of(0.25f, 0.2f, 0.125f));

    private final Path folder;

    TorchScriptTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"RESNET18, IMAGENET", "RESNET50, SMALL"})
    void programComputesTheEncodersEmbeddings(ResNetArchitecture architecture, Stem stem) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = trained(manager, architecture, stem);
            NDArray images = manager.randomNormal(new Shape(2, 3, 32, 24));

            TorchScript.write(folder.resolve("embeddings.pt"), state(encoder), PREPROCESSING);

            assertClose(run("embeddings", images), forward(encoder, images));
        }
    }

    @Test
    void programWithoutHeadComputesTheFeatures() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = trained(manager, ResNetArchitecture.RESNET18, Stem.SMALL);
            NDArray images = manager.randomNormal(new Shape(2, 3, 32, 24));

            TorchScript.write(folder.resolve("features.pt"), WeightNames.backbone(state(encoder)), PREPROCESSING);

            assertClose(run("features", images), forward(encoder.backbone(), images));
        }
    }

    @ParameterizedTest
    @EnumSource
    void programOfAVisionTransformerComputesItsFeatures(VitFeatures features) throws Exception {
        for (VitArchitecture architecture : List.of(
                new VitArchitecture(32, 2, 2, 8, 4, 0, true, false),
                new VitArchitecture(32, 3, 4, 8, 4, 2, false, true),
                new VitArchitecture(32, 1, 1, 8, 6, 0, true, false))) {
            try (NDManager manager = NDManager.newBaseManager()) {
                Vit vit = new Vit(architecture, VitOptions.DEFAULT.withFeatures(features));
                Encoder encoder = new Encoder(vit, ProjectionHead.mlp(vit.featureSize(), 5));
                encoder.initialize(manager, DataType.FLOAT32, new Shape(4, 3, 32, 32));
                NDArray images = manager.randomNormal(new Shape(3, 3, 32, 32));
                Map<String, String> metadata =
                        EncoderDesign.of(encoder).orElseThrow().metadata();
                StateDict state = new StateDict(state(encoder).tensors(), metadata);

                TorchScript.write(folder.resolve("vit.pt"), WeightNames.backbone(state), PREPROCESSING);
                assertClose(run("vit", images), forward(vit, images));
                TorchScript.write(folder.resolve("vit.pt"), state, PREPROCESSING);
                assertClose(run("vit", images), forward(encoder, images));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void programHasMocoV3sHead(int layers) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            ResNet backbone = new ResNet(ResNetArchitecture.RESNET18, Stem.SMALL, 4);
            Encoder encoder = new Encoder(backbone, ProjectionHead.normalized(backbone.featureSize(), 12, layers, 5));
            encoder.initialize(manager, DataType.FLOAT32, new Shape(8, 3, 32, 32));
            new BatchGroups(1).forward(encoder, manager.randomNormal(new Shape(8, 3, 32, 32)));
            NDArray images = manager.randomNormal(new Shape(2, 3, 32, 32));

            TorchScript.write(folder.resolve("embeddings.pt"), state(encoder), PREPROCESSING);

            assertClose(run("embeddings", images), forward(encoder, images));
        }
    }

    /** Wide, tall with an odd margin, of the right size already, and too small. */
    @ParameterizedTest
    @CsvSource({"61, 48", "40, 75", "40, 40", "17, 23"})
    void preparesPicturesOfAnySize(int width, int height) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = trained(manager, ResNetArchitecture.RESNET18, Stem.SMALL);
            byte[] pixels = new byte[width * height * 3];
            new Random(3).nextBytes(pixels);
            NDArray picture = manager.create(ByteBuffer.wrap(pixels), new Shape(height, width, 3), DataType.UINT8);

            TorchScript.write(folder.resolve("features.pt"), WeightNames.backbone(state(encoder)), PREPROCESSING);

            NDArray expected = forward(encoder.backbone(), prepared(picture));
            assertClose(run("features", picture), expected);
            assertClose(run("features", picture.expandDims(0)), expected);
        }
    }

    @Test
    void folderLoadsInPlainDjlAndAnswersImages() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = trained(manager, ResNetArchitecture.RESNET18, Stem.SMALL);
            byte[] pixels = new byte[50 * 44 * 3];
            new Random(3).nextBytes(pixels);
            NDArray picture = manager.create(ByteBuffer.wrap(pixels), new Shape(44, 50, 3), DataType.UINT8);

            DjlModel.write(folder, WeightNames.backbone(state(encoder)), PREPROCESSING);

            float[] expected = forward(encoder.backbone(), prepared(picture)).toFloatArray();
            Image image = ImageFactory.getInstance().fromNDArray(picture);
            assertThat(withStockTranslator(image)).containsExactly(expected, within(1e-5f));
            assertThat(withTwoLines(image)).containsExactly(expected, within(1e-5f));
            assertThat(Safetensors.read(folder.resolve("encoder.safetensors")).names())
                    .contains("conv1.weight", "layer4.1.bn2.running_var");
        }
    }

    @Test
    void refusesWeightsOfAnotherNetwork() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            StateDict state = state(trained(manager, ResNetArchitecture.RESNET18, Stem.SMALL));
            StateDict lacking = state.filter(name -> !name.equals("layer2.0.bn1.bias"));
            StateDict more = StateDict.builder()
                    .putAll("", state)
                    .put("layer1.0.se.weight", state.get("bn1.bias"))
                    .build();

            assertThatThrownBy(() -> TorchScript.write(folder.resolve("x.pt"), lacking, PREPROCESSING))
                    .hasMessageContaining("missing layer2.0.bn1.bias");
            assertThatThrownBy(() -> TorchScript.write(folder.resolve("x.pt"), more, PREPROCESSING))
                    .hasMessageContaining("unexpected layer1.0.se.weight");
        }
    }

    private static Encoder trained(NDManager manager, ResNetArchitecture architecture, Stem stem) {
        Encoder encoder = ResNet.encoders(architecture, stem, 8).newEncoder(16);
        encoder.initialize(manager, DataType.FLOAT32, new Shape(4, 3, 32, 32));
        NDArray batch = manager.randomNormal(new Shape(4, 3, 32, 32));
        Autograd.paused(() -> encoder.forward(new ParameterStore(manager, false), new NDList(batch), true)
                .close());
        return encoder;
    }

    private static StateDict state(Encoder encoder) {
        StateDict.Builder state = StateDict.builder();
        encoder.getParameters()
                .forEach(named -> state.put(named.getKey(), named.getValue().getArray()));
        return state.build();
    }

    private static NDArray forward(Block block, NDArray images) {
        ParameterStore store = new ParameterStore(images.getManager(), false);
        return Autograd.paused(
                () -> block.forward(store, new NDList(images), false).singletonOrThrow());
    }

    private NDArray run(String name, NDArray images)
            throws ModelNotFoundException, MalformedModelException, IOException, TranslateException {
        Criteria<NDList, NDList> criteria = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(folder.resolve(name + ".pt"))
                .optEngine("PyTorch")
                .build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor()) {
            NDArray result = predictor.predict(new NDList(images)).singletonOrThrow();
            result.attach(images.getManager());
            return result;
        }
    }

    /** DJL 0.25 returns the bytes of the floats. */
    private float[] withStockTranslator(Image image)
            throws ModelNotFoundException, MalformedModelException, IOException, TranslateException {
        if (new ImageFeatureExtractorFactory().isSupported(Image.class, float[].class)) {
            return predict(image, criteria(float[].class).optTranslatorFactory(new DeferredTranslatorFactory()));
        }
        byte[] answer = predict(image, criteria(byte[].class).optTranslatorFactory(new DeferredTranslatorFactory()));
        ByteBuffer bytes = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        float[] features = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(features);
        return features;
    }

    private float[] withTwoLines(Image image)
            throws ModelNotFoundException, MalformedModelException, IOException, TranslateException {
        return predict(
                image,
                criteria(float[].class)
                        .optTranslator(new BasicTranslator<>(
                                (context, input) -> new NDList(input.toNDArray(context.getNDManager())),
                                (context, features) ->
                                        features.singletonOrThrow().toFloatArray(),
                                null)));
    }

    private <T> Criteria.Builder<Image, T> criteria(Class<T> type) {
        return Criteria.builder().setTypes(Image.class, type).optModelPath(folder);
    }

    private static <T> T predict(Image image, Criteria.Builder<Image, T> criteria)
            throws ModelNotFoundException, MalformedModelException, IOException, TranslateException {
        try (ZooModel<Image, T> model = criteria.build().loadModel();
                Predictor<Image, T> predictor = model.newPredictor()) {
            return predictor.predict(image);
        }
    }

    /* The definition, in doubles: rows, rounded, then columns, rounded, then the centre, normalised. */
    private static NDArray prepared(NDArray picture) {
        int height = (int) picture.size(0);
        int width = (int) picture.size(1);
        int rows = height <= width ? 40 : 40 * height / width;
        int columns = width <= height ? 40 : 40 * width / height;
        double[][][] pixels = new double[height][width][3];
        int[] flat = picture.toUint8Array();
        for (int i = 0; i < flat.length; i++) {
            pixels[i / 3 / width][i / 3 % width][i % 3] = flat[i];
        }
        double[][][] down = Cubic.turned(Cubic.columns(Cubic.turned(Cubic.columns(pixels, columns)), rows));
        int top = (int) Math.rint((rows - 32) / 2.0);
        int left = (int) Math.rint((columns - 32) / 2.0);
        float[] normal = new float[3 * 32 * 32];
        for (int i = 0; i < normal.length; i++) {
            int colour = i / 1024;
            double value = down[top + i % 1024 / 32][left + i % 32][colour];
            normal[i] = (float) ((value / 255 - PREPROCESSING.mean().get(colour))
                    / PREPROCESSING.deviation().get(colour));
        }
        return picture.getManager().create(normal, new Shape(1, 3, 32, 32));
    }

    /* Equal but for rounding, measured by the largest value. */
    private static void assertClose(NDArray found, NDArray expected) {
        float scale = expected.abs().max().getFloat();
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        assertThat(scale).isPositive();
        assertThat(found.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-5f * scale));
    }
}
