package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
    private final Path folder;

    ImageFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void ordersClassesAndFilesAsTorchvisionDoes() throws IOException {
        for (String name : List.of(
                "b/z.png",
                "b/B.PNG",
                "b/a.png",
                "b/sub/1.png",
                "b/sub-x/0.png",
                "b/sub/deep/1.jpeg",
                "B/10.png",
                "B/9.png",
                "c/x.webp")) {
            Pictures.write(folder, name, 1);
        }
        Files.writeString(folder.resolve("b/notes.txt"), "no image");
        Pictures.write(folder, "beside.png", 1);

        ImageFolder images = ImageFolder.withClasses(folder);

        assertThat(images.classNames()).containsExactly("B", "b", "c");
        assertThat(names(images))
                .containsExactly(
                        "B/10.png",
                        "B/9.png",
                        "b/B.PNG",
                        "b/a.png",
                        "b/z.png",
                        "b/sub/1.png",
                        "b/sub-x/0.png",
                        "b/sub/deep/1.jpeg",
                        "c/x.webp");
        assertThat(IntStream.range(0, 9).map(i -> images.label(i).orElseThrow()))
                .containsExactly(0, 0, 1, 1, 1, 1, 1, 1, 2);
        assertThat(images.description()).isEqualTo("folder %s with 9 images, 3 classes", folder);
    }

    @Test
    @EnabledIfSystemProperty(named = "sun.jnu.encoding", matches = "UTF-8")
    void sortsByCodePointAndNotByUtf16() throws IOException {
        Pictures.write(folder, "\uD83D\uDE00.png", 1);
        Pictures.write(folder, "\uFF21.png", 1);

        assertThat(names(ImageFolder.withoutClasses(folder))).containsExactly("\uFF21.png", "\uD83D\uDE00.png");
    }

    @Test
    void readsImagesWhateverTheirExtensionSays() throws IOException {
        Pictures.write(folder, "png-in-truth.jpg", 42);

        assertThat(Pictures.grey(ImageFolder.withoutClasses(folder).image(0))).isEqualTo(42);
    }

    @Test
    void takesAllImagesAtAnyDepthWithoutClasses() throws IOException {
        Pictures.write(folder, "a/b/c/1.png", 1);
        Pictures.write(folder, "0.png", 1);

        ImageFolder images = ImageFolder.withoutClasses(folder);

        assertThat(names(images)).containsExactly("0.png", "a/b/c/1.png");
        assertThat(images.label(0)).isEmpty();
        assertThat(images.classNames()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsLinksAndReportsLoops() throws IOException {
        Pictures.write(folder, "real/1.png", 1);
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("link"), folder.resolve("real"));

        assertThat(names(ImageFolder.withoutClasses(data))).containsExactly("link/1.png");

        Files.createSymbolicLink(folder.resolve("real/loop"), folder.resolve("real"));
        assertThatThrownBy(() -> ImageFolder.withoutClasses(data)).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void refusesFoldersWithoutImages() throws IOException {
        assertThatThrownBy(() -> ImageFolder.withoutClasses(folder))
                .hasMessage("folder must hold at least one image, but holds none: " + folder);
        assertThatThrownBy(() -> ImageFolder.withClasses(folder)).hasMessageContaining("one folder for each class");
        Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> ImageFolder.withClasses(folder))
                .hasMessage("class folder must hold at least one image, but was empty: " + folder.resolve("empty"));
    }

    private static List<String> names(ImageSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::name).toList();
    }
}
