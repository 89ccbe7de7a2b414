package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.SourceFile;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.Pth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
        Path file = SourceFile.of(path).path();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(JSON_START + 1);
            boolean isSafetensors = start.length > JSON_START && start[JSON_START] == '{';
            return isSafetensors ? Safetensors.read(path) : Pth.readState(path);
        }
    }
}
