package io.github.hcsc.train.features;

import io.github.hcsc.core.state.StateFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file of Parquet, read by DuckDB's driver for JDBC where it is on the class path. */
final class ParquetTable {
    private static final String URL = "jdbc:duckdb:";
    private static final List<String> USUAL_VECTORS = List.of("embedding", "embeddings", "features", "vector", "emb");
    private static final List<String> USUAL_NAMES =
            List.of("name", "path", "filename", "file_name", "id", "key", "url");
    private static final List<String> USUAL_CLASSES = List.of("class", "label");

    private final Path file;
    private final List<String> names = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();
    private final GrowingRows found = new GrowingRows();
    private int width;

    private ParquetTable(Path file) {
        this.file = file;
    }

    static FeatureTable read(Path file) throws IOException {
        if (DriverManager.drivers()
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.duckdb."))) {
            throw new FeatureDriverException(
                    file + " is a file of Parquet, which DuckDB's driver for JDBC reads, but the jar"
                            + " org.duckdb:duckdb_jdbc is not on the class path");
        }
        try (Connection connection = DriverManager.getConnection(URL)) {
            ParquetTable table = new ParquetTable(file);
            table.readRows(connection);
            return table.finish();
        } catch (SQLException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException(file + " cannot be read as Parquet: " + reason, e);
        }
    }

    private void readRows(Connection connection) throws SQLException, IOException {
        Columns columns = columns(connection);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + columns.quoted() + " FROM read_parquet(?)")) {
            statement.setString(1, file.toString());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(rows.getArray(1));
                    int next = 2;
                    if (columns.name.isPresent()) {
                        names.add(String.valueOf(rows.getString(next++)));
                    }
                    if (columns.ofClass.isPresent()) {
                        classes.add(String.valueOf(rows.getString(next)));
                    }
                }
            }
        }
    }

    private record Columns(String vector, Optional<String> name, Optional<String> ofClass) {
        String quoted() {
            List<String> all = new ArrayList<>(List.of(vector));
            name.ifPresent(all::add);
            ofClass.ifPresent(all::add);
            return String.join(
                    ", ",
                    all.stream()
                            .map(column -> '"' + column.replace("\"", "\"\"") + '"')
                            .toList());
        }
    }

    private Columns columns(Connection connection) throws SQLException, StateFormatException {
        List<String> vectors = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM read_parquet(?) LIMIT 0")) {
            statement.setString(1, file.toString());
            try (ResultSet none = statement.executeQuery()) {
                ResultSetMetaData columns = none.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    boolean numbers = columns.getColumnTypeName(i).matches("(FLOAT|DOUBLE)\\[\\d*]");
                    (numbers ? vectors : others).add(columns.getColumnName(i));
                }
            }
        }
        Optional<String> usual = usual(USUAL_VECTORS, vectors);
        if (usual.isEmpty() && vectors.size() != 1) {
            throw new StateFormatException(
                    file,
                    "must have a column embedding of lists of float or double, or one such column alone, but has "
                            + vectors + " beside " + others);
        }
        return new Columns(
                usual.orElseGet(() -> vectors.get(0)), usual(USUAL_NAMES, others), usual(USUAL_CLASSES, others));
    }

    private static Optional<String> usual(List<String> words, List<String> columns) {
        return words.stream()
                .flatMap(word -> columns.stream()
                        .filter(column -> column.toLowerCase(Locale.ROOT).equals(word)))
                .findFirst();
    }

    private void add(Array vector) throws SQLException, StateFormatException {
        int row = width == 0 ? 0 : found.size() / width;
        Object[] numbers = vector == null ? new Object[0] : (Object[]) vector.getArray();
        width = row == 0 ? numbers.length : width;
        if (numbers.length == 0 || numbers.length != width) {
            throw new StateFormatException(
                    file, "must have " + width + " values in each row, but row " + row + " has " + numbers.length);
        }
        found.reserve(width);
        for (Object number : numbers) {
            found.add(number instanceof Number value ? value.floatValue() : Float.NaN);
        }
    }

    private FeatureTable finish() throws StateFormatException {
        if (found.size() == 0) {
            throw new StateFormatException(file, "has no rows");
        }
        return new FeatureTable(file, found.rows(width), names, classes);
    }
}
