package io.github.hcsc.train.audit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.audit.Neighbours.Search;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Made-up rows of a number of classes.
 *
 * @param rows of any length but zero
 * @param classes one for each row, or none
 */
@SuppressWarnings("ArrayRecordComponent")
record Sample(double[][] rows, int[] classes) {

    /** Rows of independent normal numbers. */
    static Sample gaussian(int count, int dimension, long seed) {
        Random random = new Random(seed);
        return new Sample(
                IntStream.range(0, count)
                        .mapToObj(row -> normal(dimension, random))
                        .toArray(double[][]::new),
                new int[0]);
    }

    /** Rows around four modes of each class, in six dimensions turned into twelve. */
    static Sample modes(int count, int classes, double spread, long seed) {
        return modes(count, classes, 4, 6, spread, seed);
    }

    /** Rows around some modes of each class, in so many dimensions turned into twice as many. */
    static Sample modes(int count, int classes, int each, int inner, double spread, long seed) {
        Random random = new Random(seed);
        double[][] centres = IntStream.range(0, each * classes)
                .mapToObj(mode -> normal(inner, random))
                .toArray(double[][]::new);
        double[][] turn = IntStream.range(0, 2 * inner)
                .mapToObj(i -> normal(inner, random))
                .toArray(double[][]::new);
        int[] given = new int[count];
        double[][] rows = new double[count][];
        for (int row = 0; row < count; row++) {
            int mode = row % centres.length;
            given[row] = mode % classes;
            double[] around = near(centres[mode], spread, random);
            rows[row] =
                    Arrays.stream(turn).mapToDouble(axis -> dot(axis, around)).toArray();
        }
        return new Sample(rows, given);
    }

    static double[] normal(int dimension, Random random) {
        return random.doubles(dimension).map(unused -> random.nextGaussian()).toArray();
    }

    /** A row with noise of so many times its own length. */
    static double[] near(double[] row, double share, Random random) {
        double scale = share * Math.sqrt(dot(row, row) / row.length);
        return Arrays.stream(row)
                .map(value -> value + scale * random.nextGaussian())
                .toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    /** This with more rows of the classes of some others. */
    Sample with(double[][] more, int... ofRows) {
        double[][] all = Arrays.copyOf(rows, rows.length + more.length);
        System.arraycopy(more, 0, all, rows.length, more.length);
        int[] given = classes.length == 0
                ? classes
                : IntStream.concat(IntStream.of(classes), IntStream.of(ofRows).map(row -> classes[row]))
                        .toArray();
        return new Sample(all, given);
    }

    Embeddings embeddings() {
        int dimension = rows[0].length;
        float[] values = new float[rows.length * dimension];
        for (int row = 0; row < rows.length; row++) {
            double norm = Math.sqrt(dot(rows[row], rows[row]));
            for (int i = 0; i < dimension; i++) {
                values[row * dimension + i] = (float) (rows[row][i] / norm);
            }
        }
        return Embeddings.of(0, dimension, values);
    }

    ImageTable images() {
        List<String> names =
                IntStream.range(0, rows.length).mapToObj(row -> "row" + row).toList();
        return new ImageTable(
                names, IntStream.of(classes).mapToObj(name -> "class" + name).toList());
    }

    /** The rows with a tree of so many nodes. */
    Audited audited(Integer... counts) {
        Embeddings embeddings = embeddings();
        try (NDManager manager = NDManager.newBaseManager();
                NDArray tensor = embeddings.toArray(manager)) {
            PrototypeHierarchy hierarchy = Autograd.paused(() -> new HierarchicalKMeans(
                            List.of(counts),
                            FastKMeans.DEFAULT,
                            AssignmentRule.NEAREST_CENTROID,
                            0,
                            SeedPolicy.LEVEL,
                            0.2f)
                    .cluster(tensor, PrototypeHierarchy.NONE, 0));
            return new Audited(PrototypeTree.of(hierarchy, embeddings), embeddings, images());
        }
    }

    static Neighbours neighbours(Audited set, int count) {
        PrototypeIndex index = PrototypeIndex.of(set.tree(), set.embeddings());
        return Neighbours.within(set.embeddings(), count, Search.exact(index), done -> {});
    }

    static CopyPairs pairs(Audited set, Neighbours neighbours) {
        PrototypeIndex index = PrototypeIndex.of(set.tree(), set.embeddings());
        return new CopyPairs(index, set.embeddings(), set.embeddings(), neighbours);
    }
}
