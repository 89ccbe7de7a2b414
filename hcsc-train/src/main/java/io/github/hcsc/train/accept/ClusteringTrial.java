package io.github.hcsc.train.accept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.Points;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.SearchKernel;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.ReferenceNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The search for the nearest centroid beside its definition, and clusters beside the CPU's, by PyTorch on the device. Rounding
 * may send a point that lies between two centroids to the other one, and what follows from that may differ.
 */
record ClusteringTrial() implements Trial {

    private static final int BLOBS = 60;
    private static final int DIMENSION = 32;
    private static final List<Integer> COUNTS = List.of(60, 20, 5);
    private static final float TEMPERATURE = .2f;

    @Override
    public String name() {
        return "clusters";
    }

    @Override
    public List<Check> checks(Target target) {
        int count = target.brief() ? 6_000 : 100_000;
        float[] values = blobs(count);
        List<Check> checks = new ArrayList<>();
        checks.add(nearest(target));
        try (NDManager host = Devices.newManager(Devices.usable("cpu"));
                NDManager device = target.newManager()) {
            Shape shape = new Shape(count, DIMENSION);
            NDArray here = host.create(values, shape);
            NDArray there = device.create(values, shape);
            checks.add(kMeans(here, there));
            checks.addAll(hierarchy(here, there));
        }
        return checks;
    }

    /** Whole numbers have exact distances, so that the nearest is the same everywhere, and so is the first of equals. */
    private static Check nearest(Target target) {
        float[] points = whole("points", 3000 * 16);
        float[][] centroids = new float[200][];
        for (int c = 0; c < centroids.length; c++) {
            centroids[c] = whole("centroid" + c % 150, 16);
        }
        int wrong = 0;
        try (NDManager manager = target.newManager();
                Points searched = Points.of(manager.create(points, new Shape(3000, 16)), SearchKernel.TORCHSCRIPT)) {
            int[] labels = searched.nearest(centroids);
            for (int i = 0; i < labels.length; i++) {
                float[] point = Arrays.copyOfRange(points, 16 * i, 16 * (i + 1));
                wrong += labels[i] == PlainJava.nearest(point, centroids) ? 0 : 1;
            }
        }
        return Check.atMost("nearest centroids unlike their definition, of 3000", 0, wrong);
    }

    private static float[] whole(String name, int count) {
        float[] values = ReferenceNoise.signed(name, count);
        for (int i = 0; i < count; i++) {
            values[i] = Math.round(8 * values[i]);
        }
        return values;
    }

    private static float[] blobs(int count) {
        float[] grains = ReferenceNoise.signed("grains", count * DIMENSION);
        float[] centres = ReferenceNoise.signed("centres", BLOBS * DIMENSION);
        for (int i = 0; i < count; i++) {
            double squares = 0;
            int blob = i % BLOBS;
            for (int j = 0; j < DIMENSION; j++) {
                int at = i * DIMENSION + j;
                grains[at] = centres[blob * DIMENSION + j] + .5f * grains[at];
                squares += grains[at] * grains[at];
            }
            for (int j = 0; j < DIMENSION; j++) {
                grains[i * DIMENSION + j] /= (float) Math.sqrt(squares);
            }
        }
        return grains;
    }

    private static Check kMeans(NDArray here, NDArray there) {
        KMeans kMeans = new KMeans(10, 1, 1000);
        double expected = objective(kMeans, here, SearchKernel.fastestFor(here.getManager()));
        double actual = objective(kMeans, there, SearchKernel.TORCHSCRIPT);
        return Check.atMost(
                "objective of K-means beside the CPU's, of its size", 1e-3, Math.abs(actual - expected) / expected);
    }

    private static double objective(KMeans kMeans, NDArray points, SearchKernel kernel) {
        try (Points copy = Points.of(points, kernel)) {
            return kMeans.fit(copy, BLOBS, new float[0][], 0).objective();
        }
    }

    private static List<Check> hierarchy(NDArray here, NDArray there) {
        HierarchicalKMeans clusterer = HierarchicalKMeans.fast(COUNTS, TEMPERATURE);
        List<Check> checks = new ArrayList<>();
        try (PrototypeHierarchy expected = clusterer.cluster(here, PrototypeHierarchy.NONE, 0);
                PrototypeHierarchy actual = clusterer.cluster(there, PrototypeHierarchy.NONE, 0)) {
            for (int l = 0; l < COUNTS.size(); l++) {
                long[] ours = actual.levels().get(l).assignments().toLongArray();
                long[] theirs = expected.levels().get(l).assignments().toLongArray();
                int others = 0;
                for (int i = 0; i < ours.length; i++) {
                    others += ours[i] == theirs[i] ? 0 : 1;
                }
                checks.add(Check.atMost(
                        "images of other prototypes than the CPU's, level of " + COUNTS.get(l) + ", as a share",
                        1e-2,
                        (double) others / ours.length));
            }
        }
        return checks;
    }
}
