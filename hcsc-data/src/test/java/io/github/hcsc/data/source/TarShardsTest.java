package io.github.hcsc.data.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarShardsTest {
    private static final String LONG = "set/" + "very-".repeat(30) + "long/7.png";

    private final Path folder;
    private final TarWriter tar = new TarWriter();

    TarShardsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsImagesByOffsetAndTakesTheFolderAsClass() throws IOException {
        tar.entry('5', "set/", new byte[0]);
        tar.entry('0', "set/dog/1.png", Pictures.square(10, "png"));
        tar.entry('0', "set/dog/1.txt", "a caption".getBytes(UTF_8));
        tar.entry('0', "set/cat/1.png", Pictures.square(20, "png"));
        tar.entry('0', "set/cat/2.jpg", Pictures.square(30, "jpg"));

        try (TarShards shards = TarShards.open(List.of(write("a.tar")))) {
            assertThat(shards.size()).isEqualTo(3);
            assertThat(shards.classNames()).containsExactly("cat", "dog");
            assertThat(shards.label(0)).hasValue(1);
            assertThat(shards.label(2)).hasValue(0);
            assertThat(shards.name(1)).isEqualTo("a.tar/set/cat/1.png");
            assertThat(Pictures.grey(shards.image(1))).isEqualTo(20);
            assertThat(Pictures.grey(shards.image(0))).isEqualTo(10);
            assertThat(Pictures.grey(shards.image(2))).isEqualTo(30);
        }
    }

    @Test
    void joinsShardsInTheirOrder() throws IOException {
        tar.entry('0', "1.png", Pictures.square(1, "png"));
        Path first = write("a.tar");
        tar.reset();
        tar.entry('0', "0.png", Pictures.square(2, "png"));
        Path second = write("b.tar");

        try (TarShards shards = TarShards.open(List.of(first, second))) {
            assertThat(shards.name(0)).isEqualTo("a.tar/1.png");
            assertThat(Pictures.grey(shards.image(1))).isEqualTo(2);
            assertThat(shards.label(0)).isEmpty();
            assertThat(shards.description()).isEqualTo("2 tar files with 2 images, no classes");
        }
    }

    @Test
    void understandsTheLongNamesOfGnuTar() throws IOException {
        tar.entry('L', "././@LongLink", (LONG + "\0").getBytes(UTF_8));
        tar.entry('0', LONG.substring(0, 99), Pictures.square(5, "png"));
        tar.entry('0', "set/short/8.png", Pictures.square(6, "png"));

        assertNamesAndPixels();
    }

    @Test
    void understandsTheLongNamesOfPax() throws IOException {
        String record = " path=" + LONG + "\n";
        int length = record.length() + 3;
        tar.entry('g', "global", "19 comment=nothing\n".getBytes(UTF_8));
        tar.entry('x', "PaxHeaders/7.png", (length + record).getBytes(UTF_8));
        tar.entry('0', "7.png", Pictures.square(5, "png"));
        tar.entry('0', "set/short/8.png", Pictures.square(6, "png"));

        assertNamesAndPixels();
    }

    @Test
    void refusesWhatIsNoTarFile() throws IOException {
        Path text = Files.writeString(folder.resolve("no.tar"), "x".repeat(2000));

        assertThatThrownBy(() -> TarShards.open(List.of(text)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read tar file %s: not a tar header", text);
    }

    @Test
    void refusesSizesThatNoEntryHas() throws IOException {
        for (String size : List.of("\u00ff".repeat(12), "\u0080\0\0\0" + "\u007f\u00ff".repeat(4))) {
            tar.reset();
            tar.entry('0', "1.png", new byte[0], size.getBytes(ISO_8859_1));
            Path shard = write("a.tar");

            assertThatThrownBy(() -> TarShards.open(List.of(shard)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot read tar file " + shard);
        }
    }

    @Test
    void refusesDamagedPaxHeaders() throws IOException {
        for (String record : List.of("2 ", "9", "99 path=x\n", "x path=1.png\n", "13 size=many\n", "11 size=-5\n")) {
            tar.reset();
            tar.entry('x', "PaxHeaders/1.png", record.getBytes(UTF_8));
            tar.entry('0', "1.png", Pictures.square(5, "png"));
            Path shard = write("a.tar");

            assertThatThrownBy(() -> TarShards.open(List.of(shard)))
                    .as(record)
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot read tar file %s: damaged pax header", shard);
        }
    }

    @Test
    void refusesAShardWithoutImages() throws IOException {
        tar.entry('0', "1.txt", new byte[3]);
        Path shard = write("a.tar");

        assertThatThrownBy(() -> TarShards.open(List.of(shard))).hasMessageContaining("at least one image");
    }

    @Test
    void reportsAnImageThatTheShardNoLongerHolds() throws IOException {
        tar.entry('0', "1.png", Pictures.square(1, "png"));
        Path shard = write("a.tar");

        try (TarShards shards = TarShards.open(List.of(shard))) {
            Files.write(shard, Arrays.copyOf(tar.bytes(), 540));
            assertThatThrownBy(() -> shards.image(0)).isInstanceOf(IOException.class);
        }
    }

    private void assertNamesAndPixels() throws IOException {
        try (TarShards shards = TarShards.open(List.of(write("long.tar")))) {
            assertThat(shards.name(0)).isEqualTo("long.tar/" + LONG);
            assertThat(shards.name(1)).isEqualTo("long.tar/set/short/8.png");
            assertThat(Pictures.grey(shards.image(0))).isEqualTo(5);
            assertThat(Pictures.grey(shards.image(1))).isEqualTo(6);
        }
    }

    private Path write(String name) throws IOException {
        return tar.write(folder.resolve(name));
    }
}
