package io.github.hcsc.examples.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One level of prototypes that are the classes, some images having a wrong one: the bound of what clusters of that quality
 * bring. No clustering knows so much.
 *
 * @param classes the class of each training image
 * @param count how many classes there are
 * @param wrong share of the images that get a class at random, others in each epoch
 * @param density of all prototypes
 */
@SuppressWarnings("ArrayRecordComponent")
record KnownClasses(int[] classes, int count, double wrong, float density) implements Clusterer {

    @Override
    public PrototypeHierarchy cluster(NDArray embeddings, PrototypeHierarchy previous, int epoch) {
        NDManager manager = embeddings.getManager();
        SplittableRandom random = new SplittableRandom(epoch);
        long[] assigned = IntStream.of(classes)
                .mapToLong(label -> random.nextDouble() < wrong ? random.nextInt(count) : label)
                .toArray();
        NDArray assignments = manager.create(assigned);
        try (NDArray members = assignments.oneHot(count, DataType.FLOAT32);
                NDArray columns = members.transpose();
                NDArray sums = columns.matMul(embeddings)) {
            PrototypeLevel level = new PrototypeLevel(
                    sums.normalize(2, 1, 1e-12), manager.full(new Shape(count), density), assignments);
            return new PrototypeHierarchy(List.of(level), List.of());
        }
    }
}
