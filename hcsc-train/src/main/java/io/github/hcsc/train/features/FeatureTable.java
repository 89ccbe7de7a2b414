package io.github.hcsc.train.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Anybody's features: rows, and what they are called where that is known.
 *
 * @param file where they are
 * @param rows the features
 * @param names one for each row, or none
 * @param classes one for each row, or none
 */
public record FeatureTable(Path file, RowSource rows, List<String> names, List<String> classes) {

    /** Checks that names and classes are given for all rows or none. */
    public FeatureTable {
        names = List.copyOf(names);
        classes = List.copyOf(classes);
        if (!fits(names, rows) || !fits(classes, rows)) {
            throw new IllegalArgumentException(file + " has " + rows.count() + " rows, but " + names.size()
                    + " names and " + classes.size() + " classes; give one for each row");
        }
    }

    private static boolean fits(List<String> words, RowSource rows) {
        return words.isEmpty() || words.size() == rows.count();
    }

    /**
     * Opens a file {@code .npy}, {@code .safetensors}, {@code .csv} or {@code .parquet}, or all {@code .npy} files of a folder in the natural
     * order of their names.
     *
     * @param bfloat16 whether numbers of two unnamed bytes are bfloat16
     * @throws IOException if it cannot be read or holds no features; the message says what to do
     * @throws FeatureDriverException if a file needs a jar that is not there
     */
    public static List<FeatureTable> open(Path place, boolean bfloat16) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(openFile(place, bfloat16));
        }
        List<FeatureTable> tables = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            List<Path> shards = files.filter(
                            file -> file.getFileName().toString().endsWith(".npy"))
                    .sorted(NaturalOrder.OF_NAMES)
                    .toList();
            for (Path shard : shards) {
                tables.add(openFile(shard, bfloat16));
            }
        }
        if (tables.isEmpty()) {
            throw new IOException(place + " holds neither .npy files nor the tree of a run; name files of features");
        }
        return tables;
    }

    private static FeatureTable openFile(Path file, boolean bfloat16) throws IOException {
        if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            return ParquetTable.read(file);
        }
        return switch (FeatureFile.of(file)) {
            case NPY -> new FeatureTable(file, NpyRows.open(file, bfloat16), besideNpy(file), List.of());
            case CSV -> CsvTable.read(file);
            case SAFETENSORS -> safetensors(file);
        };
    }

    private static List<String> besideNpy(Path file) throws IOException {
        Path names = file.resolveSibling(file.getFileName() + ".names.txt");
        return Files.exists(names) ? Files.readAllLines(names) : List.of();
    }

    private static FeatureTable safetensors(Path file) throws IOException {
        StateDict state = Safetensors.read(file);
        TensorData tensor = state.get(matrix(file, state)).asFloat32();
        try {
            float[] values = tensor.toFloats();
            MatrixRows rows =
                    new MatrixRows(values, Math.toIntExact(tensor.shape().get(1)));
            return new FeatureTable(file, rows, names(file, state), List.of());
        } catch (IllegalStateException e) {
            throw new StateFormatException(file, "must hold floating-point features: " + e.getMessage());
        }
    }

    private static String matrix(Path file, StateDict state) throws StateFormatException {
        for (String usual : List.of("features", "embeddings")) {
            if (state.names().contains(usual)) {
                return usual;
            }
        }
        List<String> matrices = state.names().stream()
                .filter(name -> state.get(name).shape().dimension() == 2)
                .toList();
        if (matrices.size() != 1) {
            throw new StateFormatException(
                    file, "must have a tensor features or embeddings, or one matrix alone, but has " + state.names());
        }
        return matrices.get(0);
    }

    private static List<String> names(Path file, StateDict state) throws StateFormatException {
        String json = state.metadata().getOrDefault("names", "[]");
        try {
            return new JsonMapper().readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new StateFormatException(
                    file, "must have a JSON array of names in its metadata, but has something else");
        }
    }
}
