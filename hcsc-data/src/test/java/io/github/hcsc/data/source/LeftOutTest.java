package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftOutTest {
    private final Path folder;

    LeftOutTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void countsFilesThatAreNotReadByTheirExtension() throws IOException {
        Pictures.write(folder, "0.PNG", 1);
        Pictures.write(folder, "1.gif", 1);
        for (String name : List.of("a.AVIF", "b.heic", "c.HEIC", "d", "e", "f.")) {
            Files.createFile(folder.resolve(name));
        }

        ImageSource images = ImageSources.open(folder);

        assertThat(images.size()).isEqualTo(2);
        assertThat(images.leftOut().lines())
                .containsExactly(
                        "6 files left out: 1 .avif (convert with avifdec or ImageMagick), 2 .heic (convert with"
                                + " heif-convert or ImageMagick), 3 without extension");
        assertThat(images.leftOut().counts()).isEqualTo(Map.of(".avif", 1, ".heic", 2, "without extension", 3));
    }

    @Test
    void countsAtAnyDepthWithClassesAndInTarFiles() throws IOException {
        for (String name : List.of("a/1.png", "b/1.png", "b/deep/2.png")) {
            Pictures.write(folder, name, 1);
        }
        for (String name : List.of("notes.txt", "a/1.json", "b/deep/2.json")) {
            Files.createFile(folder.resolve(name));
        }
        TarWriter tar = new TarWriter();
        tar.entry('0', "1.png", Pictures.square(1, "png"));
        tar.entry('0', "1.json", new byte[3]);
        Path shard = tar.write(folder.resolveSibling(folder.getFileName() + ".tar"));

        assertThat(ImageSources.open(folder).leftOut().lines()).containsExactly("3 files left out: 2 .json, 1 .txt");
        try (ImageSource images = ImageSources.open(shard)) {
            assertThat(images.leftOut().lines()).containsExactly("1 file left out: 1 .json");
        } finally {
            Files.delete(shard);
        }
    }

    @Test
    void namesWhatLiesBesideTarFiles() throws IOException {
        TarWriter tar = new TarWriter();
        tar.entry('0', "1.png", Pictures.square(1, "png"));
        tar.write(folder.resolve("a.TAR"));
        Files.createFile(folder.resolve("index.txt"));
        Pictures.write(folder, "more/2.png", 2);

        try (ImageSource images = ImageSources.open(folder)) {
            assertThat(images.leftOut().lines())
                    .containsExactly("2 files and folders left out: 1 .txt, 1 beside tar files (such as more)");
        }
    }

    @Test
    void isPassedOnByPartsOfASource() throws IOException {
        Pictures.write(folder, "1.png", 1);
        Files.createFile(folder.resolve("1.heic"));
        ImageSource images = ImageSources.open(folder);

        assertThat(new CachedImages(new Subset(images, 0), 100).leftOut()).isEqualTo(images.leftOut());
    }

    @Test
    void saysWhyAFolderHoldsNoImage() throws IOException {
        Files.createFile(folder.resolve("1.heic"));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ImageSources.open(folder)))
                .hasMessage(
                        "folder must hold at least one image, but holds none: %s; 1 file left out: 1 .heic (convert"
                                + " with heif-convert or ImageMagick)",
                        folder);
    }

    @Test
    void namesTheMostFrequentWhenThereAreManyKinds() {
        Tally tally = new Tally();
        IntStream.range(0, 15).forEach(i -> tally.unread("x.e" + i));
        IntStream.range(0, 3).forEach(i -> tally.unread("x.zzz"));

        assertThat(tally.leftOut().lines())
                .singleElement()
                .asString()
                .contains("3 .zzz")
                .endsWith(", 6 others");
    }
}
