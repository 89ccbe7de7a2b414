package io.github.hcsc.examples.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScalingTableTest {

    @Test
    void printsTheTablesOfThePage() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScalingTable.print(new PrintStream(out, true, StandardCharsets.UTF_8));

        String[] tables = out.toString(StandardCharsets.UTF_8).strip().split("\\R\\R");
        assertThat(tables).hasSize(3);
        assertThat(Files.readString(Path.of("../docs/scaling.md"))).contains(tables);
    }
}
