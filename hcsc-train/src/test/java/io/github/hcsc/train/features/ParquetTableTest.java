package io.github.hcsc.train.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParquetTableTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT[]", "DOUBLE[]", "FLOAT[2]"})
    void readsListsInTheOrderOfTheRows(String type) throws Exception {
        Path file = write("SELECT 'image' || i AS path, [i + 0.5, -i]::" + type
                + " AS \"my \"\"vectors\"\"\", i % 3 AS label FROM range(5000) t(i)");
        FeatureTable table = FeatureTable.open(file, false).get(0);
        float[] values = new float[4];
        table.rows().read(4998, 2, values, 0);

        assertThat(table.rows().count()).isEqualTo(5000);
        assertThat(values).containsExactly(4998.5f, -4998, 4999.5f, -4999);
        assertThat(table.names().get(4999)).isEqualTo("image4999");
        assertThat(table.classes().get(4999)).isEqualTo("1");
    }

    @Test
    void theUsualColumnIsTakenAmongSeveral() throws Exception {
        Path file = write("SELECT [1.0, 2.0]::FLOAT[] AS other, [3.0]::FLOAT[] AS Embedding");

        assertThat(FeatureTable.open(file, false).get(0).rows().dimension()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS embedding",
                "SELECT [1.0]::FLOAT[] AS a, [1.0]::FLOAT[] AS b",
                "SELECT [1.0, 2.0]::FLOAT[] AS a UNION ALL SELECT [1.0]::FLOAT[]",
                "SELECT NULL::FLOAT[] AS a",
                "SELECT [1.0]::FLOAT[] AS a WHERE false"
            })
    void otherColumnsAreRefused(String query) throws Exception {
        Path file = write(query);

        assertThatThrownBy(() -> FeatureTable.open(file, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private Path write(String query) throws SQLException {
        Path file = folder.resolve("x.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }
}
