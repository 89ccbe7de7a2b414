package io.github.hcsc.core.state;

import ai.djl.ndarray.types.Shape;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The header of a safetensors file: what lies where, and the metadata. */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    /** The format's own limit. */
    static final int MAX_BYTES = 100_000_000;

    /** One tensor: its elements are the bytes {@code [begin, end)} after the header. */
    record Entry(ElementType type, Shape shape, long begin, long end) {}

    private static final Entry NOWHERE = new Entry(ElementType.U8, new Shape(), 0, 0);

    /*
     * Wide elements come first in the file, so that every tensor starts at a multiple of its element's size, as readers
     * that map the file want it; among equals, and in the header itself, the state's order is kept.
     */
    static SafetensorsHeader of(StateDict state) {
        if (state.names().contains(METADATA)) {
            throw new IllegalArgumentException("a tensor's name must not be " + METADATA);
        }
        List<Map.Entry<String, TensorData>> byWidth = state.tensors().entrySet().stream()
                .sorted(Comparator.comparing(named -> -width(named.getValue())))
                .toList();
        Map<String, Entry> entries = new LinkedHashMap<>();
        state.names().forEach(name -> entries.put(name, NOWHERE));
        long place = 0;
        for (Map.Entry<String, TensorData> named : byWidth) {
            TensorData tensor = named.getValue();
            long end = Math.addExact(place, tensor.byteCount());
            entries.put(named.getKey(), new Entry(ElementType.of(tensor.type()), tensor.shape(), place, end));
            place = end;
        }
        return new SafetensorsHeader(entries, state.metadata());
    }

    SafetensorsHeader with(Checksums sums) {
        Map<String, String> words = new TreeMap<>(metadata);
        words.put(Checksums.KEY, sums.toJson());
        return new SafetensorsHeader(entries, words);
    }

    private static int width(TensorData tensor) {
        return ElementType.of(tensor.type()).size();
    }

    /** The tensors in the order of their elements in the file. */
    List<Map.Entry<String, Entry>> byPlace() {
        return entries.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)))
                .toList();
    }

    /** The elements must fill the rest of the file, without gap or overlap. */
    void requireFills(Path path, long bytes) throws StateFormatException {
        long place = 0;
        for (Map.Entry<String, Entry> named : byPlace()) {
            String name = named.getKey();
            Entry entry = named.getValue();
            if (entry.end() > bytes) {
                throw new StateFormatException(
                        path, "is truncated: tensor " + name + " ends at byte " + entry.end() + " of " + bytes);
            }
            if (entry.begin() != place) {
                String what = entry.begin() < place ? " overlaps the one before" : " leaves a gap before";
                throw new StateFormatException(
                        path, "is damaged: tensor " + name + what + ": starts at " + entry.begin() + ", not " + place);
            }
            place = entry.end();
        }
        if (place != bytes) {
            throw new StateFormatException(
                    path, "is damaged: " + (bytes - place) + " bytes after the last tensor belong to none");
        }
    }

    /** The header as written, filled with spaces to a multiple of 8 bytes. */
    byte[] toJson() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name(METADATA).beginObject();
                for (Map.Entry<String, String> word : metadata.entrySet()) {
                    json.name(word.getKey()).value(word.getValue());
                }
                json.endObject();
            }
            for (Map.Entry<String, Entry> named : entries.entrySet()) {
                write(json.name(named.getKey()), named.getValue());
            }
            json.endObject();
        }
        int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
        text.write(" ".repeat(-length & 7));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonWriter json, Entry entry) throws IOException {
        json.beginObject().name("dtype").value(entry.type().name());
        json.name("shape").beginArray();
        for (long size : entry.shape().getShape()) {
            json.value(size);
        }
        json.endArray().name("data_offsets").beginArray();
        json.value(entry.begin()).value(entry.end()).endArray().endObject();
    }
}
