package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarTest {
    private final Path folder;

    CifarTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void joinsTheFiveTrainingFilesOfCifar10() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.write(folder.resolve("data_batch_" + i + ".bin"), records(2, 1, i));
        }
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

        Cifar cifar = Cifar.training(folder);

        assertThat(cifar.size()).isEqualTo(10);
        assertThat(cifar.levels()).isEqualTo(1);
        assertThat(IntStream.range(0, 10).map(i -> cifar.label(i).orElseThrow()))
                .containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
        assertThat(cifar.classNames().get(3)).isEqualTo("d");
        assertThat(cifar.description()).isEqualTo("CIFAR-10 with 10 images, 10 classes");
    }

    @Test
    void turnsPlanesIntoPixels() throws IOException {
        Path file = Files.write(folder.resolve("some.bin"), records(1, 1, 7));

        assertThat(Cifar.open(List.of(file)).image(0).rgb())
                .startsWith(1, 1025 % 251, 2049 % 251, 2, 1026 % 251, 2050 % 251);
    }

    @Test
    void givesCifar100ItsCoarseLabelsAsSecondLevel() throws IOException {
        Files.write(folder.resolve("train.bin"), records(3, 2, 9));

        Cifar cifar = Cifar.training(folder);

        assertThat(cifar.size()).isEqualTo(3);
        assertThat(cifar.levels()).isEqualTo(2);
        assertThat(cifar.label(1, 0)).isEqualTo(10);
        assertThat(cifar.label(1, 1)).isEqualTo(9);
        assertThat(cifar.classNames(0)).hasSize(100);
        assertThat(cifar.classNames(1)).hasSize(20);
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path file = Files.write(folder.resolve("some.bin"), new byte[5000]);

        assertThatThrownBy(() -> Cifar.open(List.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("CIFAR files must consist of records of 3073 or of 3074 bytes");
    }

    /** Records whose first label is given, a second one larger by one, and whose pixels count up modulo 251. */
    private static byte[] records(int count, int labels, int label) {
        int record = labels + 3072;
        byte[] bytes = new byte[count * record];
        for (int i = 0; i < bytes.length; i++) {
            int at = i % record;
            bytes[i] = (byte) (at < labels ? label + at : (at - labels + 1) % 251);
        }
        return bytes;
    }
}
