package io.github.hcsc.core.prototype;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;

/** What faiss and NumPy computed on points that a formula gives. */
record Golden(StateDict tensors, JsonObject description) {

    static Golden read(String name) {
        try {
            var url = Objects.requireNonNull(Golden.class.getResource("/golden/" + name + ".safetensors"));
            StateDict tensors = Safetensors.read(Path.of(url.toURI()));
            String description = Objects.requireNonNull(tensors.metadata().get("description"));
            return new Golden(tensors, JsonUtils.GSON.fromJson(description, JsonObject.class));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    int integer(String setting) {
        return description.get(setting).getAsInt();
    }

    float[] floats(String tensor) {
        return tensors.get(tensor).toFloats();
    }

    long[] longs(String tensor) {
        return tensors.get(tensor).toLongs();
    }

    int[] integers(String tensor) {
        return Arrays.stream(longs(tensor)).mapToInt(Math::toIntExact).toArray();
    }

    float[][] rows(String tensor) {
        return rows(floats(tensor), (int) tensors.get(tensor).shape().get(1));
    }

    double number(String tensor) {
        return tensors.get(tensor).bytes().order(ByteOrder.LITTLE_ENDIAN).getDouble();
    }

    /** The points of a K-means case: a grid of centres, and grains around them, in multiples of 1/1024. */
    float[][] points() {
        int n = integer("n");
        int d = integer("d");
        int width = integer("width");
        String name = description.get("name").getAsString();
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                int centre = (bits(name + "/centre", i % integer("blobs") * d + j) >>> 26) - 32;
                int grain = width == 0 ? 0 : (bits(name + "/grain", i * d + j) >>> (32 - width)) - (1 << (width - 1));
                values[i * d + j] = (64 * centre + grain) / 1024f;
            }
        }
        return rows(values, d);
    }

    private static int bits(String name, int i) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return mixed((int) crc.getValue() ^ mixed(i));
    }

    private static int mixed(int number) {
        int h = number;
        h ^= h >>> 16;
        h *= 0x7FEB352D;
        h ^= h >>> 15;
        h *= 0x846CA68B;
        return h ^ (h >>> 16);
    }

    private static float[][] rows(float[] values, int d) {
        float[][] rows = new float[values.length / d][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * d, (i + 1) * d));
        return rows;
    }
}
