package io.github.hcsc.core.state.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PthTest {
    private final Path folder;

    PthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "zip4.pth", "legacy.pth.tar"})
    void readsWhatPythonSaved(String name) throws IOException {
        Object saved = Pth.read(Fixtures.copy(name, folder));

        assertThat(saved)
                .asInstanceOf(InstanceOfAssertFactories.map(Object.class, Object.class))
                .containsEntry("epoch", 200L)
                .containsEntry("arch", "resnet50")
                .containsEntry("best", Optional.empty())
                .containsEntry("done", true)
                .containsEntry("big", 1L << 40)
                .containsEntry("lr", 0.03)
                .containsEntry("numpy_lr", 0.125)
                .containsEntry("betas", List.of(0.9, 0.999))
                .containsEntry("size", List.of(2L, 3L))
                .containsEntry("args", Map.of("workers", 4L, "name", "näme"))
                .containsEntry("counter", Map.of(120L, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "zip4.pth", "legacy.pth.tar", "bare.pth"})
    void readsTensorsOfEveryTypeAndLayout(String name) throws IOException {
        StateDict state = Pth.readState(Fixtures.copy(name, folder));

        assertThat(state.names())
                .startsWith("matrix", "turned", "part", "channels_last", "tied", "tied_again")
                .hasSize(16);
        assertThat(state.get("matrix").toFloats()).startsWith(0, 1, 2).hasSize(24);
        assertThat(state.get("turned").shape()).isEqualTo(new Shape(6, 4));
        assertThat(state.get("turned").toFloats()).startsWith(0, 6, 12, 18, 1);
        assertThat(state.get("part").toFloats()).containsExactly(8, 9, 10, 14, 15, 16);
        assertThat(state.get("channels_last").toFloats()).startsWith(0, 1, 2, 3).endsWith(22, 23);
        assertThat(state.get("tied_again").toFloats()).containsExactly(1.5f, -2);
        assertThat(state.get("parameter").toFloats()).containsExactly(3.25f);
        assertThat(state.get("scalar").toLongs()).containsExactly(7);
        assertThat(state.get("scalar").shape().dimension()).isZero();
        assertThat(state.get("empty").shape()).isEqualTo(new Shape(0, 3));
        assertThat(state.get("empty").bytes().remaining()).isZero();
        assertThat(state.get("bf16").toFloats()).containsExactly(1, 3, 2, -3.140625f);
        assertThat(state.get("f64").bytes().getDouble()).isEqualTo(1e300);
        assertThat(state.get("f16").type()).isEqualTo(DataType.FLOAT16);
        assertThat(state.get("f16").bytes().getShort()).isEqualTo((short) 0x3800);
        assertThat(state.get("i32").bytes().getInt()).isEqualTo(-5);
        assertThat(state.get("i8").bytes().get()).isEqualTo((byte) -6);
        assertThat(state.get("u8").bytes().get()).isEqualTo((byte) 250);
        assertThat(state.get("flag").bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0}));
    }

    @Test
    void returnsWhatWasWritten() throws IOException {
        Map<String, Object> saved = new LinkedHashMap<>();
        saved.put("epoch", 7L);
        saved.put("far", Long.MIN_VALUE);
        saved.put("rate", 0.1);
        saved.put("none", Optional.empty());
        saved.put("flags", List.of(true, false));
        saved.put("empty", List.of());
        saved.put(
                "state_dict",
                StateDict.builder()
                        .put("w", TensorData.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                        .put("n", TensorData.of(new long[] {9}))
                        .build());
        Path file = folder.resolve("written.pth");

        Pth.write(file, saved);

        StateDict state = Pth.readState(file);
        assertThat(state.get("w").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(state.get("n").toLongs()).containsExactly(9);
        assertThat(Pth.read(file))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsAllEntriesOf(saved.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("state_dict"))
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Test
    void writesTheSameBytesForTheSameContent() throws IOException {
        StateDict state = StateDict.builder()
                .put("a", TensorData.of(new float[] {1, 2}, 2))
                .build();

        Pth.write(folder.resolve("a.pth"), state);
        Pth.write(folder.resolve("b.pth"), state);

        assertThat(folder.resolve("a.pth")).hasSameBinaryContentAs(folder.resolve("b.pth"));
    }

    @Test
    void tensorsStartAtMultiplesOf64Bytes() throws IOException {
        Path file = folder.resolve("aligned.pth");
        Pth.write(
                file,
                StateDict.builder()
                        .put("a", TensorData.of(new float[] {1, 2, 3}, 3))
                        .put("b", TensorData.of(new float[] {4}, 1))
                        .build());

        assertThat(ZipDirectory.read(io.github.hcsc.core.state.SourceFile.of(file))
                        .values())
                .allMatch(entry -> entry.offset() % 64 == 0);
    }

    @Test
    void refusesAFileWithoutTensors() throws IOException {
        Path file = folder.resolve("none.pth");
        Pth.write(file, Map.of("epoch", 3L));

        assertThatThrownBy(() -> Pth.readState(file))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("holds no named tensors");
        assertThat(Files.exists(file)).isTrue();
    }
}
