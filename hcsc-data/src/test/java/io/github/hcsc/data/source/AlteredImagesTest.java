package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.decode.Exif;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlteredImagesTest {
    private static final SourceOptions UPRIGHT = new SourceOptions(List.of(), Exif.APPLY);

    private final Path folder;
    private final TarWriter tar = new TarWriter();

    AlteredImagesTest(@TempDir Path folder) {
        this.folder = Path.of(folder + "/in");
    }

    @BeforeEach
    void writePictures() throws IOException {
        Files.createDirectories(folder);
        StringBuilder list = new StringBuilder();
        for (String name : List.of("held-6.jpg", "held-3.png", "rgba.tif", "chroma-halved.jpg")) {
            Files.write(folder.resolve(name), Pictures.resource(name));
            tar.entry('0', name, Pictures.resource(name));
            list.append("in/").append(name).append('\n');
        }
        Files.writeString(folder.resolveSibling("list.txt"), list);
        tar.write(folder.resolveSibling("images.tar"));
    }

    @Test
    void areCountedOnceByWhatWasDone() throws IOException {
        ImageSource images = new CachedImages(ImageSources.open(folder), 0);
        assertThat(images.altered()).isEmpty();

        readAll(images);
        readAll(images);

        assertThat(images.altered()).isEqualTo(Map.of(Alteration.NOT_TURNED, 2, Alteration.TRANSPARENCY_DROPPED, 1));
    }

    @Test
    void whatCannotBeReadIsNamedWithTheReasonByEverySource() throws IOException {
        Files.write(folder.resolve("empty.png"), new byte[0]);
        Files.writeString(folder.resolveSibling("lost.txt"), "in/rgba.tif\nin/lost.png\n");
        tar.reset();
        tar.entry('0', "rgba.tif", Pictures.resource("rgba.tif"));
        tar.entry('0', "torn.png", new byte[100]);
        tar.write(folder.resolveSibling("torn.tar"));

        assertThat(unreadable(folder)).containsOnlyKeys("empty.png");
        assertThat(unreadable(folder.resolveSibling("lost.txt"))).isEqualTo(Map.of("in/lost.png", "does not exist"));
        assertThat(unreadable(folder.resolveSibling("torn.tar"))).containsOnlyKeys("torn.tar/torn.png");
    }

    @Test
    void whatCanBeReadAgainIsNamedNoMore() throws IOException {
        Path file = folder.resolve("late.tif");
        Files.write(file, new byte[0]);
        try (ImageSource images = ImageSources.open(folder)) {
            ImageSource last = new Subset(new CachedImages(images, 0), 3);
            assertThat(last.name(0)).isEqualTo("late.tif");
            readAll(images);
            assertThat(last.unreadable()).containsOnlyKeys("late.tif");

            Files.write(file, Pictures.resource("rgba.tif"));
            readAll(images);

            assertThat(last.unreadable()).isEmpty();
        }
    }

    private static Map<String, String> unreadable(Path path) throws IOException {
        try (ImageSource images = ImageSources.open(path)) {
            readAll(images);
            return images.unreadable();
        }
    }

    @Test
    void areTurnedByEveryKindOfSourceThatHoldsFiles() throws IOException {
        for (Path path : List.of(folder, folder.resolveSibling("list.txt"), folder.resolveSibling("images.tar"))) {
            try (ImageSource images = ImageSources.open(path, UPRIGHT)) {
                readAll(images);

                assertThat(images.altered()).as(images.description()).containsEntry(Alteration.TURNED, 2);
                assertThat(images.exif()).isEqualTo(Exif.APPLY);
                int turned = images.name(1).endsWith("held-6.jpg")
                        ? 1
                        : images.name(2).endsWith("held-6.jpg") ? 2 : 0;
                assertThat(images.image(turned).width()).isEqualTo(26);
            }
        }
    }

    private static void readAll(ImageSource images) {
        for (int i = 0; i < images.size(); i++) {
            try {
                images.image(i);
            } catch (IOException e) {
                assertThat(images.unreadable()).containsKey(images.name(i));
            }
        }
    }
}
