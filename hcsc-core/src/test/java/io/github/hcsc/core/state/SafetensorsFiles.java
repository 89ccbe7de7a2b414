package io.github.hcsc.core.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files made by hand, byte by byte. */
final class SafetensorsFiles {
    private SafetensorsFiles() {}

    static Path write(Path folder, String json, byte[] data) throws IOException {
        return write(folder, json.getBytes(StandardCharsets.UTF_8).length, json, data);
    }

    static Path write(Path folder, long length, String json, byte[] data) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .put(data);
        return Files.write(folder.resolve("hand.safetensors"), bytes.array());
    }
}
