package io.github.hcsc.core.state;

import io.github.hcsc.core.state.CheckedSlice.FileTensor;
import io.github.hcsc.core.state.ConvertedTensor.WidenedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files in the safetensors format: a JSON header with names, types, shapes and places, then the elements.
 *
 * <p>Files may be of any size. The same state always gives the same bytes. What is written here carries a checksum of each
 * tensor, which is compared when the tensor is read; files of other programs have none and are taken as they are.
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
            Checksums sums = Checksums.unknown(state.names());
            write(channel, header.with(sums));
            sums.values().put(SafetensorsHeader.METADATA, Checksums.of(state.metadata()));
            for (Map.Entry<String, SafetensorsHeader.Entry> named : header.byPlace()) {
                sums.values().put(named.getKey(), write(channel, named.getKey(), state.get(named.getKey())));
            }
            channel.position(0);
            write(channel, header.with(sums));
        });
    }

    private static void write(FileChannel channel, SafetensorsHeader header) throws IOException {
        byte[] json = header.toJson();
        ByteChannels.write(
                channel, littleEndian(Long.BYTES).putLong(json.length).flip());
        ByteChannels.write(channel, ByteBuffer.wrap(json));
    }

    /** Returns the checksum of what was written. */
    private static int write(FileChannel channel, String name, TensorData tensor) throws IOException {
        long end = channel.position() + tensor.byteCount();
        ChecksumChannel summing = new ChecksumChannel(channel);
        tensor.writeTo(summing);
        if (channel.position() != end) {
            throw new IllegalStateException("tensor " + name + " must write the bytes that its shape and type say, but"
                    + " was off by " + (channel.position() - end));
        }
        return summing.sum();
    }

    /**
     * Reads the header of a file; the tensors are read from the file when they are used, which must stay unchanged
     * until then. Values of type BF16 become FLOAT32. A tensor that is not what was written throws an {@link
     * java.io.UncheckedIOException} when it is used; {@link StateDict#readThrough} finds out before.
     *
     * @param path the file
     * @return the tensors in the header's order, and the metadata
     * @throws StateFormatException if this is no safetensors file, or a damaged one
     * @throws IOException if the file cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        SourceFile file = SourceFile.of(path);
        Placed placed = header(file);
        Map<String, String> metadata = new TreeMap<>(placed.header().metadata());
        Optional<Checksums> sums = Checksums.in(path, metadata);
        if (sums.isPresent()) {
            sums.orElseThrow().requireMetadata(path, metadata);
            metadata.remove(Checksums.KEY);
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        placed.header().entries().forEach((name, entry) -> {
            FileSlice slice = new FileSlice(file, placed.start() + entry.begin(), entry.end() - entry.begin());
            Optional<Integer> sum = sums.map(all -> all.values().get(name));
            tensors.put(name, tensor(new CheckedSlice(slice, name, sum), entry));
        });
        return new StateDict(tensors, metadata);
    }

    /**
     * Returns whether a file says what its tensors must be, as those that are written here do.
     *
     * @throws StateFormatException if this is no safetensors file, or a damaged one
     * @throws IOException if the file cannot be read
     */
    public static boolean hasChecksums(Path path) throws IOException {
        return header(SourceFile.of(path)).header().metadata().containsKey(Checksums.KEY);
    }

    /** A header, and where the elements begin. */
    private record Placed(SafetensorsHeader header, long start) {}

    private static Placed header(SourceFile file) throws IOException {
        try (FileChannel channel = file.open()) {
            byte[] json = readHeader(file, channel);
            long start = (long) Long.BYTES + json.length;
            SafetensorsHeader header = SafetensorsHeaderParser.parse(file.path(), json);
            header.requireFills(file.path(), file.size() - start);
            return new Placed(header, start);
        }
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

    private static TensorData tensor(CheckedSlice slice, SafetensorsHeader.Entry entry) {
        if (entry.type() == ElementType.BF16) {
            return new WidenedTensor(entry.shape(), slice::read);
        }
        return new FileTensor(entry.type().type(), entry.shape(), slice);
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
