package io.github.hcsc.train.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.source.ImageList;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.data.source.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFingerprintTest {
    private final Path folder;
    private final ImageSource images;

    DataFingerprintTest(@TempDir Path folder) {
        this.folder = folder;
        images = new Filed(folder);
    }

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < images.size(); i++) {
            Files.writeString(folder.resolve(images.name(i)), "pixels");
        }
    }

    @Test
    void isThatOfTheSameImages() {
        assertThat(DataFingerprint.of(images)).isEqualTo(DataFingerprint.of(images));
        assertThat(DataFingerprint.of(new Subset(images, 1, 0))).isNotEqualTo(DataFingerprint.of(images));
    }

    @Test
    void changesWithTheSizeOfAnyFile() throws IOException {
        String before = DataFingerprint.of(images);

        Files.writeString(folder.resolve(images.name(81)), "other pixels");

        assertThat(DataFingerprint.of(images)).isNotEqualTo(before);
    }

    @Test
    void changesWithTheTimeOfAnyFile() throws IOException {
        String before = DataFingerprint.of(images);

        Files.setLastModifiedTime(folder.resolve(images.name(33)), FileTime.fromMillis(1_000));

        assertThat(DataFingerprint.of(images)).isNotEqualTo(before);
    }

    @Test
    void filesMayBeMissing() throws IOException {
        String before = DataFingerprint.of(images);

        Files.delete(folder.resolve(images.name(5)));

        assertThat(DataFingerprint.of(images)).isNotEqualTo(before);
    }

    @Test
    void changesWhenImagesAreTurned() throws IOException {
        ImageSource stored = ImageList.of(List.of(folder.resolve("1.png")), new SourceOptions(List.of(), Exif.IGNORE));
        ImageSource turned = ImageList.of(List.of(folder.resolve("1.png")), new SourceOptions(List.of(), Exif.APPLY));

        assertThat(DataFingerprint.of(turned)).isNotEqualTo(DataFingerprint.of(stored));
    }

    /** More images than are looked at, all alike, each of a file of its own. */
    private record Filed(Path folder) implements ImageSource {
        @Override
        public int size() {
            return 100;
        }

        @Override
        public String name(int index) {
            return "image" + index;
        }

        @Override
        public Optional<Path> file(int index) {
            return Optional.of(folder.resolve(name(index)));
        }

        @Override
        public Image image(int index) {
            return new Image(1, 1, new byte[3]);
        }

        @Override
        public String description() {
            return "files";
        }
    }
}
