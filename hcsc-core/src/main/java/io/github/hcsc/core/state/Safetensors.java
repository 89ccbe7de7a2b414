package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files in the safetensors format: a JSON header with names, types, shapes and places, then the elements.
 *
 * <p>Files may be of any size. The same state always gives the same bytes.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * Writes a state, replacing the file as a whole or not at all; one tensor is in memory at a time.
     *
     * @param path the file
     * @param state what to write
     * @throws IOException if it cannot be written; an earlier file of that name is unchanged then
     */
    public static void write(Path path, StateDict state) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(state);
        AtomicFile.write(path, channel -> {
            byte[] json = header.toJson();
            ByteChannels.write(
                    channel, littleEndian(Long.BYTES).putLong(json.length).flip());
            ByteChannels.write(channel, ByteBuffer.wrap(json));
            for (Map.Entry<String, SafetensorsHeader.Entry> named : header.byPlace()) {
                write(channel, named.getKey(), state.get(named.getKey()));
            }
        });
    }

    private static void write(FileChannel channel, String name, TensorData tensor) throws IOException {
        long end = channel.position() + tensor.byteCount();
        tensor.writeTo(channel);
        if (channel.position() != end) {
            throw new IllegalStateException("tensor " + name + " must write the bytes that its shape and type say, but"
                    + " was off by " + (channel.position() - end));
        }
    }

    /**
     * Reads the header of a file; the tensors are read from the file when they are used, which must stay unchanged
     * until then. Values of type BF16 become FLOAT32.
     *
     * @param path the file
     * @return the tensors in the header's order, and the metadata
     * @throws StateFormatException if this is no safetensors file, or a damaged one
     * @throws IOException if the file cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        SourceFile file = SourceFile.of(path);
        SafetensorsHeader header;
        long start;
        try (FileChannel channel = file.open()) {
            byte[] json = readHeader(file, channel);
            start = (long) Long.BYTES + json.length;
            header = SafetensorsHeaderParser.parse(path, json);
            header.requireFills(path, file.size() - start);
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> tensors.put(name, tensor(file, start, entry)));
        return new StateDict(tensors, header.metadata());
    }

    private static byte[] readHeader(SourceFile file, FileChannel channel) throws IOException {
        if (file.size() < Long.BYTES) {
            throw new StateFormatException(
                    file.path(), "is no safetensors file: it has only " + file.size() + " bytes");
        }
        ByteBuffer count = littleEndian(Long.BYTES);
        ByteChannels.read(channel, 0, count);
        long length = count.getLong(0);
        if (length < 2 || length > SafetensorsHeader.MAX_BYTES) {
            throw new StateFormatException(
                    file.path(), "is no safetensors file: its header would have " + length + " bytes");
        }
        if (length > file.size() - Long.BYTES) {
            throw new StateFormatException(
                    file.path(), "is truncated inside its header of " + length + " bytes or no safetensors file");
        }
        byte[] json = new byte[(int) length];
        ByteChannels.read(channel, Long.BYTES, ByteBuffer.wrap(json));
        return json;
    }

    private static TensorData tensor(SourceFile file, long start, SafetensorsHeader.Entry entry) {
        FileSlice slice = new FileSlice(file, start + entry.begin(), entry.end() - entry.begin());

        if (entry.type() == ElementType.BF16) {
            return new WidenedTensor(entry.shape(), slice::read);
        }
        DataType type = entry.type().type();
        return new FileTensor(type, entry.shape(), slice);
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
