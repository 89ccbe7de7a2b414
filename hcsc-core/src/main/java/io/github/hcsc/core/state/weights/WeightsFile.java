package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.SourceFile;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.pickle.Pth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file of weights in any format that can be read, told by its content and not by its name. */
public final class WeightsFile {
    /** Where a safetensors file's header begins, after its length. */
    private static final int JSON_START = 8;

    private WeightsFile() {}

    /**
     * Reads the tensors of a safetensors file or of a file of {@code torch.save}, under the names they have there. The
     * file must stay unchanged until they have been used.
     *
     * @param path the file
     * @throws io.github.hcsc.core.state.StateFormatException if it is of another format, damaged or unsafe
     * @throws IOException if it cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        return read(path, Optional.empty());
    }

    /**
     * Reads the tensors of a file as {@link #read(Path)} does, from a named entry.
     *
     * @param path the file
     * @param key the entry of a file of {@code torch.save} that holds them, as {@link Pth#readState(Path, String)} takes it
     * @throws io.github.hcsc.core.state.StateFormatException if it is of another format, damaged or unsafe, or has no such
     *     entry
     * @throws IOException if it cannot be read
     */
    public static StateDict read(Path path, Optional<String> key) throws IOException {
        if (isSafetensors(path)) {
            if (key.isPresent()) {
                throw new StateFormatException(path, "is a safetensors file, which has no entries to choose from");
            }
            return Safetensors.read(path);
        }
        return key.isPresent() ? Pth.readState(path, key.orElseThrow()) : Pth.readState(path);
    }

    /**
     * Names what a file holds beside plain values and tensors, which is passed over.
     *
     * @param path the file
     * @return the places and classes, empty for a safetensors file
     * @throws IOException if it cannot be read
     */
    public static List<String> passedOver(Path path) throws IOException {
        return isSafetensors(path) ? List.of() : Pth.foreignObjects(path);
    }

    private static boolean isSafetensors(Path path) throws IOException {
        Path file = SourceFile.of(path).path();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(JSON_START + 1);
            return start.length > JSON_START && start[JSON_START] == '{';
        }
    }
}
