package io.github.hcsc.train.features;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.text.SpreadsheetCell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The kinds of file that features and the names of their images are written to. */
public enum FeatureFile {
    /** A matrix as NumPy's {@code load} reads it, and the names in a second file, {@code .names.txt}, one a line. */
    NPY {
        @Override
        void writeTo(Path file, List<String> names, Rows rows) throws IOException {
            AtomicFile.write(file, channel -> {
                put(channel, ByteBuffer.wrap(npyHeader(rows)));
                rows.writeTo(channel);
            });
            AtomicFile.write(
                    file.resolveSibling(file.getFileName() + ".names.txt"),
                    channel -> put(channel, utf8(String.join("\n", names) + "\n")));
        }
    },
    /** A table with a heading: the name, then one column for each value. */
    CSV {
        @Override
        void writeTo(Path file, List<String> names, Rows rows) throws IOException {
            AtomicFile.write(file, channel -> {
                StringBuilder heading = new StringBuilder("name");
                for (int i = 0; i < rows.width(); i++) {
                    heading.append(",f").append(i);
                }
                put(channel, utf8(heading.append('\n').toString()));
                rows.forEachChunk((first, values) -> {
                    StringBuilder lines = new StringBuilder();
                    for (long row = first; values.hasRemaining(); row++) {
                        lines.append(quoted(SpreadsheetCell.of(names.get((int) row))));
                        for (int i = 0; i < rows.width(); i++) {
                            lines.append(',').append(values.getFloat());
                        }
                        lines.append('\n');
                    }
                    put(channel, utf8(lines.toString()));
                });
            });
        }
    },
    /** The tensor {@code features}, and the names as a JSON array in the metadata {@code names}. */
    SAFETENSORS {
        @Override
        void writeTo(Path file, List<String> names, Rows rows) throws IOException {
            Safetensors.write(
                    file,
                    StateDict.builder()
                            .put("features", rows)
                            .metadata("names", json(names))
                            .build());
        }
    };

    /**
     * Returns the kind that a file's name ends in.
     *
     * @throws IllegalArgumentException if it ends in none of them
     */
    public static FeatureFile of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (FeatureFile kind : values()) {
            if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("features must go to a file .npy, .csv or .safetensors, but was " + file);
    }

    /**
     * Writes features, replacing the file as a whole or not at all.
     *
     * @param names of the images, one for each row
     * @param features float32 {@code [n, d]}
     * @throws IOException if it cannot be written
     */
    public void write(Path file, List<String> names, NDArray features) throws IOException {
        Rows rows = new Rows(features);
        if (names.size() != rows.count()) {
            throw new IllegalArgumentException(
                    "names must be one for each of " + rows.count() + " rows, but were " + names.size());
        }
        writeTo(file, names, rows);
    }

    abstract void writeTo(Path file, List<String> names, Rows rows) throws IOException;

    /* Version 1.0: magic, length, a Python literal padded so that the data begin at a multiple of 64. */
    private static byte[] npyHeader(Rows rows) {
        String literal =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows.count() + ", " + rows.width() + "), }";
        int unpadded = 10 + literal.length() + 1;
        int length = (unpadded + 63) / 64 * 64 - 10;
        ByteBuffer header = ByteBuffer.allocate(10 + length);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.put((byte) length).put((byte) (length >> 8));
        header.put((literal + " ".repeat(length - literal.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }

    private static String quoted(String name) {
        return name.matches("[^,\"\r\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String json(List<String> names) {
        try {
            return new JsonMapper().writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("names cannot be written as JSON", e);
        }
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
