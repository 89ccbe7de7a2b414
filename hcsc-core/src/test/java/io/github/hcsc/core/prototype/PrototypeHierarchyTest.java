package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PrototypeHierarchyTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void isReadFromTheTensorsItNames() {
        PrototypeHierarchy hierarchy = hierarchy();
        Map<String, NDArray> checkpoint = new HashMap<>(hierarchy.toMap());
        checkpoint.put("queue.keys", manager.ones(new Shape(2)));

        PrototypeHierarchy read = PrototypeHierarchy.fromMap(checkpoint);

        assertThat(hierarchy.toMap())
                .containsOnlyKeys(
                        "prototypes.0.centroids",
                        "prototypes.0.density",
                        "prototypes.0.assignments",
                        "prototypes.0.parents",
                        "prototypes.1.centroids",
                        "prototypes.1.density",
                        "prototypes.1.assignments");
        assertThat(read.levels()).hasSize(2);
        assertThat(read.levels().get(1).density())
                .isSameAs(hierarchy.levels().get(1).density());
        assertThat(read.parents().get(0)).isSameAs(hierarchy.parents().get(0));
    }

    @Test
    void hasNoLevelsIfThereAreNoTensors() {
        assertThat(PrototypeHierarchy.fromMap(Map.of()).levels()).isEmpty();
        assertThat(PrototypeHierarchy.NONE.toMap()).isEmpty();
    }

    @Test
    void namesTheTensorThatIsMissing() {
        Map<String, NDArray> checkpoint = new HashMap<>(hierarchy().toMap());
        checkpoint.remove("prototypes.0.parents");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrototypeHierarchy.fromMap(checkpoint))
                .withMessageStartingWith("the tensors must hold prototypes.0.parents");
    }

    @Test
    void refusesLevelsOfDifferentTrainingSets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrototypeHierarchy(List.of(level(3, 9), level(2, 8)), List.of(ids(3))))
                .withMessageContaining("images=9")
                .withMessageContaining("images=8");
    }

    @Test
    void refusesParentsThatAreNotOnePerPrototype() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrototypeHierarchy(List.of(level(3, 9), level(2, 9)), List.of(ids(2))))
                .withMessage("parents of level 0 must be int64 [3], but was int64 (2)");
    }

    @Test
    void amongMoreImagesOnlyThoseThatWereClusteredHaveAPrototype() {
        PrototypeHierarchy all = hierarchy().among(new int[] {0, 1, 2, 4, 5, 6, 8, 9, 10}, 11);

        assertThat(all.withoutPrototype()).containsExactly(3, 7);
        assertThat(all.levels().get(1).assignments().toLongArray()).containsExactly(0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0);
        assertThat(all.warnings()).contains("level 0 has all images in one of its 3 prototypes");
        assertThat(PrototypeHierarchy.fromMap(all.toMap()).withoutPrototype()).containsExactly(3, 7);
        assertThat(hierarchy().withoutPrototype()).isEmpty();
        assertThat(PrototypeHierarchy.NONE.among(new int[] {1}, 11).withoutPrototype())
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hierarchy().among(new int[] {1, 2}, 11))
                .withMessage("prototypes must be of the 2 images that were clustered, but were of 9");
    }

    @Test
    void lendsItsTensorsAndGetsThemBack() {
        PrototypeHierarchy hierarchy = hierarchy();
        int before = manager.getManagedArrays().size();

        try (NDManager scope = NDManager.newBaseManager()) {
            hierarchy.lendTo(scope);
            NDArray centroids = hierarchy.levels().get(0).centroids();
            assertThat(centroids.mul(2f).getManager()).isSameAs(scope);
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
        assertThat(hierarchy.levels().get(0).centroids().getManager()).isSameAs(manager);
    }

    @Test
    void freesAllItsTensors() {
        PrototypeHierarchy hierarchy = hierarchy();

        hierarchy.close();

        assertThat(manager.getManagedArrays()).isEmpty();
    }

    @Test
    void warnsOfTooFewImagesPerPrototypeAndOfASingleCluster() {
        PrototypeHierarchy hierarchy = hierarchy();

        assertThat(hierarchy.warnings())
                .containsExactly(
                        "level 0 has 3 prototypes for 9 images, fewer than 10 each",
                        "level 0 has all images in one of its 3 prototypes",
                        "level 1 has all images in one of its 2 prototypes");
    }

    private PrototypeHierarchy hierarchy() {
        return new PrototypeHierarchy(List.of(level(3, 9), level(2, 9)), List.of(ids(3)));
    }

    private PrototypeLevel level(int prototypes, int images) {
        return new PrototypeLevel(
                manager.ones(new Shape(prototypes, 4)), manager.ones(new Shape(prototypes)), ids(images));
    }

    private NDArray ids(int count) {
        return manager.zeros(new Shape(count), DataType.INT64);
    }
}
