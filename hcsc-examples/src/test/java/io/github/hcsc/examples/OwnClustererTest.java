package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import io.github.hcsc.core.prototype.Points;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OwnClustererTest {

    private static final int DIMENSION = 8;
    private static final int EACH = 30;

    /** Points around the axes, which lie far apart. */
    private static Points around(int axes, NDManager manager) {
        Random random = new Random(1);
        float[] values = new float[axes * EACH * DIMENSION];
        for (int i = 0; i < axes * EACH; i++) {
            double squares = 0;
            for (int j = 0; j < DIMENSION; j++) {
                values[i * DIMENSION + j] = (float) (0.1 * random.nextGaussian() + (i % axes == j ? 1 : 0));
                squares += Math.pow(values[i * DIMENSION + j], 2);
            }
            for (int j = 0; j < DIMENSION; j++) {
                values[i * DIMENSION + j] /= (float) Math.sqrt(squares);
            }
        }
        return Points.of(manager.create(values, new Shape(values.length / DIMENSION, DIMENSION)));
    }

    @Test
    void eachDirectionIsThatOfTheSumOfItsPoints() {
        try (NDManager manager = NDManager.newBaseManager();
                Points points = around(5, manager)) {
            Centroids found = new OwnClusterer(50).fit(points, 5, new float[0][], 3);

            int[] nearest = points.nearest(found.rows());
            double objective = 0;
            for (int c = 0; c < 5; c++) {
                float[] sum = sum(points, nearest, c);
                double length = Math.sqrt(dot(sum, sum));
                assertThat(dot(sum, found.rows()[c])).isCloseTo(length, within(1e-4 * length));
                assertThat(dot(found.rows()[c], found.rows()[c])).isCloseTo(1, within(1e-5));
            }
            for (int i = 0; i < points.size(); i++) {
                objective += 2 - 2 * dot(points.row(i), found.rows()[nearest[i]]);
            }
            assertThat(found.objective()).isCloseTo(objective, within(1e-3));
        }
    }

    private static float[] sum(Points points, int[] nearest, int cluster) {
        float[] sum = new float[DIMENSION];
        IntStream.range(0, nearest.length).filter(i -> nearest[i] == cluster).forEach(i -> {
            for (int j = 0; j < DIMENSION; j++) {
                sum[j] += points.row(i)[j];
            }
        });
        return sum;
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(j -> (double) a[j] * b[j])
                .sum();
    }

    @Test
    void refusesMoreCentroidsThanPoints() {
        try (NDManager manager = NDManager.newBaseManager();
                Points points = around(1, manager)) {
            assertThatThrownBy(() -> new OwnClusterer(1).fit(points, EACH + 1, new float[0][], 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the number of centroids must be at most 30, but was 31");
        }
    }
}
