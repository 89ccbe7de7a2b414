package io.github.hcsc.core.state;

import ai.djl.ndarray.types.Shape;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the JSON of a safetensors header and refuses whatever the format does not allow. */
final class SafetensorsHeaderParser {
    private static final int MAX_DIMENSIONS = 64;

    private final Path path;
    private final JsonReader json;

    private SafetensorsHeaderParser(Path path, JsonReader json) {
        this.path = path;
        this.json = json;
    }

    static SafetensorsHeader parse(Path path, byte[] header) throws IOException {
        try (JsonReader json = new JsonReader(new StringReader(decode(header)))) {
            return new SafetensorsHeaderParser(path, json).header();
        } catch (MalformedJsonException | IllegalStateException | EOFException | CharacterCodingException e) {
            throw new StateFormatException(path, "is no safetensors file: its header is not valid JSON", e);
        }
    }

    private static String decode(byte[] header) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(header))
                .toString();
    }

    private SafetensorsHeader header() throws IOException {
        Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
        Optional<Map<String, String>> metadata = Optional.empty();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (!Printable.isPlain(name)) {
                throw damaged("the name of a tensor has control characters: " + Printable.of(name));
            }
            if (!name.equals(SafetensorsHeader.METADATA)) {
                requireNew(entries.put(name, entry(name)) == null, name);
            } else {
                requireNew(metadata.isEmpty(), name);
                metadata = Optional.of(metadata());
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw damaged("text follows the header's JSON");
        }
        return new SafetensorsHeader(entries, metadata.orElse(Map.of()));
    }

    private Map<String, String> metadata() throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (json.peek() != JsonToken.STRING) {
                throw damaged("the metadata \"" + Printable.of(name) + "\" is not a string");
            }
            requireNew(words.put(name, json.nextString()) == null, name);
        }
        json.endObject();
        return words;
    }

    private SafetensorsHeader.Entry entry(String name) throws IOException {
        Optional<ElementType> type = Optional.empty();
        List<Long> shape = List.of(-1L);
        List<Long> offsets = List.of();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "dtype" -> type = Optional.of(type(name));
                case "shape" -> shape = numbers(name);
                case "data_offsets" -> offsets = numbers(name);
                default -> throw damaged("tensor " + name + " has a field that the format does not know");
            }
        }
        json.endObject();
        if (type.isEmpty() || shape.contains(-1L) || offsets.size() != 2) {
            throw damaged("tensor " + name + " must have a dtype, a shape and two data_offsets");
        }
        return checked(name, type.get(), shape, offsets);
    }

    private SafetensorsHeader.Entry checked(String name, ElementType type, List<Long> shape, List<Long> offsets)
            throws StateFormatException {
        long begin = offsets.get(0);
        long end = offsets.get(1);
        try {
            long bytes = shape.stream().reduce((long) type.size(), Math::multiplyExact);
            if (end - begin != bytes) {
                throw damaged("tensor " + name + " of type " + type + " and shape " + shape + " must have " + bytes
                        + " bytes, but has " + (end - begin));
            }
        } catch (ArithmeticException e) {
            throw new StateFormatException(path, "is damaged: tensor " + name + " has an impossible shape " + shape, e);
        }
        return new SafetensorsHeader.Entry(type, new Shape(shape), begin, end);
    }

    private ElementType type(String name) throws IOException {
        String dtype = json.nextString();
        return ElementType.named(dtype)
                .orElseThrow(() -> new StateFormatException(
                        path, "tensor " + name + " has type " + Printable.of(dtype) + ", which is not supported"));
    }

    private List<Long> numbers(String name) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            String digits = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
            if (!digits.matches("[0-9]{1,18}") || numbers.size() == MAX_DIMENSIONS) {
                throw damaged("tensor " + name + " has a size or place that is no whole number");
            }
            numbers.add(Long.valueOf(digits));
        }
        json.endArray();
        return numbers;
    }

    private void requireNew(boolean isNew, String name) throws StateFormatException {
        if (!isNew) {
            throw damaged("the name " + Printable.of(name) + " occurs twice");
        }
    }

    private StateFormatException damaged(String reason) {
        return new StateFormatException(path, "is damaged: " + reason);
    }
}
