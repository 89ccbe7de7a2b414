package io.github.hcsc.train.eval.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VocImagesTest {
    private final Path folder;

    VocImagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsListsAndAnnotations() throws IOException {
        write("000005", "person", "0", "dog", "1");
        write("000007", "car", "0", "car", "0");
        list("trainval", "000005\n000007  1\n\n");

        VocImages images = VocImages.open(folder, "trainval");

        assertThat(images.size()).isEqualTo(2);
        assertThat(images.name(1)).isEqualTo("JPEGImages/000007.jpg");
        assertThat(images.image(1).width()).isEqualTo(6);
        assertThat(images.shownClasses()).containsExactly("car", "person");
        assertThat(images.labels(List.of("car", "dog", "person"), 0, 1).shown())
                .containsExactly(Set.of("person"), Set.of("car"));
        assertThat(images.labels(List.of("car", "dog", "person"), 1).shown()).containsExactly(Set.of("car"));
        assertThat(images.labels(List.of("car", "dog", "person"), 0, 1).of(0)).containsExactly(false, true);
    }

    @Test
    void neverLooksOutsideOfAnAnnotation() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "dog");
        annotate(
                "000005",
                "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                        + "<annotation><object><name>&x;</name></object></annotation>");
        list("trainval", "000005\n");

        assertThatThrownBy(() -> VocImages.open(folder, "trainval"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("000005.xml is no annotation of VOC");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> VocImages.open(folder, "test"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no ImageSets/Main");
        list("test", "\n");
        assertThatThrownBy(() -> VocImages.open(folder, "test")).hasMessageContaining("must name images, but is empty");
        list("test", "000009\n");
        assertThatThrownBy(() -> VocImages.open(folder, "test")).hasMessageContaining("000009.xml");
    }

    /** An object with a part, whose name is none of the image's, and a second object. */
    private void write(String id, String first, String firstDifficult, String second, String secondDifficult)
            throws IOException {
        annotate(
                id,
                "<annotation><filename>" + id + ".jpg</filename><object><name>" + first + "</name><difficult>"
                        + firstDifficult + "</difficult><bndbox><xmin>1</xmin></bndbox>"
                        + "<part><name>head</name></part></object>"
                        + "<object><difficult>" + secondDifficult + "</difficult><name>" + second
                        + "</name></object></annotation>");
        Path pictures = Files.createDirectories(folder.resolve("VOC2007/JPEGImages"));
        ImageIO.write(
                new BufferedImage(6, 4, BufferedImage.TYPE_3BYTE_BGR),
                "jpg",
                pictures.resolve(id + ".jpg").toFile());
    }

    private void annotate(String id, String xml) throws IOException {
        Path annotations = Files.createDirectories(folder.resolve("VOC2007/Annotations"));
        Files.writeString(annotations.resolve(id + ".xml"), xml);
    }

    private void list(String set, String text) throws IOException {
        Path lists = Files.createDirectories(folder.resolve("VOC2007/ImageSets/Main"));
        Files.writeString(lists.resolve(set + ".txt"), text);
    }
}
