package io.github.hcsc.train.eval.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.eval.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelSubsetTest {
    private final LabelledImages all = LabelledImages.of(new Named(500));
    private final Path folder;

    LabelSubsetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void takesTheSameShareOfEachClass() {
        int[] labels = LabelSubset.share(all, 10, 0).labels();

        assertThat(IntStream.range(0, 4).map(c ->
                        (int) Arrays.stream(labels).filter(l -> l == c).count()))
                .containsExactly(13, 13, 13, 13);
        assertThat(LabelSubset.share(all, 0.1, 0).labels())
                .as("at least one of each class")
                .hasSize(4);
        assertThat(LabelSubset.share(all, 100, 0).labels()).hasSize(500);
    }

    @Test
    void aSmallerShareIsAPartOfALargerOne() {
        assertThat(names(LabelSubset.share(all, 10, 31))).containsAll(names(LabelSubset.share(all, 1, 31)));
    }

    /** Pinned, so that results of other machines and later versions compare. */
    @Test
    void dependsOnNamesAndSeedAlone() {
        List<String> chosen = names(LabelSubset.share(all, 1, 31));

        assertThat(chosen).isEqualTo(names(LabelSubset.share(LabelledImages.of(new Named(500)), 1, 31)));
        assertThat(names(LabelSubset.share(all, 1, 32))).isNotEqualTo(chosen);
        assertThat(chosen).containsExactlyElementsOf(PINNED);
    }

    @Test
    void listsNameImagesByPathOrByFile() throws IOException {
        Path list = Files.writeString(folder.resolve("1percent.txt"), "\uFEFFn7.jpg\nc2/n2.jpg\n\n  n3.jpg \r\n");

        LabelledImages listed = LabelSubset.listed(all, list);

        assertThat(names(listed)).containsExactly("c2/n2.jpg", "c3/n3.jpg", "c3/n7.jpg");
        assertThat(listed.labels()).containsExactly(2, 3, 3);
        assertThat(listed.classNames()).hasSize(4);
    }

    @Test
    void refusesListsThatFitOtherImages() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), "n7.jpg\nelsewhere.jpg\n");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");

        assertThatThrownBy(() -> LabelSubset.listed(all, wrong))
                .hasMessageContaining("must name one image of")
                .hasMessageContaining("elsewhere.jpg is not there");
        assertThatThrownBy(() -> LabelSubset.listed(all, empty)).hasMessageContaining("but names none");
        assertThatThrownBy(() -> LabelSubset.share(all, 0, 0)).hasMessageContaining("must lie in (0, 100] per cent");
    }

    private static final List<String> PINNED = List.of("c1/n37.jpg", "c2/n110.jpg", "c3/n243.jpg", "c0/n244.jpg");

    private static List<String> names(LabelledImages images) {
        return IntStream.range(0, images.images().size())
                .mapToObj(images.images()::name)
                .toList();
    }

    /** Names without pixels: image i is of class i modulo 4. */
    private record Named(int size) implements ImageSource {
        @Override
        public String name(int index) {
            return "c" + index % 4 + "/n" + index + ".jpg";
        }

        @Override
        public Image image(int index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalInt label(int index) {
            return OptionalInt.of(index % 4);
        }

        @Override
        public List<String> classNames() {
            return List.of("c0", "c1", "c2", "c3");
        }

        @Override
        public String description() {
            return size + " names";
        }
    }
}
