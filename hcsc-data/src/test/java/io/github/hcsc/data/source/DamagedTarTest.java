package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three images of 1,000 bytes: headers at 0, 1536 and 3072, the end mark at 4608. */
final class DamagedTarTest {
    private final Path folder;
    private final TarWriter tar = new TarWriter();

    DamagedTarTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeThreeImages() throws IOException {
        for (int i = 0; i < 3; i++) {
            tar.entry('0', "cat/" + i + ".png", Arrays.copyOf(Pictures.square(i, "png"), 1000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 700, 1512, 1535, 2048, 2500, 3584, 4100, 4600})
    void refusesATarFileCutWithinAnEntryWhereverThatIs(int length) throws IOException {
        Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(tar.bytes(), length));

        assertThatThrownBy(() -> TarShards.open(List.of(cut)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot read tar file %s: it ends in the middle of cat/%d.png; it is cut or not yet complete",
                        cut, length / 1536);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 1600, 4607 - 1024})
    void refusesATarFileCutWithinAHeader(int length) throws IOException {
        Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(tar.bytes(), length));

        assertThatThrownBy(() -> TarShards.open(List.of(cut)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read tar file " + cut + ": it ends in the middle of");
    }

    @Test
    void warnsOfATarFileCutBetweenEntries() throws IOException {
        Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(tar.bytes(), 3072));

        try (TarShards shards = TarShards.open(List.of(cut))) {
            assertThat(shards.size()).isEqualTo(2);
            assertThat(shards.leftOut().lines())
                    .containsExactly("tar file " + cut + " ends without its end mark; it may be cut");
        }
    }

    @Test
    void saysNothingOfAWholeOne() throws IOException {
        try (TarShards shards = TarShards.open(List.of(tar.write(folder.resolve("whole.tar"))))) {
            assertThat(shards.leftOut()).isEqualTo(LeftOut.NOTHING);
        }
    }

    @Test
    void warnsOfEntriesBehindTheEndMark() throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(Arrays.copyOf(tar.bytes(), 4608 + 1024));
        joined.writeBytes(Arrays.copyOf(tar.bytes(), 4608 + 1024));
        Path both = Files.write(folder.resolve("both.tar"), joined.toByteArray());

        try (TarShards shards = TarShards.open(List.of(both))) {
            assertThat(shards.size()).isEqualTo(3);
            assertThat(shards.leftOut().warnings()).singleElement().asString().contains("goes on behind its end mark");
        }
    }

    @Test
    void refusesSparseFilesOfPax() throws IOException {
        tar.entry('x', "PaxHeaders/s.png", "22 GNU.sparse.major=1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        tar.entry('0', "s.png", new byte[10]);
        Path shard = tar.write(folder.resolve("sparse.tar"));

        assertThatThrownBy(() -> TarShards.open(List.of(shard))).hasMessageContaining("sparse tar entries");
    }
}
