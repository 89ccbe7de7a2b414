package io.github.hcsc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumsTest {
    private static final byte[] LETTERS = "abcdefgh".getBytes(StandardCharsets.UTF_8);

    private final Path file;

    ChecksumsTest(@TempDir Path folder) throws IOException {
        file = folder.resolve("state.safetensors");
        Safetensors.write(
                file,
                StateDict.builder()
                        .put("weights", TensorData.of(DataType.UINT8, new Shape(8), ByteBuffer.wrap(LETTERS)))
                        .put("zählers", TensorData.of(new long[] {7, 8}, 2))
                        .metadata("hcsc.step", "12")
                        .build());
    }

    @Test
    void areThoseOfTheElementsUnderTheTensorsName() throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(LETTERS);

        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains(String.format(Locale.ROOT, "\\\"weights\\\":\\\"%08x\\\"", sum.getValue()));
        assertThat(Safetensors.hasChecksums(file)).isTrue();
        assertThat(Safetensors.read(file).metadata()).containsOnlyKeys("hcsc.step");
    }

    /** But for one in a name, which the reader misses. */
    @Test
    void everyFlippedBitThatChangesTheContentIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int noticed = 0;

        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            try {
                StateDict read = Safetensors.read(file);
                read.readThrough();
                assertThat(read.metadata()).as("byte " + at).containsEntry("hcsc.step", "12");
                if (read.names().containsAll(List.of("weights", "zählers"))) {
                    assertThat(read.get("weights").bytes()).isEqualTo(ByteBuffer.wrap(LETTERS));
                    assertThat(read.get("zählers").toLongs()).containsExactly(7, 8);
                }
            } catch (StateFormatException e) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(LETTERS.length + 2 * Long.BYTES);
    }

    @Test
    void mismatchNamesFileAndTensorAndWhatToDo() throws IOException {
        damage();

        StateDict read = Safetensors.read(file);

        assertThatThrownBy(() -> read.get("weights").bytes())
                .hasMessageContaining(file + ": is damaged: tensor weights is not what was written")
                .hasMessageContaining("use a copy of the file or write it anew");
        assertThatThrownBy(read::readThrough).isInstanceOf(StateFormatException.class);
        assertThat(read.get("zählers").toLongs()).containsExactly(7, 8);
    }

    @Test
    void damageIsNotCopiedIntoAnotherFile() throws IOException {
        damage();
        Path copy = file.resolveSibling("copy.safetensors");

        assertThatThrownBy(() -> Safetensors.write(copy, Safetensors.read(file)))
                .hasMessageContaining("tensor weights is not what was written");
        assertThat(copy).doesNotExist();
    }

    @Test
    void filesOfOthersHaveNoneAndAreTaken(@TempDir Path folder) throws IOException {
        Path theirs = SafetensorsFiles.write(
                folder, "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]);

        assertThat(Safetensors.hasChecksums(theirs)).isFalse();
        Safetensors.read(theirs).readThrough();
    }

    @Test
    void wordThatIsNoListOfThemIsDamage(@TempDir Path folder) throws IOException {
        for (String word : new String[] {"", "null", "[]", "{\\\"x\\\":null}", "{\\\"x\\\":\\\"0g\\\"}", "{"}) {
            Path bad = SafetensorsFiles.write(
                    folder, "{\"__metadata__\":{\"hcsc.crc32c\":\"" + word + "\"}}", new byte[0]);
            assertThatThrownBy(() -> Safetensors.read(bad))
                    .as(word)
                    .isInstanceOf(StateFormatException.class)
                    .hasMessageContaining("its checksums (hcsc.crc32c) cannot be read");
        }
    }

    private void damage() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }
}
