package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.TreeLevel;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Which image of a group of copies is kept. */
@FunctionalInterface
public interface KeepRule {

    /** More than single precision adds to the length of a row. */
    double ROUNDING = 1e-6;

    /**
     * Chooses.
     *
     * @param group images in order, one at least
     * @return one of them
     */
    int choose(int... group);

    /** The image most like the others of its group, the first of equal ones. */
    static KeepRule typical(Embeddings embeddings) {
        return group -> {
            double[] sum = new double[embeddings.dimension()];
            for (int image : group) {
                float[] row = embeddings.row(image);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += row[i];
                }
            }
            return largest(group, ROUNDING, image -> {
                float[] row = embeddings.row(image);
                return IntStream.range(0, sum.length)
                        .mapToDouble(i -> sum[i] * row[i])
                        .sum();
            });
        };
    }

    /** The image farthest from the prototype of its leaf, the first of equal ones. */
    static KeepRule farthest(TreeLevel leaves) {
        return group -> largest(group, 0, image -> -leaves.similarity(image));
    }

    /** The image of the most pixels, the first of equal ones. */
    static KeepRule largest(IntToDoubleFunction pixels) {
        return group -> largest(group, 0, pixels);
    }

    /** The image that comes first. */
    static KeepRule first() {
        return group -> group[0];
    }

    private static int largest(int[] group, double margin, IntToDoubleFunction value) {
        int best = group[0];
        double most = value.applyAsDouble(best);
        for (int image : group) {
            double found = value.applyAsDouble(image);
            if (found > most + margin) {
                best = image;
                most = found;
            }
        }
        return best;
    }
}
