package io.github.hcsc.train.prototypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrototypeTreeTest {

    private final RandomTree random = RandomTree.of(500, 11, 1, 20, 8, 3);
    private final PrototypeTree tree = random.tree();

    @TempDir
    private Path folder;

    @Test
    void listsTheImagesOfANodeFromNearToFar() {
        for (TreeLevel level : tree.levels()) {
            for (int node = 0; node < level.size(); node++) {
                int[] expected = nearToFar(level, node);
                assertThat(level.members(node)).isEqualTo(expected);
                assertThat(level.size(node)).isEqualTo(expected.length);
                assertThat(level.farthest(node, 1000)).isEqualTo(reversed(expected));
            }
        }
    }

    private static int[] nearToFar(TreeLevel level, int node) {
        return IntStream.range(0, level.images())
                .filter(image -> level.nodeOf(image) == node)
                .boxed()
                .sorted(Comparator.comparing(level::similarity).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] reversed(int[] values) {
        return IntStream.range(0, values.length)
                .map(i -> values[values.length - 1 - i])
                .toArray();
    }

    @Test
    void knowsParentsAndChildren() {
        for (int l = 0; l < 2; l++) {
            for (int index = 0; index < tree.levels().get(l).size(); index++) {
                TreeNode node = new TreeNode(l, index);
                assertThat(tree.children(tree.parent(node).orElseThrow())).contains(node);
            }
        }
        assertThat(tree.parent(new TreeNode(2, 0))).isEmpty();
        assertThat(tree.children(new TreeNode(0, 0))).isEmpty();
        assertThat(IntStream.range(0, 3)
                        .mapToObj(top -> tree.children(new TreeNode(2, top)))
                        .flatMap(List::stream))
                .hasSize(8)
                .doesNotHaveDuplicates();
    }

    @Test
    void isTheSameAfterWritingAndReading() throws IOException {
        PrototypeTree drifted = tree.withDrift(tree.driftFrom(tree));
        Path file = folder.resolve("tree.safetensors");
        drifted.write(file);

        PrototypeTree read = PrototypeTree.read(file);

        assertThat(read.epoch()).isEqualTo(3);
        assertThat(read.dimension()).isEqualTo(11);
        for (int l = 0; l < 3; l++) {
            assertThat(read.levels().get(l))
                    .usingRecursiveComparison()
                    .isEqualTo(drifted.levels().get(l));
        }
    }

    @Test
    void storesSizesAndNearestImagesForOtherLanguages() throws IOException {
        Path file = folder.resolve("tree.safetensors");
        tree.write(file);

        StateDict state = Safetensors.read(file);
        assertThat(state.metadata()).containsEntry("hcsc.format", "1").containsEntry("hcsc.epoch", "3");
        long[] nearest = state.get("prototypes.1.nearest").toLongs();
        TreeLevel level = tree.levels().get(1);
        assertThat(state.get("prototypes.1.sizes").toLongs()[5]).isEqualTo(level.size(5));
        for (int i = 0; i < Math.min(16, level.size(5)); i++) {
            assertThat(nearest[5 * 16 + i]).isEqualTo(level.members(5)[i]);
        }
        assertThat(state.names()).contains("prototypes.1.parents").doesNotContain("prototypes.2.parents");
    }

    @Test
    void refusesFilesOfAnotherFormat() throws IOException {
        Path file = folder.resolve("old.safetensors");
        Safetensors.write(
                file,
                StateDict.builder()
                        .put("prototypes.0.centroids", TensorData.of(new float[2], 1, 2))
                        .build());

        assertThatThrownBy(() -> PrototypeTree.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must have hcsc.format 1 in its metadata, but was none");
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> PrototypeHierarchy.load(file, manager))
                    .hasMessageContaining("must have hcsc.format 1 in its metadata, but was none");
        }
    }

    @Test
    void isReadAsTensorsToo() throws IOException {
        Path file = folder.resolve("tree.safetensors");
        tree.write(file);

        try (NDManager manager = NDManager.newBaseManager();
                PrototypeHierarchy hierarchy = PrototypeHierarchy.load(file, manager)) {
            int before = manager.getManagedArrays().size();
            assertThat(hierarchy.levels()).hasSize(3);
            for (int l = 0; l < 3; l++) {
                TreeLevel level = tree.levels().get(l);
                PrototypeLevel read = hierarchy.levels().get(l);
                assertThat(read.centroids().toFloatArray()).isEqualTo(level.centroids());
                assertThat(read.density().toFloatArray()).isEqualTo(level.densities());
                assertThat(TreeLevel.ints(read.assignments())).isEqualTo(level.assignments());
            }
            assertThat(TreeLevel.ints(hierarchy.parents().get(1)))
                    .isEqualTo(tree.levels().get(1).parents());
            assertThat(before).as("no tensor that the hierarchy does not have").isEqualTo(3 * 3 + 2);
        }
    }

    @Test
    void brokenFilesAreNotReadAsTensors() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        Path torn = folder.resolve("torn.safetensors");
        tree.write(whole);
        Safetensors.write(torn, Safetensors.read(whole).filter(name -> !name.equals("prototypes.1.density")));

        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> PrototypeHierarchy.load(torn, manager))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("holds no hierarchy: the tensors must hold prototypes.1.density");
            assertThat(manager.getManagedArrays()).isEmpty();
        }
    }

    @Test
    void storeKeepsEveryTreeAndTheNewestEmbeddings() throws IOException {
        PrototypeStore store = PrototypeStore.of(folder);
        assertThatThrownBy(() -> PrototypeTree.open(folder)).hasMessageContaining("has no tree yet");
        GeneratedShapes images = new GeneratedShapes(500, 16, 0);

        assertThat(store.save(tree, random.embeddings(), images)).isEmpty();
        RandomTree second = at(4, RandomTree.of(500, 11, 2, 20, 8, 3));
        List<Drift> drifts = store.save(second.tree(), second.embeddings(), images);

        assertThat(drifts).hasSize(3).allMatch(drift -> drift.share() > 0);
        assertThat(store.epochs()).containsExactly(3, 4);
        PrototypeTree newest = PrototypeTree.open(folder);
        assertThat(newest.epoch()).isEqualTo(4);
        assertThat(newest.top().moved(1)).hasValue(drifts.get(2).perNode()[1]);
        assertThat(store.embeddings(newest).row(17))
                .isEqualTo(second.embeddings().row(17));
        assertThatThrownBy(() -> store.embeddings(store.tree(3)))
                .hasMessageContaining("belongs to the tree of epoch 4");
        assertThatThrownBy(() -> store.tree(9)).hasMessageContaining("has trees of the epochs [3, 4], but none of 9");
        assertThat(store.imageTable(newest)).isEqualTo(ImageTable.of(images));
    }

    @Test
    void storeKnowsTheImagesOfEachTreeThoughSomeCanNoLongerBeRead() throws IOException {
        PrototypeStore store = PrototypeStore.of(folder);
        ImageSource all = new GeneratedShapes(500, 16, 0);
        ImageSource fewer = new Subset(all, IntStream.range(1, 500).toArray());
        RandomTree first = at(3, RandomTree.of(500, 11, 2, 20, 8, 3));
        RandomTree second = at(4, RandomTree.of(499, 11, 2, 20, 8, 3));
        RandomTree third = at(5, RandomTree.of(499, 11, 7, 20, 8, 3));
        store.save(first.tree(), first.embeddings(), all);

        assertThat(store.save(second.tree(), second.embeddings(), fewer))
                .as("trees of different images do not compare")
                .isEmpty();
        assertThat(store.save(second.tree(), second.embeddings(), fewer))
                .as("again, after a stop")
                .isEmpty();
        assertThat(store.save(third.tree(), third.embeddings(), fewer)).hasSize(3);

        assertThat(store.imageTable(store.tree(3))).isEqualTo(ImageTable.of(all));
        assertThat(store.imageTable(store.tree(4))).isEqualTo(ImageTable.of(fewer));
        assertThat(store.imageTable(store.newest())).isEqualTo(ImageTable.of(fewer));
        assertThat(ImageTable.read(folder.resolve("prototypes/images.tsv"))).isEqualTo(ImageTable.of(fewer));
    }

    private static RandomTree at(int epoch, RandomTree original) {
        Embeddings source = original.embeddings();
        float[] values = new float[source.size() * source.dimension()];
        for (int image = 0; image < source.size(); image++) {
            source.copyRow(image, values, image * source.dimension());
        }
        return new RandomTree(
                new PrototypeTree(epoch, original.tree().levels()), Embeddings.of(epoch, source.dimension(), values));
    }

    @Test
    void imageNamesMayHoldAnything() throws IOException {
        ImageTable table = new ImageTable(List.of("a\tb\\n", "c\nd\r"), List.of("cat\\", "dog\t"));
        table.write(folder.resolve("images.tsv"));

        assertThat(ImageTable.read(folder.resolve("images.tsv"))).isEqualTo(table);
    }

    @Test
    void similaritiesAreCosines() {
        for (int image = 0; image < 500; image += 37) {
            float[] row = random.embeddings().row(image);
            float[] centroid = tree.top().centroid(tree.top().nodeOf(image));
            assertThat((double) tree.top().similarity(image))
                    .isCloseTo(RandomTree.naiveDot(row, centroid), within(1e-5));
        }
    }
}
