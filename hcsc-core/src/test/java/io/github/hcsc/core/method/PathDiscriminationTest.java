package io.github.hcsc.core.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.golden.Deviations;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.golden.Vectors;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.selection.SeededUniforms;
import io.github.hcsc.core.torch.Autograd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PathDiscriminationTest {

    private static final Vectors GOLDEN = Vectors.read("vit").in("hirl");
    private static final int IMAGES = 3;
    private static final int LEVELS = 3;
    private static final int DIM = 4;
    private static final int NEGATIVES = 5;
    private static final int TRAINING_IMAGES = 10;

    private final NDManager manager = NDManager.newBaseManager();
    private final PathDiscrimination paths = new PathDiscrimination(NEGATIVES);

    @AfterEach
    void free() {
        manager.close();
    }

    private NDArray int64(String name, Shape shape) {
        return manager.create(GOLDEN.floats(name), shape).toType(DataType.INT64, false);
    }

    private PrototypeHierarchy hierarchy() {
        int[] counts = {6, 3, 2};
        int[][] parents = {{0, 1, 2, 0, 1, 2}, {0, 1, 1}};
        long[] leaves = IntStream.range(0, TRAINING_IMAGES)
                .mapToLong(i -> (7L * i + 3) % 6)
                .toArray();
        List<PrototypeLevel> levels = new ArrayList<>();
        List<NDArray> above = new ArrayList<>();
        for (int l = 0; l < LEVELS; l++) {
            NDArray centroids = manager.create(Noise.signed("hirl/c" + l, counts[l] * DIM), new Shape(counts[l], DIM));
            levels.add(new PrototypeLevel(
                    ObjectiveLesson.unit(centroids), manager.ones(new Shape(counts[l])), manager.create(leaves)));
            if (l < parents.length) {
                int[] next = parents[l];
                above.add(manager.create(IntStream.of(next).asLongStream().toArray()));
                leaves = IntStream.range(0, TRAINING_IMAGES)
                        .mapToLong(i -> next[
                                (int) levels.get(levels.size() - 1)
                                        .assignments()
                                        .getLong(i)])
                        .toArray();
            }
        }
        return new PrototypeHierarchy(levels, above);
    }

    @Test
    void lossAndGradientAreTheReferences() {
        PrototypeHierarchy hierarchy = hierarchy();
        NDArray embeddings =
                manager.create(Noise.signed("hirl/emb", IMAGES * LEVELS * DIM), new Shape(IMAGES, LEVELS, DIM));
        embeddings.setRequiresGradient(true);
        NDArray own = hierarchy.levels().get(0).anchorsOf(int64("indices", new Shape(IMAGES)));
        NDArray drawn = int64("negative_leaves", new Shape(IMAGES, NEGATIVES));

        NDArray loss = Autograd.recording(() -> {
            List<NDArray> semantics = IntStream.range(0, LEVELS)
                    .mapToObj(l -> ObjectiveLesson.unit(embeddings.get(":, " + l)))
                    .toList();
            return paths.evaluate(semantics, hierarchy, own, drawn);
        });
        Autograd.backward(loss);

        Deviations deviations = new Deviations("hirl");
        deviations.add("loss", "loss", loss, GOLDEN.floats("loss"));
        deviations.add("gradient", "embeddings", embeddings.getGradient(), GOLDEN.floats("gradient"));
        deviations.requireWithin(quantity -> quantity.equals("loss") ? 1e-6 : 1e-5);
    }

    /** Every drawn path is the image's own: nothing is pushed away, and the number is finite. */
    @Test
    void withoutAnotherPathOnlyTheOwnCounts() {
        PrototypeHierarchy hierarchy = hierarchy();
        NDArray semantic = ObjectiveLesson.unit(manager.create(Noise.signed("hirl/one", DIM), new Shape(1, DIM)));
        NDArray own = manager.create(new long[] {2});
        NDArray drawn = manager.create(new long[NEGATIVES]).add(2).reshape(1, NEGATIVES);

        float loss = paths.evaluate(List.of(semantic, semantic, semantic), hierarchy, own, drawn)
                .getFloat();

        double similarity = 1;
        int[] path = {2, 2, 1};
        for (int l = 0; l < LEVELS; l++) {
            NDArray centroid = hierarchy.levels().get(l).centroids().get("" + path[l]);
            similarity *= (1 + centroid.mul(semantic.get(0)).sum().getFloat()) / 2;
        }
        assertThat(loss).isCloseTo((float) (-Math.log(similarity + 1e-6) / 2), Offset.offset(1e-5f));
    }

    /** Chi-squared with 29 degrees of freedom: 58.3 is exceeded once in a thousand times. */
    @Test
    void leavesAreDrawnUniformly() {
        int leaves = 30;
        int images = 2000;
        long[] drawn = draw(1, images, leaves).toLongArray();

        int[] counts = new int[leaves];
        for (long leaf : drawn) {
            counts[Math.toIntExact(leaf)]++;
        }
        double expected = (double) images * NEGATIVES / leaves;
        double chiSquared = 0;
        for (int count : counts) {
            chiSquared += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquared).isLessThan(58.3);
    }

    @Test
    void leavesAreAFunctionOfTheSeed() {
        assertThat(draw(4, 8, 9)).isEqualTo(draw(4, 8, 9)).isNotEqualTo(draw(5, 8, 9));
    }

    private NDArray draw(long seed, int images, int leaves) {
        return paths.draw(manager, new SeededUniforms(seed), images, leaves);
    }

    /** 1 - 2^-24, the largest number that is drawn, times many leaves would round to their number. */
    @Test
    void theLargestNumberIsTheLastLeaf() {
        NDArray drawn = paths.draw(manager, (scope, shape) -> scope.full(shape, 1 - 0x1p-24f), 1, 30_000);

        assertThat(drawn.toLongArray()).containsOnly(29_999);
    }

    @Test
    void refusesToDrawNothing() {
        assertThatThrownBy(() -> new PathDiscrimination(0)).hasMessage("negatives must be at least 1, but were 0");
    }
}
