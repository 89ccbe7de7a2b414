package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A level as it comes out of clustering.
 *
 * @param prototypes the centroids at unit length
 * @param density the density of each
 * @param labels the prototype of each point that was clustered
 * @param images the prototype of each training image
 */
record ClusteredLevel(float[][] prototypes, float[] density, int[] labels, int[] images) {

    /**
     * Makes a level of centroids.
     *
     * @param images for each training image the point it belongs to
     */
    static ClusteredLevel of(Points points, float[][] centroids, int[] images, HierarchicalKMeans options) {
        float[][] targets = options.rule().targets(centroids);
        int[] own = points.nearest(targets);
        float[][] kept = populous(targets, points.ofAll(own), images, options.minImages());
        if (kept.length < targets.length) {
            targets = kept;
            own = points.nearest(targets);
        }
        float[] density = Density.of(points.extents(targets, own), options.temperature());
        int[] labels = points.ofAll(own);
        return new ClusteredLevel(Geometry.units(targets), density, labels, composed(images, labels));
    }

    private static float[][] populous(float[][] targets, int[] labels, int[] images, int minImages) {
        int[] population = new int[targets.length];
        for (int point : images) {
            population[labels[point]]++;
        }
        float[][] kept = IntStream.range(0, targets.length)
                .filter(c -> population[c] >= minImages)
                .mapToObj(c -> targets[c])
                .toArray(float[][]::new);
        if (kept.length == 0) {
            throw new IllegalArgumentException("minImages must leave a prototype, but was " + minImages
                    + " where the largest of " + targets.length + " clusters has "
                    + Arrays.stream(population).max().orElseThrow() + " images");
        }
        return kept;
    }

    private static int[] composed(int[] images, int[] labels) {
        return Arrays.stream(images).map(point -> labels[point]).toArray();
    }

    PrototypeLevel toTensors(NDManager manager) {
        return new PrototypeLevel(manager.create(prototypes), manager.create(density), tensor(manager, images));
    }

    NDArray parentsBelow(NDManager manager) {
        return tensor(manager, labels);
    }

    private static NDArray tensor(NDManager manager, int[] ids) {
        return manager.create(Arrays.stream(ids).asLongStream().toArray());
    }
}
