package io.github.hcsc.train.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.Pth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in which people who use PyTorch keep the weights of a ResNet. */
final class WeightsPlaceTest {
    private static final Map<String, String> NUMBERS =
            Map.of("conv1", "0", "bn1", "1", "layer1", "4", "layer2", "5", "layer3", "6", "layer4", "7");

    @TempDir
    private Path folder;

    private StateDict plain = StateDict.builder().build();
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        plain = EncoderWeights.open(TinyEncoders.write(folder.resolve("plain.safetensors")))
                .backbone()
                .state();
        file = folder.resolve("theirs.pth");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void devicesAreNoPlace() {
        assertThatThrownBy(() -> EncoderWeights.open(Path.of("/dev/zero")))
                .hasMessage("weights must be a file or a folder, but /dev/zero is a pipe or device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.",
                "_orig_mod.",
                "module._orig_mod.",
                "student_backbone.model.",
                "_feature_blocks.",
                "anything.they.like."
            })
    void prefixesAreFound(String prefix) throws IOException {
        Pth.write(file, Map.of("state_dict", after(prefix, plain)));

        assertSame(EncoderWeights.open(file), plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "backbone.", "model.features."})
    void numberedPartsAreFound(String prefix) throws IOException {
        Pth.write(file, Map.of("state_dict", after(prefix, numbered(plain))));

        assertSame(EncoderWeights.open(file), plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model", "model_state_dict", "net", "state_dict_ema", "student", "teacher"})
    void entriesAreFound(String key) throws IOException {
        Pth.write(file, Map.of(key, plain, "epoch", 3L));

        assertSame(EncoderWeights.open(file), plain);
    }

    @Test
    void nestedEntriesAreFound() throws IOException {
        Map<String, Object> trunk = Map.of("trunk", after("_feature_blocks.", plain), "heads", Map.of());
        Pth.write(file, Map.of("classy_state_dict", Map.of("base_model", Map.of("model", trunk))));

        assertSame(EncoderWeights.open(file), plain);
    }

    @Test
    void ofSeveralEncodersTheTrainedOneIsTakenOrTheOneThatIsNamed() throws IOException {
        StateDict other = map(
                plain,
                tensor -> TensorData.of(
                        new float[(int) tensor.shape().size()], tensor.shape().getShape()));
        Pth.write(
                file,
                Map.of("student", after("module.backbone.", other), "teacher", after("backbone.", plain), "epoch", 1L));

        assertSame(EncoderWeights.open(file), plain);
        assertSame(open("student", ""), other);
        assertSame(open("student", "module.backbone."), other);
        assertThatThrownBy(() -> open("teacher", "module.backbone."))
                .hasMessageContaining(
                        "an encoder after the prefix \"module.backbone.\", but hold encoders after \"backbone.\"");
        assertThatThrownBy(() -> open("epoch", ""))
                .hasMessageContaining("holds no named tensors under \"epoch\"; at its top are ")
                .hasMessageContaining("teacher");
    }

    @Test
    void severalUnknownEncodersAreNotGuessedAt() throws IOException {
        StateDict both = StateDict.builder()
                .putAll("left.", plain)
                .putAll("right.", plain)
                .build();
        Pth.write(file, both);

        assertThatThrownBy(() -> EncoderWeights.open(file))
                .hasMessageContaining("hold several; name the prefix of one: \"left.\", \"right.\"");
        assertSame(open("", "right."), plain);
    }

    @Test
    void whereNothingFitsTheTopOfTheFileIsNamed() throws IOException {
        Pth.write(file, Map.of("my_weights", plain));

        assertThatThrownBy(() -> EncoderWeights.open(file))
                .hasMessageContaining("at its top are my_weights; name the entry that has them");
        assertSame(open("my_weights", ""), plain);
    }

    @Test
    void safetensorsHaveNoEntries() {
        file = folder.resolve("plain.safetensors");
        assertThatThrownBy(() -> open("model", "")).hasMessageContaining("has no entries to choose from");
    }

    @Test
    void otherFloatsBecomeFloat32() throws IOException {
        StateDict doubles = map(plain, tensor -> as(DataType.FLOAT64, tensor));
        StateDict halves = map(plain, tensor -> as(DataType.FLOAT16, tensor));
        Pth.write(file, doubles);
        assertSame(EncoderWeights.open(file), plain);

        Pth.write(file, halves);
        EncoderWeights fromPth = EncoderWeights.open(file);
        Safetensors.write(folder.resolve("halves.safetensors"), halves);
        assertSame(EncoderWeights.open(folder.resolve("halves.safetensors")), fromPth.state());
        plain.tensors().forEach((name, tensor) -> {
            float[] exact = tensor.toFloats();
            float[] once = fromPth.state().get(name).toFloats();
            for (int i = 0; i < exact.length; i++) {
                assertThat(once[i])
                        .isCloseTo(
                                exact[i],
                                org.assertj.core.data.Offset.offset(Math.max(Math.abs(exact[i]) / 1024, 0x1p-24f)));
            }
        });
    }

    /** An empty word stands for an option that is not given. */
    private EncoderWeights open(String key, String prefix) throws IOException {
        return EncoderWeights.open(file, new WeightsPlace(given(key), given(prefix), Optional.empty()));
    }

    private static Optional<String> given(String word) {
        return Optional.of(word).filter(text -> !text.isEmpty());
    }

    private static StateDict after(String prefix, StateDict state) {
        return StateDict.builder().putAll(prefix, state).build();
    }

    private static StateDict numbered(StateDict state) {
        StateDict.Builder renamed = StateDict.builder();
        state.tensors().forEach((name, tensor) -> {
            String part = name.substring(0, name.indexOf('.'));
            renamed.put(NUMBERS.get(part) + name.substring(part.length()), tensor);
        });
        return renamed.build();
    }

    private static StateDict map(StateDict state, UnaryOperator<TensorData> change) {
        StateDict.Builder changed = StateDict.builder();
        state.tensors().forEach((name, tensor) -> changed.put(name, change.apply(tensor)));
        return changed.build();
    }

    private static TensorData as(DataType type, TensorData tensor) {
        float[] values = tensor.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (type == DataType.FLOAT64) {
                bytes.putDouble(value);
            } else {
                bytes.putShort(half(value));
            }
        }
        return TensorData.of(type, tensor.shape(), bytes.flip());
    }

    /** Rounded towards zero. */
    private static short half(float value) {
        int sign = value < 0 ? 0x8000 : 0;
        float size = Math.abs(value);
        if (size < 0x1p-14f) {
            return (short) (sign | (int) (size * 0x1p24f));
        }
        int exponent = Math.getExponent(size);
        int bits = (int) Math.scalb(size, 10 - exponent);
        return (short) (sign | ((exponent + 15) << 10) | (bits & 0x3ff));
    }

    private static void assertSame(EncoderWeights found, StateDict expected) {
        StateDict backbone = found.state();
        assertThat(backbone.names()).containsExactlyInAnyOrderElementsOf(expected.names());
        expected.tensors()
                .forEach((name, tensor) ->
                        assertThat(backbone.get(name).toFloats()).as(name).containsExactly(tensor.toFloats()));
    }
}
