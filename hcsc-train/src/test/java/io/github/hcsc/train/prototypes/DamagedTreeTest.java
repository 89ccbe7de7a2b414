package io.github.hcsc.train.prototypes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.source.GeneratedShapes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of prototypes that do not say what they should, with checksums that fit. */
final class DamagedTreeTest {
    private static final int IMAGES = 40;

    private final RandomTree tree = RandomTree.of(IMAGES, 5, 2, 8, 3);
    private final Path folder;

    DamagedTreeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("lies")
    void isOneClearError(String name, TensorData lie, String complaint) throws IOException {
        Path file = folder.resolve("epoch-0003.safetensors");
        tree.tree().write(file);
        replace(file, "prototypes." + name, lie);

        assertThatThrownBy(() -> PrototypeTree.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " holds no tree: ")
                .hasMessageContaining(complaint);
    }

    static Stream<Arguments> lies() {
        long[] far = new long[IMAGES];
        far[7] = 1L << 40;
        long[] negative = new long[IMAGES];
        negative[39] = -1;
        long[] eight = new long[IMAGES];
        eight[0] = 8;
        float[] nan = new float[8];
        nan[3] = Float.NaN;
        return Stream.of(
                arguments("0.assignments", TensorData.of(far, IMAGES), "from 0 to 7, but one is 1099511627776"),
                arguments("0.assignments", TensorData.of(negative, IMAGES), "from 0 to 7, but one is -1"),
                arguments("0.assignments", TensorData.of(eight, IMAGES), "from 0 to 7, but one is 8"),
                arguments("0.assignments", TensorData.of(new long[39], 39), "similarity must have the shape (39)"),
                arguments("0.assignments", TensorData.of(new float[IMAGES], IMAGES), "type must be int64"),
                arguments("1.assignments", TensorData.of(new long[39], 39), "similarity must have the shape (39)"),
                arguments(
                        "0.parents",
                        TensorData.of(new long[] {0, 0, 0, 0, 0, 0, 0, 3}, 8),
                        "from 0 to 2, but one is 3"),
                arguments("0.parents", TensorData.of(new long[7], 7), "parents must have the shape (8)"),
                arguments("0.density", TensorData.of(nan, 8), "tensor prototypes.0.density must be finite"),
                arguments("0.density", TensorData.of(new float[4], 2, 2), "density must have the shape (8)"),
                arguments("0.centroids", TensorData.of(new float[40], 40), "centroids must be a matrix"),
                arguments("0.centroids", TensorData.of(new float[0], 0, 5), "centroids must be a matrix"),
                arguments("0.centroids", TensorData.of(new float[48], 8, 6), "must agree in images and dimension"));
    }

    @Test
    void embeddingsThatAreNoMatrixOrNoNumbersAreRefused() throws IOException {
        Path file = folder.resolve("embeddings.safetensors");
        float[] infinite = new float[10];
        infinite[9] = Float.POSITIVE_INFINITY;
        for (TensorData lie : List.of(
                TensorData.of(new float[5], 5), TensorData.of(new float[0], 0, 5), TensorData.of(infinite, 2, 5))) {
            tree.embeddings().write(file);
            replace(file, "embeddings", lie);
            assertThatThrownBy(() -> Embeddings.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " holds no embeddings: ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39})
    void namesOfSomeImagesAreNotThoseOfTheTree(int lines) throws IOException {
        PrototypeStore store = PrototypeStore.of(folder);
        store.save(tree.tree(), tree.embeddings(), new GeneratedShapes(IMAGES, 16, 0));
        Path images = folder.resolve("prototypes/images.tsv");
        List<String> all = Files.readAllLines(images);
        Files.write(images, all.subList(0, lines));

        assertThatThrownBy(() -> store.imageTable(tree.tree()))
                .isInstanceOf(IOException.class)
                .hasMessage(images + " must name the 40 images of the tree, one a line, but has " + lines
                        + " lines; use a copy of it");
    }

    @Test
    void aLineThatIsCutIsNamed() throws IOException {
        Path images = folder.resolve("images.tsv");
        Files.writeString(images, "a.png\tred\nb.p");

        assertThatThrownBy(() -> ImageTable.read(images))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(images + " must have a class in each line or in none, but has 1 in 2 lines");
    }

    private static void replace(Path file, String name, TensorData other) throws IOException {
        StateDict whole = Safetensors.read(file);
        StateDict.Builder changed = StateDict.builder();
        whole.tensors().forEach((each, tensor) -> {
            byte[] copy = new byte[tensor.bytes().remaining()];
            tensor.bytes().get(copy);
            changed.put(
                    each,
                    each.equals(name) ? other : TensorData.of(tensor.type(), tensor.shape(), ByteBuffer.wrap(copy)));
        });
        whole.metadata().forEach(changed::metadata);
        Safetensors.write(file, changed.build());
    }
}
