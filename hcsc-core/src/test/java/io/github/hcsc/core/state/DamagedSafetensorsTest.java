package io.github.hcsc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DamagedSafetensorsTest {
    private final Path folder;

    DamagedSafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]} | not valid JSON",
                "[] | not valid JSON",
                "{}{} | not valid JSON",
                "{\"x\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}} | type F31",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | must have 12 bytes, but has 8",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | must have 8 bytes, but has -8",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | no whole number",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | no whole number",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}} | no whole number",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | impossible shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}} | two data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | a shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"y\":1}} | does not know",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 bytes after the last tensor",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | leaves a gap",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}} | overlaps",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | is truncated: tensor x ends at byte 12 of 8",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | occurs twice",
                "{\"__metadata__\":{\"a\":1}} | not a string",
                "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}} | occurs twice",
                "{\"__metadata__\":{},\"__metadata__\":{}} | occurs twice",
                "{\"x\":7} | not valid JSON",
                "{\"x\\u001b[31m\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | control characters: x\\u001b[31m",
                "{\"x\\n\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | control characters: x\\u000a",
                "{\"x\\u202e\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | control characters: x\\u202e",
                "{\"x\":{\"dtype\":\"F\\u001b\",\"shape\":[2],\"data_offsets\":[0,8]}} | type F\\u001b",
            })
    void isRefusedWithFileAndReason(String header, String reason) throws IOException {
        Path file = SafetensorsFiles.write(folder, header, new byte[8]);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(StateFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 100, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void headerLengthIsChecked(long length) throws IOException {
        Path file = SafetensorsFiles.write(folder, length, "{}", new byte[0]);

        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(StateFormatException.class);
    }

    @Test
    void invalidUtf8IsRefused() throws IOException {
        Path file = folder.resolve("x");
        Files.write(file, new byte[] {4, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff, ' ', '}'});

        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("not valid JSON");
    }

    @Test
    void everyTruncationOfAFileIsRefused() throws IOException {
        Path whole = folder.resolve("whole");
        Safetensors.write(
                whole,
                StateDict.builder()
                        .put("a", TensorData.of(new float[] {1, 2}, 2))
                        .build());
        byte[] bytes = Files.readAllBytes(whole);

        for (int length = 0; length < bytes.length; length++) {
            Path part = Files.write(folder.resolve("part"), java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Safetensors.read(part)).isInstanceOf(StateFormatException.class);
        }
        assertThat(Safetensors.read(whole).names()).containsExactly("a");
    }

    @Test
    void folderIsRefused() {
        assertThatThrownBy(() -> Safetensors.read(folder)).hasMessageContaining("is a folder");
    }
}
