package io.github.hcsc.core.state;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of each tensor and of the metadata of a file, kept as one word of the metadata: a JSON object from names to
 * eight hexadecimal digits.
 *
 * @param values by the tensor's name; that of the metadata under the name that no tensor may have
 */
record Checksums(Map<String, Integer> values) {
    static final String KEY = "hcsc.crc32c";

    /** Stands in the header while the tensors are written, and is as long as the true ones. */
    static Checksums unknown(Collection<String> names) {
        Map<String, Integer> zeros = new LinkedHashMap<>();
        zeros.put(SafetensorsHeader.METADATA, 0);
        names.forEach(name -> zeros.put(name, 0));
        return new Checksums(zeros);
    }

    /** Those that a file says it has, none if it says nothing. */
    static Optional<Checksums> in(Path file, Map<String, String> metadata) throws StateFormatException {
        String json = metadata.get(KEY);
        if (json == null) {
            return Optional.empty();
        }
        try {
            Map<String, Integer> values = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> named :
                    JsonParser.parseString(json).getAsJsonObject().entrySet()) {
                values.put(
                        named.getKey(), HexFormat.fromHexDigits(named.getValue().getAsString()));
            }
            return Optional.of(new Checksums(values));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new StateFormatException(file, "is damaged: its checksums (" + KEY + ") cannot be read", e);
        }
    }

    static int of(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }

    /** Over all words but the checksums themselves, sorted by name. */
    static int of(Map<String, String> metadata) {
        CRC32C sum = new CRC32C();
        new TreeMap<>(metadata).forEach((name, word) -> {
            if (!name.equals(KEY)) {
                sum.update((name + "=" + word + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        return (int) sum.getValue();
    }

    void requireMetadata(Path file, Map<String, String> metadata) throws StateFormatException {
        Integer expected = values.get(SafetensorsHeader.METADATA);
        if (expected != null && expected != of(metadata)) {
            throw new StateFormatException(
                    file,
                    "is damaged: its metadata are not those that were written; use a copy of it or write it anew, or"
                            + " remove " + KEY + " if you have changed them");
        }
    }

    String toJson() {
        Map<String, String> digits = new LinkedHashMap<>();
        values.forEach((name, value) -> digits.put(name, HexFormat.of().toHexDigits(value)));
        return new Gson().toJson(digits);
    }
}
