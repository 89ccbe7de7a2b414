package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageSourcesTest {
    private final Path folder;

    ImageSourcesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void takesFoldersOfImagesAsClasses() throws IOException {
        Pictures.write(folder, "a/1.png", 1);
        Pictures.write(folder, "b/1.png", 1);

        assertThat(ImageSources.open(folder).classNames()).containsExactly("a", "b");
    }

    @Test
    void takesImagesBesideFoldersAsASetWithoutClasses() throws IOException {
        Pictures.write(folder, "a/1.png", 1);
        Pictures.write(folder, "1.png", 1);

        assertThat(ImageSources.open(folder).description()).isEqualTo("folder %s with 2 images, no classes", folder);
    }

    @Test
    void asksWhichPartOfADataSetIsMeant() throws IOException {
        Pictures.write(folder, "train/a/1.png", 1);
        Pictures.write(folder, "test/a/1.png", 1);

        assertThatThrownBy(() -> ImageSources.open(folder))
                .hasMessage(
                        "folder must hold one part of a data set, but %s holds [test, train]; open one of them,"
                                + " for instance %s",
                        folder, folder.resolve("train"));
    }

    @Test
    void asksWhichTarFileIsMeant() throws IOException {
        Files.createFile(folder.resolve("train.tar"));
        Files.createFile(folder.resolve("test.tar"));

        assertThatThrownBy(() -> ImageSources.open(folder))
                .hasMessageEndingWith("open one of them, for instance " + folder.resolve("train.tar"));
    }

    @Test
    void readsListsWithAndWithoutClasses() throws IOException {
        Pictures.write(folder, "with space/1.png", 11);
        Pictures.write(folder, "2.png", 22);
        Path labelled = Files.writeString(folder.resolve("l.txt"), "# mine\nwith space/1.png 3\n\n2.png\t0\n");
        Path plain = Files.writeString(folder.resolve("p.csv"), "2.png\nwith space/1.png\n");

        ImageSource list = ImageSources.open(labelled);

        assertThat(list.size()).isEqualTo(2);
        assertThat(list.name(0)).isEqualTo("with space/1.png");
        assertThat(list.label(0)).hasValue(3);
        assertThat(list.classNames()).hasSize(4);
        assertThat(Pictures.grey(list.image(1))).isEqualTo(22);
        assertThat(ImageSources.open(plain).label(0)).isEmpty();
        assertThat(Pictures.grey(ImageSources.open(plain).image(1))).isEqualTo(11);
    }

    @Test
    void refusesListsThatLabelOnlySomeImages() throws IOException {
        Path list = Files.writeString(folder.resolve("l.txt"), "1.png 3\n2.png\n");
        Path late = Files.writeString(folder.resolve("m.txt"), "1.png\n2.png 3\n");

        assertThatThrownBy(() -> ImageSources.open(list))
                .hasMessageContaining("line 2")
                .hasMessageEndingWith("2.png");
        assertThatThrownBy(() -> ImageSources.open(late)).hasMessageContaining("line 2");
    }

    @Test
    void refusesWhatItCannotOpen() throws IOException {
        Path zip = Files.createFile(folder.resolve("images.tar.gz"));
        Path text = Files.createFile(folder.resolve("thesis.docx"));

        assertThatThrownBy(() -> ImageSources.open(zip)).hasMessageEndingWith("is compressed; unpack it first");
        assertThatThrownBy(() -> ImageSources.open(text)).hasMessageContaining("data must be a folder, a .tar file");
        assertThatThrownBy(() -> ImageSources.open(folder.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void keepsImagesInMemoryWithinTheBudget() throws IOException {
        Path first = Pictures.write(folder, "1.png", 1);
        Path second = Pictures.write(folder, "2.png", 2);
        ImageSource cached = new CachedImages(ImageSources.open(folder), 48);
        cached.image(0);
        cached.image(1);

        Files.delete(first);
        Files.delete(second);

        assertThat(Pictures.grey(cached.image(0))).isEqualTo(1);
        assertThatThrownBy(() -> cached.image(1)).isInstanceOf(NoSuchFileException.class);
    }
}
