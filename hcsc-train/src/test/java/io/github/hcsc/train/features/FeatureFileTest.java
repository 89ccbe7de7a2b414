package io.github.hcsc.train.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureFileTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray features = manager.create(new float[][] {{1.5f, -2}, {1e-7f, 3}, {0, 0.1f}});
    private final List<String> names = List.of("a.jpg", "b, \"two\".jpg", "ç/d.jpg");
    private final Path folder;

    FeatureFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void npyIsAHeaderOfWholeBlocksAndTheFloats() throws IOException {
        Path file = folder.resolve("f.npy");
        FeatureFile.of(file).write(file, names, features);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        byte[] literal = new byte[bytes.getShort()];
        bytes.get(literal);
        assertThat(bytes.position() % 64).isZero();
        assertThat(new String(literal, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }")
                .endsWith("\n");
        float[] values = new float[6];
        bytes.asFloatBuffer().get(values);
        assertThat(values).containsExactly(features.toFloatArray());
        assertThat(folder.resolve("f.npy.names.txt")).hasContent("a.jpg\nb, \"two\".jpg\nç/d.jpg\n");
    }

    @Test
    void csvQuotesNamesAndKeepsEveryDigit() throws IOException {
        Path file = folder.resolve("f.CSV");
        FeatureFile.of(file).write(file, names, features);

        assertThat(file).hasContent("""
                name,f0,f1
                a.jpg,1.5,-2.0
                "b, ""two"".jpg",1.0E-7,3.0
                ç/d.jpg,0.0,0.1
                """);
    }

    @Test
    void safetensorsHoldTheNamesAsJson() throws IOException {
        Path file = folder.resolve("f.safetensors");
        FeatureFile.of(file).write(file, names, features);

        StateDict read = Safetensors.read(file);
        assertThat(read.get("features").toFloats()).containsExactly(features.toFloatArray());
        assertThat(read.metadata()).containsEntry("names", "[\"a.jpg\",\"b, \\\"two\\\".jpg\",\"ç/d.jpg\"]");
    }

    @Test
    void refusesOtherEndingsAndCounts() {
        assertThatThrownBy(() -> FeatureFile.of(Path.of("x.parquet")))
                .hasMessage("features must go to a file .npy, .csv or .safetensors, but was x.parquet");
        assertThatThrownBy(() -> FeatureFile.NPY.write(folder.resolve("x.npy"), List.of("a"), features))
                .hasMessage("names must be one for each of 3 rows, but were 1");
    }
}
