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
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.translate.TranslateException;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.ResNetArchitecture;
import io.github.hcsc.core.encoder.Stem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.torch.Autograd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TorchScriptTest {
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

            TorchScript.write(folder.resolve("embeddings.pt"), state(encoder));

            assertClose(run("embeddings", images), forward(encoder, images));
        }
    }

    @Test
    void programWithoutHeadComputesTheFeatures() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = trained(manager, ResNetArchitecture.RESNET18, Stem.SMALL);
            NDArray images = manager.randomNormal(new Shape(2, 3, 32, 24));

            TorchScript.write(folder.resolve("features.pt"), WeightNames.backbone(state(encoder)));

            assertClose(run("features", images), forward(encoder.backbone(), images));
        }
    }

    @Test
    void folderLoadsInPlainDjlAndAnswersImages() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder = trained(manager, ResNetArchitecture.RESNET18, Stem.SMALL);
            Preprocessing preprocessing =
                    new Preprocessing(40, true, 32, List.of(0.5f, 0.4f, 0.3f), List.of(0.25f, 0.2f, 0.125f));
            byte[] pixels = new byte[40 * 40 * 3];
            new Random(3).nextBytes(pixels);
            NDArray picture = manager.create(ByteBuffer.wrap(pixels), new Shape(40, 40, 3), DataType.UINT8);

            DjlModel.write(folder, WeightNames.backbone(state(encoder)), preprocessing);

            NDArray mean = manager.create(new float[] {0.5f, 0.4f, 0.3f});
            NDArray deviation = manager.create(new float[] {0.25f, 0.2f, 0.125f});
            NDArray normal = picture.get("4:36, 4:36")
                    .toType(DataType.FLOAT32, false)
                    .div(255)
                    .sub(mean)
                    .div(deviation)
                    .transpose(2, 0, 1)
                    .expandDims(0);
            float[] expected = forward(encoder.backbone(), normal).toFloatArray();
            Image image = ImageFactory.getInstance().fromNDArray(picture);
            assertThat(extract(image)).containsExactly(expected, within(1e-5f));
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

            assertThatThrownBy(() -> TorchScript.write(folder.resolve("x.pt"), lacking))
                    .hasMessageContaining("must hold a tensor \"layer2.0.bn1.bias\"");
            assertThatThrownBy(() -> TorchScript.write(folder.resolve("x.pt"), more))
                    .hasMessageContaining("but have [layer1.0.se.weight] besides");
        }
    }

    private static Encoder trained(NDManager manager, ResNetArchitecture architecture, Stem stem) {
        Encoder encoder = EncoderFactory.resNet(architecture, stem, 8).newEncoder(16);
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
    private float[] extract(Image image)
            throws ModelNotFoundException, MalformedModelException, IOException, TranslateException {
        if (new ImageFeatureExtractorFactory().isSupported(Image.class, float[].class)) {
            return extract(float[].class, image);
        }
        ByteBuffer bytes = ByteBuffer.wrap(extract(byte[].class, image)).order(ByteOrder.nativeOrder());
        float[] features = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(features);
        return features;
    }

    private <T> T extract(Class<T> type, Image image)
            throws ModelNotFoundException, MalformedModelException, IOException, TranslateException {
        Criteria<Image, T> criteria = Criteria.builder()
                .setTypes(Image.class, type)
                .optModelPath(folder)
                .optTranslatorFactory(new DeferredTranslatorFactory())
                .build();
        try (ZooModel<Image, T> model = criteria.loadModel();
                Predictor<Image, T> predictor = model.newPredictor()) {
            return predictor.predict(image);
        }
    }

    /* Equal but for rounding, measured by the largest value. */
    private static void assertClose(NDArray found, NDArray expected) {
        float scale = expected.abs().max().getFloat();
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        assertThat(scale).isPositive();
        assertThat(found.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-5f * scale));
    }
}
