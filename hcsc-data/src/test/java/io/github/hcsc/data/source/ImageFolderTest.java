package io.github.hcsc.data.source;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.hcsc.data.decode.Exif;
import java.io.IOException;
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
    void followsLinksButNotInCircles() throws IOException {
        Pictures.write(folder, "real/1.png", 1);
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("link"), folder.resolve("real"));

        assertThat(names(ImageFolder.withoutClasses(data))).containsExactly("link/1.png");

        Files.createSymbolicLink(folder.resolve("real/loop"), folder.resolve("real"));
        Files.createSymbolicLink(data.resolve("self"), data.resolve("self"));

        ImageFolder images = ImageFolder.withoutClasses(data);

        assertThat(names(images)).containsExactly("link/1.png");
        assertThat(images.leftOut().lines())
                .containsExactly(
                        "2 files and folders left out: 1 linked to a folder above (such as link/loop), 1 with a"
                                + " broken link (such as self)");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void doesNotWalkALadderOfLinksForEver() throws IOException {
        for (int i = 0; i < 30; i++) {
            Path step = Files.createDirectory(folder.resolve("step" + i));
            Path next = folder.resolve("step" + (i + 1));
            Files.createSymbolicLink(step.resolve("left"), next);
            Files.createSymbolicLink(step.resolve("right"), next);
        }
        Pictures.write(folder, "step30/1.png", 1);

        ImageFolder images = ImageFolder.withoutClasses(folder.resolve("step0"));

        assertThat(images.size()).isBetween(1, 200);
        assertThat(images.leftOut().counts()).containsKey("linked more than 100 times");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesOutBrokenLinks() throws IOException {
        Pictures.write(folder, "1.png", 1);
        Files.createSymbolicLink(folder.resolve("2.png"), folder.resolve("gone.png"));

        assertThat(ImageSources.open(folder).size()).isEqualTo(1);
        assertThat(ImageSources.open(folder).leftOut().lines())
                .containsExactly("1 file left out: 1 with a broken link (such as 2.png)");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesAFolderThatIsDeniedUnlessItIsExcluded() throws IOException {
        Pictures.write(folder, "a/1.png", 1);
        Path denied = Files.createDirectory(folder.resolve("denied"), asFileAttribute(fromString("---------")));
        assumeThat(Files.isReadable(denied)).as("not run by root").isFalse();

        assertThatThrownBy(() -> ImageSources.open(folder))
                .hasMessage("folder %s is denied to this user; to go on without it, exclude it", denied);
        assertThat(ImageSources.open(folder, new SourceOptions(List.of("denied"), Exif.IGNORE))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void writesNamesThatFitOnALineAndATerminal() throws IOException {
        Pictures.write(folder, "line\nbreak\u001b[31m\u202egpj.png", 7);

        ImageFolder images = ImageFolder.withoutClasses(folder);

        assertThat(images.name(0)).isEqualTo("line\\nbreak\\u001b[31m\\u202egpj.png");
        assertThat(Pictures.grey(images.image(0))).isEqualTo(7);
    }

    @Test
    void refusesFoldersWithoutImages() throws IOException {
        assertThatThrownBy(() -> ImageFolder.withoutClasses(folder))
                .hasMessage("folder must hold at least one image, but holds none: " + folder);
        assertThatThrownBy(() -> ImageFolder.withClasses(folder))
                .hasMessageContaining("one folder of images for each class");
        Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> ImageFolder.withClasses(folder))
                .hasMessage(
                        "folder must hold one folder of images for each class, but holds none: %s; 1 folder left out:"
                                + " 1 without images (such as empty)",
                        folder);
    }

    private static List<String> names(ImageSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::name).toList();
    }
}
