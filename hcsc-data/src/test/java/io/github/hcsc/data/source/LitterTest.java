package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.decode.Exif;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three classes of two images each, and what systems add to that. */
final class LitterTest {
    private final Path folder;

    LitterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeThreeClasses() throws IOException {
        for (String name : List.of("ant", "bee", "cat")) {
            Pictures.write(folder, name + "/1.png", 1);
            Pictures.write(folder, name + "/2.png", 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ant/._1.png",
                ".1.png",
                ".DS_Store",
                ".ipynb_checkpoints/1-checkpoint.png",
                ".git/objects/1",
                "ant/.thumbs/1.png",
                "ant/@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg",
                "@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg",
                "__MACOSX/ant/1.png",
                "#recycle/1.png",
                "$RECYCLE.BIN/1.png",
                "System Volume Information/1.png",
                "lost+found/1.png",
                "Thumbs.db",
                "ant/desktop.ini",
            })
    void isNoImageAndNoClassAndIsCounted(String name) throws IOException {
        Pictures.write(folder, name, 3);

        try (ImageSource images = ImageSources.open(folder)) {
            assertThat(images.description()).endsWith("with 6 images, 3 classes");
            assertThat(images.leftOut().lines()).singleElement().asString().contains(" left out: 1 ");
        }
    }

    @Test
    void isNoImageAndNoClassInATarFileEither() throws IOException {
        TarWriter tar = new TarWriter();
        for (String name :
                List.of("./ant/1.png", "./ant/._1.png", "./bee/1.png", "./.git/1.png", "bee/@eaDir/1.png/M.jpg")) {
            tar.entry('0', name, Pictures.square(1, "png"));
        }

        try (ImageSource images = ImageSources.open(tar.write(folder.resolve("a.tar")))) {
            assertThat(images.description()).endsWith("with 2 images, 2 classes");
            assertThat(images.leftOut().lines())
                    .containsExactly(
                            "3 files left out: 2 hidden (such as ./ant/._1.png), 1 of the system (such as bee/@eaDir/1.png/M.jpg)");
        }
    }

    @Test
    void aFewImagesAtTheRootOfATarFileAreNoClass() throws IOException {
        TarWriter tar = new TarWriter();
        for (String name : List.of("ant/1.png", "bee/1.png", "root.png", "./cat/1.png", "./dot.png")) {
            tar.entry('0', name, Pictures.square(1, "png"));
        }

        try (ImageSource images = ImageSources.open(tar.write(folder.resolve("a.tar")))) {
            assertThat(images.classNames()).containsExactly("ant", "bee", "cat");
            assertThat(images.leftOut().lines())
                    .containsExactly("2 files left out: 2 beside class folders (such as root.png)");
        }
    }

    @Test
    void aFolderNamedLikeAnImageIsAFolder() throws IOException {
        Pictures.write(folder, "ant/set.jpg/3.png", 3);

        assertThat(ImageSources.open(folder).size()).isEqualTo(7);
    }

    @Test
    void anEmptyFolderBesideClassesIsNoClass() throws IOException {
        Files.createDirectories(folder.resolve("dog/empty"));

        ImageSource images = ImageSources.open(folder);

        assertThat(images.description()).endsWith("with 6 images, 3 classes");
        assertThat(images.leftOut().lines()).containsExactly("1 folder left out: 1 without images (such as dog)");
    }

    @Test
    void theOnlyFolderWithImagesIsNoClass() throws IOException {
        Path data = folder.resolve("cat");
        Files.createDirectories(data.resolve("labels"));
        Pictures.write(data, "images/3.png", 3);
        Files.delete(data.resolve("1.png"));
        Files.delete(data.resolve("2.png"));

        assertThat(ImageSources.open(data).description()).endsWith("with 1 image, no classes");
    }

    @Test
    void anImageBesideClassFoldersIsCounted() throws IOException {
        Pictures.write(folder, "sheet.png", 3);

        assertThat(ImageFolder.withClasses(folder).leftOut().lines())
                .containsExactly("1 file left out: 1 beside class folders (such as sheet.png)");
    }

    @Test
    void excludesByNameAtAnyDepthAndByPath() throws IOException {
        Pictures.write(folder, "ant/deep/1.png", 3);

        assertThat(open("1.png").size()).isEqualTo(3);
        assertThat(open("bee").classNames()).containsExactly("ant", "cat");
        assertThat(open("*/deep/").size()).isEqualTo(6);
        assertThat(open("deep/*").size()).isEqualTo(7);
        assertThat(open("c*/1.*", "deep").leftOut().lines())
                .containsExactly("2 files and folders left out: 2 excluded (such as ant/deep)");
        assertThatThrownBy(() -> open("["))
                .hasMessageStartingWith("a name to exclude must be a pattern such as '*.bak', but was '[':");
    }

    @Test
    void excludesFromTarFilesAndLists() throws IOException {
        TarWriter tar = new TarWriter();
        for (String name : List.of("ant/1.png", "ant/old/1.png", "ant/2.png")) {
            tar.entry('0', name, Pictures.square(1, "png"));
        }
        Path list = Files.writeString(folder.resolve("l.txt"), "ant/1.png\nant/old/1.png\nant/2.png\n");
        SourceOptions options = new SourceOptions(List.of("old", "ant/2.*"), Exif.IGNORE);

        assertThat(ImageSources.open(list, options).size()).isEqualTo(1);
        try (ImageSource images = ImageSources.open(tar.write(folder.resolve("a.tar")), options)) {
            assertThat(images.leftOut().lines())
                    .containsExactly("2 files left out: 2 excluded (such as ant/old/1.png)");
        }
    }

    @Test
    void neverOpensASocketNamedLikeAnImage() throws IOException {
        Path socket = folder.resolve("ant/3.png");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertThat(ImageSources.open(folder).leftOut().lines())
                    .containsExactly("1 file left out: 1 pipe, device or socket (such as ant/3.png)");
        }
    }

    @Test
    @Timeout(20)
    @EnabledOnOs(OS.LINUX)
    void neverOpensAPipeOrDevice() throws IOException, InterruptedException {
        Path pipe = folder.resolve("ant/3.png");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path list = Files.writeString(folder.resolve("l.txt"), "ant/3.png\n/dev/zero\nant\n");

        ImageSource listed = ImageSources.open(list);

        assertThat(ImageSources.open(folder).size()).isEqualTo(6);
        assertThatThrownBy(() -> listed.image(0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pipe or device");
        assertThatThrownBy(() -> listed.image(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pipe or device");
        assertThatThrownBy(() -> listed.image(2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a folder");
        assertThatThrownBy(() -> ImageSources.open(pipe)).hasMessageContaining("pipe or device");
    }

    private ImageSource open(String... patterns) throws IOException {
        return ImageSources.open(folder, new SourceOptions(List.of(patterns), Exif.IGNORE));
    }
}
