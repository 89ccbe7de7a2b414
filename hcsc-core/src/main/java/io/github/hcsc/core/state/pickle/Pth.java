package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.SourceFile;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of weights as {@code torch.save} writes them ({@code .pth}, {@code .pth.tar}, {@code .pt} without code), in the
 * zip format and in the stream format used before PyTorch 1.6.
 *
 * <p>Reading executes nothing: an allow-list decides what a file may contain, and anything else refuses the file.
 */
public final class Pth {
    private static final List<String> STATE_NAMES = List.of("state_dict", "model", "state_dict_ema");

    private Pth() {}

    /**
     * Reads the whole structure. Its parts are {@code Map} (keys are String or Long), {@code List} (for lists and
     * tuples), String, Long, BigInteger, Double, Boolean, ByteBuffer, {@code Optional.empty()} for None, and {@link
     * TensorData}, whose elements are read from the file when they are used; it must stay unchanged until then.
     *
     * @param path the file
     * @return what was saved
     * @throws StateFormatException if it is damaged, of another format, or contains more than data
     * @throws IOException if it cannot be read
     */
    public static Object read(Path path) throws IOException {
        SourceFile file = SourceFile.of(path);
        try {
            return switch (firstByte(file)) {
                case 'P' -> TorchZip.read(file);
                case Opcode.PROTO -> LegacyFile.read(file);
                default -> throw new Refusal("it was not made by torch.save");
            };
        } catch (Refusal e) {
            throw new StateFormatException(path, "cannot be read as weights: " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new StateFormatException(path, "cannot be read as weights: it is truncated", e);
        }
    }

    /**
     * Reads the tensors of a model: those under {@code state_dict}, {@code model} or {@code state_dict_ema}, or else
     * those at the top.
     *
     * @param path the file
     * @return the tensors by name, in the file's order
     * @throws StateFormatException if it is damaged, of another format, contains more than data, or no tensors
     * @throws IOException if it cannot be read
     */
    public static StateDict readState(Path path) throws IOException {
        Object saved = read(path);
        for (String name : STATE_NAMES) {
            if (saved instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> state) {
                return tensors(path, state);
            }
        }
        if (saved instanceof Map<?, ?> state) {
            return tensors(path, state);
        }
        throw new StateFormatException(path, "holds no named tensors");
    }

    /**
     * Writes or replaces a file as a whole or not at all, so that {@code torch.load(..., weights_only=True)} reads it;
     * one tensor is in memory at a time.
     *
     * @param path the file
     * @param saved what is saved: maps, lists, strings, numbers, booleans, {@code Optional.empty()} for None, tensors,
     *     and {@link StateDict}s, which become ordered dictionaries
     * @throws IOException if it cannot be written; an earlier file of that name is unchanged then
     */
    public static void write(Path path, Object saved) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        entries.put("version", "3\n".getBytes(StandardCharsets.US_ASCII));
        TorchArchive.write(path, saved, entries);
    }

    private static StateDict tensors(Path path, Map<?, ?> state) throws StateFormatException {
        StateDict.Builder tensors = StateDict.builder();
        state.forEach((name, value) -> {
            if (name instanceof String text && value instanceof TensorData tensor) {
                tensors.put(text, tensor);
            }
        });
        StateDict found = tensors.build();
        if (found.names().isEmpty()) {
            throw new StateFormatException(path, "holds no named tensors");
        }
        return found;
    }

    private static int firstByte(SourceFile file) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(1);
        try (FileChannel channel = file.open()) {
            if (channel.read(first) < 1) {
                throw new Refusal("it is empty");
            }
        }
        return Byte.toUnsignedInt(first.get(0));
    }
}
