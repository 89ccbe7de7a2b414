package io.github.hcsc.train.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.state.StateFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers and numbers as NumPy wrote them. */
final class NpyRowsTest {
    private static final Path FILE = Path.of("x.npy");

    @TempDir
    private Path folder = Path.of("");

    static Stream<JsonNode> headers() throws IOException {
        return StreamSupport.stream(golden().get("npy_headers").spliterator(), false);
    }

    private static JsonNode golden() throws IOException {
        return new JsonMapper().readTree(Files.readString(Path.of("src/test/resources/golden/npy.json")));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void readsHeadersOfAllVersionsAndRefusesTheRest(JsonNode header) throws IOException {
        if (header.has("error")) {
            assertThatThrownBy(() -> read(header, false)).isInstanceOf(StateFormatException.class);
            return;
        }
        NpyHeader found = read(header, false);

        assertThat(found.offset()).isEqualTo(header.get("data_offset").asLong());
        assertThat(found.rows()).isEqualTo(header.get("rows").asLong());
        assertThat(found.columns()).isEqualTo(header.get("columns").asInt());
        String[] type = header.get("type").asText().split(" ", -1);
        assertThat(found.type()).hasToString(type[0].toUpperCase(Locale.ROOT));
        assertThat(found.bigEndian()).isEqualTo(type.length > 1);
    }

    @Test
    void takesTwoUnnamedBytesForBfloat16IfToldSo() throws IOException {
        JsonNode raw = headers()
                .filter(header -> header.path("error").asText().startsWith("raw"))
                .findFirst()
                .orElseThrow();

        assertThat(read(raw, true).type()).isEqualTo(NpyType.BF16);
    }

    private static NpyHeader read(JsonNode header, boolean bfloat16) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(header.get("hex").asText());
        return NpyHeader.read(FILE, new ByteArrayInputStream(bytes), bfloat16);
    }

    @Test
    void readsRowsFromWhereTheyAre() throws IOException {
        JsonNode golden = golden().get("npy_file");
        byte[] bytes = HexFormat.of().parseHex(golden.get("hex").asText());
        Path file = Files.write(folder.resolve("whole.npy"), bytes);

        RowSource rows = NpyRows.open(file, false);
        float[] two = new float[8];
        rows.read(1, 2, two, 0);

        assertThat(rows.count()).isEqualTo(3);
        assertThat(two).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void saysHowManyRowsAreWholeAndRefusesWhatIsLonger() throws IOException {
        byte[] bytes =
                HexFormat.of().parseHex(golden().get("npy_file").get("hex").asText());
        Path shorter = Files.write(folder.resolve("short.npy"), Arrays.copyOf(bytes, bytes.length - 1));
        Path longer = Files.write(folder.resolve("long.npy"), Arrays.copyOf(bytes, bytes.length + 1));

        assertThatThrownBy(() -> NpyRows.open(shorter, false)).hasMessageContaining("only 2 are whole");
        assertThatThrownBy(() -> NpyRows.open(longer, false)).hasMessageContaining("longer than its 3 rows");
    }

    @Test
    void widensHalvesExactly() throws IOException {
        for (NpyType type : new NpyType[] {NpyType.F2, NpyType.BF16}) {
            for (JsonNode pair : golden().get(type == NpyType.F2 ? "f16" : "bf16")) {
                ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
                bytes.putShort((short) pair.get(0).asInt()).flip();
                String text = pair.get(1).asText();
                Float expected = Float.valueOf(text); // boxed, so that NaN equals itself

                assertThat(type.floats(bytes)[0]).as(pair.toString()).isEqualTo(expected);
            }
        }
    }
}
