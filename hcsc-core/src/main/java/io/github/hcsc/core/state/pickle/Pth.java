package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.SourceFile;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.ForeignObject.Foreigners;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Files of weights as {@code torch.save} writes them ({@code .pth}, {@code .pth.tar}, {@code .pt} without code), in the
 * zip format and in the stream format used before PyTorch 1.6.
 *
 * <p>Reading executes nothing: no class is looked up by a name from a file. What is made by names outside of a fixed list is
 * passed over, and refuses the file if tensors depend on it.
 */
public final class Pth {
    /** Where programs put the tensors of a model, the most telling first; the last is VISSL's. */
    private static final List<String> STATES = List.of(
            "state_dict",
            "model",
            "state_dict_ema",
            "model_state_dict",
            "net",
            "teacher",
            "student",
            "classy_state_dict.base_model.model.trunk");

    private static final int SHOWN = 12;

    private static final StateDict NOTHING = StateDict.builder().build();

    private Pth() {}

    /**
     * Reads the whole structure. Its parts are {@code Map} (keys are String or Long), {@code List} (for lists and
     * tuples), String, Long, BigInteger, Double, Boolean, ByteBuffer, {@code Optional.empty()} for None, {@link
     * TensorData}, whose elements are read from the file when they are used; it must stay unchanged until then; and {@link
     * ForeignObject} for whatever is of a class that is not read.
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
                default -> throw new RefusedException("it was not made by torch.save");
            };
        } catch (RefusedException e) {
            throw new StateFormatException(path, "cannot be read as weights: " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new StateFormatException(path, "cannot be read as weights: it is truncated", e);
        }
    }

    /**
     * Reads the tensors of a model: those under {@code state_dict}, {@code model} or another name that programs give them,
     * or else those at the top.
     *
     * @param path the file
     * @return the tensors by name, in the file's order
     * @throws StateFormatException if it is damaged, of another format, contains more than data, or no tensors, naming what
     *     is at its top
     * @throws IOException if it cannot be read
     */
    public static StateDict readState(Path path) throws IOException {
        Object saved = read(path);
        for (String key : STATES) {
            StateDict found = entry(saved, key).map(Pth::tensors).orElse(NOTHING);
            if (!found.names().isEmpty()) {
                return plain(path, found);
            }
        }
        return plain(path, required(path, saved, tensors(saved)));
    }

    /**
     * Reads the tensors of a model from an entry of a file.
     *
     * @param path the file
     * @param key the name of the entry, or those on the way to it, with dots between them
     * @throws StateFormatException if it is damaged, of another format, or contains more than data, or there is no such entry
     *     with tensors
     * @throws IOException if it cannot be read
     */
    public static StateDict readState(Path path, String key) throws IOException {
        Object saved = read(path);
        StateDict found = entry(saved, key).map(Pth::tensors).orElse(NOTHING);
        if (found.names().isEmpty()) {
            throw new StateFormatException(
                    path, "holds no named tensors under \"" + Printable.of(key) + "\"; " + top(saved));
        }
        return plain(path, found);
    }

    /**
     * Names what a file holds beside plain values and tensors; nothing of it is read.
     *
     * @param path the file
     * @return such as {@code args.started (datetime.date)}, in the file's order, a hundred at most
     * @throws IOException if it cannot be read
     */
    public static List<String> foreignObjects(Path path) throws IOException {
        return Foreigners.in(read(path));
    }

    /** The entry of a name that may itself have dots. */
    private static Optional<Object> entry(Object saved, String key) {
        if (!(saved instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Optional<Object> whole = Optional.ofNullable(map.get(key));
        for (int dot = key.indexOf('.'); whole.isEmpty() && dot > 0; dot = key.indexOf('.', dot + 1)) {
            String rest = key.substring(dot + 1);
            whole = Optional.<Object>ofNullable(map.get(key.substring(0, dot))).flatMap(part -> entry(part, rest));
        }
        return whole;
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

    private static StateDict tensors(Object entry) {
        StateDict.Builder tensors = StateDict.builder();
        if (entry instanceof Map<?, ?> state) {
            state.forEach((name, value) -> {
                if (name instanceof String text && value instanceof TensorData tensor) {
                    tensors.put(text, tensor);
                }
            });
        }
        return tensors.build();
    }

    private static StateDict required(Path path, Object saved, StateDict found) throws StateFormatException {
        if (found.names().isEmpty()) {
            throw new StateFormatException(path, "holds no named tensors where they are usually kept; " + top(saved));
        }
        return found;
    }

    private static StateDict plain(Path path, StateDict found) throws StateFormatException {
        for (String name : found.names()) {
            if (!Printable.isPlain(name)) {
                throw new StateFormatException(
                        path, "is refused: the name of a tensor has control characters: " + Printable.of(name));
            }
        }
        return found;
    }

    private static String top(Object saved) {
        if (!(saved instanceof Map<?, ?> map)) {
            return "it is no map from names";
        }
        String more = map.size() > SHOWN ? " and " + (map.size() - SHOWN) + " more" : "";
        return "at its top are "
                + map.keySet().stream()
                        .limit(SHOWN)
                        .map(key -> Printable.of(key.toString()))
                        .collect(Collectors.joining(", "))
                + more + "; name the entry that has them";
    }

    private static int firstByte(SourceFile file) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(1);
        try (FileChannel channel = file.open()) {
            if (channel.read(first) < 1) {
                throw new RefusedException("it is empty");
            }
        }
        return Byte.toUnsignedInt(first.get(0));
    }
}
