package io.github.hcsc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SafetensorsTest {
    private final Path folder;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void returnsWhatWasWritten() throws IOException {
        StateDict written = StateDict.builder()
                .put("flag", TensorData.of(DataType.BOOLEAN, new Shape(3), ByteBuffer.wrap(new byte[] {1, 0, 1})))
                .put("weight", TensorData.of(new float[] {1.5f, -2f, Float.NaN, 3e38f, 0f, -0f}, 2, 3))
                .put("count", TensorData.of(new long[] {Long.MIN_VALUE}))
                .put("empty", TensorData.of(new float[0], 0, 7))
                .metadata("step", "12")
                .metadata("ünï\"code\"", "a\nb")
                .build();
        Path file = folder.resolve("new/state.safetensors");

        Safetensors.write(file, written);
        StateDict read = Safetensors.read(file);

        assertThat(read.names()).containsExactly("flag", "weight", "count", "empty");
        assertThat(read.metadata()).isEqualTo(written.metadata());
        written.tensors().forEach((name, tensor) -> {
            assertThat(read.get(name).type()).isEqualTo(tensor.type());
            assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(read.get(name).bytes()).isEqualTo(tensor.bytes());
        });
        assertThat(read.get("count").shape().dimension()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT64", "INT32", "INT8", "UINT8", "BOOLEAN"})
    void keepsArraysOfEveryType(DataType type) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                NDArray array = manager.create(new float[] {0, 1, 2, 3, 4, 5}, new Shape(2, 3))
                        .toType(type, false)) {
            Path file = folder.resolve("one.safetensors");

            Safetensors.write(file, StateDict.builder().put("x", array).build());

            try (NDArray read = Safetensors.read(file).get("x").toArray(manager)) {
                assertThat(read.getDataType()).isEqualTo(type);
                assertThat(read.contentEquals(array)).isTrue();
            }
        }
    }

    @Test
    void storesElementsInRowMajorOrderWhateverTheArraysLayout() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray turned = manager.arange(24f).reshape(1, 2, 3, 4).transpose(0, 3, 1, 2); // channels-last memory
            Path file = folder.resolve("turned.safetensors");

            Safetensors.write(file, StateDict.builder().put("x", turned).build());

            assertThat(Safetensors.read(file).get("x").toFloats()).containsExactly(turned.toFloatArray());
        }
    }

    @Test
    void writesTheSameBytesForTheSameContent() throws IOException {
        Path first = folder.resolve("a");
        Path second = folder.resolve("b");

        Safetensors.write(first, sample(Map.of("k", "1", "l", "2", "m", "3")));
        Safetensors.write(second, sample(Map.of("m", "3", "l", "2", "k", "1")));

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void startsEveryTensorAtAMultipleOfItsElementsSize() throws IOException {
        StateDict state = StateDict.builder()
                .put("byte", TensorData.of(DataType.UINT8, new Shape(1), ByteBuffer.wrap(new byte[1])))
                .put("long", TensorData.of(new long[] {1}, 1))
                .put("float", TensorData.of(new float[] {1}, 1))
                .build();

        SafetensorsHeader header = SafetensorsHeader.of(state);

        assertThat(header.byPlace()).extracting(Map.Entry::getKey).containsExactly("long", "float", "byte");
        assertThat(header.toJson().length % 8).isZero();
    }

    @Test
    void readsAndWritesPastTwoGigabytes() throws IOException {
        Path large = folder.resolve("large.safetensors");
        long length = 3L << 30;
        byte[] json = ("{\"low\":{\"dtype\":\"U8\",\"shape\":[" + length + "],\"data_offsets\":[0," + length + "]},"
                        + "\"high\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[" + length + "," + (length + 2)
                        + "]}}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.writeLong(Long.reverseBytes(json.length));
            file.write(json);
            file.seek(file.getFilePointer() + length); // a hole takes no room
            file.write(new byte[] {4, 2});
        }

        StateDict state = Safetensors.read(large);

        assertThat(state.get("high").bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 2}));
        assertThatThrownBy(() -> state.get("low").bytes()).hasMessageContaining("cannot be held at once");
        assertThat(SafetensorsHeader.of(state).byPlace().get(1).getValue().begin())
                .isEqualTo(length);
    }

    @Test
    void widensBfloat16Exactly() throws IOException {
        byte[] halves = {(byte) 0x80, 0x3f, 0x49, (byte) 0xc0}; // 1.0 and -3.140625
        Path file = SafetensorsFiles.write(
                folder, "{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", halves);

        assertThat(Safetensors.read(file).get("x").toFloats()).containsExactly(1f, -3.140625f);
    }

    @Test
    void keepsTheOldFileAndNoOtherWhenWritingFails() throws IOException {
        Path file = folder.resolve("state.safetensors");
        Safetensors.write(file, sample(Map.of()));
        byte[] before = Files.readAllBytes(file);
        StateDict failing = StateDict.builder().put("x", new FullDisk()).build();

        assertThatThrownBy(() -> Safetensors.write(file, failing))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " could not be written and is unchanged: No space left on device");

        assertThat(file).hasBinaryContent(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void noticesThatAFileWasReplacedBeforeItsTensorsWereRead() throws IOException {
        Path file = folder.resolve("state.safetensors");
        Safetensors.write(file, sample(Map.of()));
        StateDict state = Safetensors.read(file);
        Safetensors.write(file, sample(Map.of("k", "v")));

        assertThatThrownBy(() -> state.get("a").bytes()).hasMessageContaining("has changed since");
    }

    private static StateDict sample(Map<String, String> metadata) {
        Map<String, TensorData> tensors = Map.of("a", TensorData.of(new float[] {1, 2}, 2));
        return new StateDict(tensors, metadata);
    }

    private static final class FullDisk implements TensorData {
        @Override
        public DataType type() {
            return DataType.UINT8;
        }

        @Override
        public Shape shape() {
            return new Shape(List.of(10L));
        }

        @Override
        public ByteBuffer bytes() {
            return ByteBuffer.allocate(10);
        }

        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            channel.write(ByteBuffer.allocate(5));
            throw new IOException("No space left on device");
        }
    }
}
