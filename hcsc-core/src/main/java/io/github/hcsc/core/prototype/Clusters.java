package io.github.hcsc.core.prototype;

import java.util.stream.IntStream;

/** The points of each cluster, in ascending order. */
final class Clusters {
    private final int[] starts;
    private final int[] members;

    private Clusters(int[] starts, int[] members) {
        this.starts = starts;
        this.members = members;
    }

    /** Sorts points by cluster. */
    static Clusters of(int[] labels, int count) {
        int[] starts = new int[count + 1];
        for (int label : labels) {
            starts[label + 1]++;
        }
        for (int c = 0; c < count; c++) {
            starts[c + 1] += starts[c];
        }
        int[] next = starts.clone();
        int[] members = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            members[next[labels[i]]++] = i;
        }
        return new Clusters(starts, members);
    }

    int count() {
        return starts.length - 1;
    }

    int size(int cluster) {
        return starts[cluster + 1] - starts[cluster];
    }

    IntStream members(int cluster) {
        return IntStream.range(starts[cluster], starts[cluster + 1]).map(i -> members[i]);
    }

    /** Returns the mean of each cluster, summed in float32 in ascending order of the points; zero for an empty one. */
    float[][] means(Points points) {
        return IntStream.range(0, count())
                .parallel()
                .mapToObj(c -> mean(points, c))
                .toArray(float[][]::new);
    }

    private float[] mean(Points points, int cluster) {
        float[] mean = new float[points.dimension()];
        for (int i = starts[cluster]; i < starts[cluster + 1]; i++) {
            points.addTo(mean, members[i]);
        }
        if (size(cluster) > 0) {
            float share = 1f / size(cluster);
            for (int j = 0; j < mean.length; j++) {
                mean[j] *= share;
            }
        }
        return mean;
    }
}
