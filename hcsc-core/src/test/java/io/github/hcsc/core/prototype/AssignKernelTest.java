package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.AssignKernel.MovingSearch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AssignKernelTest {
    private static NDManager manager;

    @BeforeAll
    static void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static AssignKernel.Factory factory(String name) {
        return switch (name) {
            case "vector" -> VectorKernel::new;
            default -> (values, dimension) -> new TorchKernel(values, dimension, manager);
        };
    }

    static Stream<Arguments> shapes() {
        int[][] shapes = {
            {1, 1, 1},
            {1, 5, 3},
            {7, 1, 4},
            {3, 3, 128},
            {383, 47, 5},
            {384, 48, 16},
            {385, 49, 17},
            {1000, 97, 33},
            {5000, 200, 64},
            {769, 1000, 128}
        };
        return Stream.of("vector", "torch")
                .flatMap(kernel -> Arrays.stream(shapes).map(s -> Arguments.of(kernel, s[0], s[1], s[2])));
    }

    @ParameterizedTest(name = "{0} n={1} k={2} d={3}")
    @MethodSource("shapes")
    void findsWhatTheDefinitionFinds(String kernel, int n, int k, int d) {
        float[][] points = Samples.clustered(n, d, k, .5, n);
        float[][] centroids = Samples.clustered(k, d, k, .3, n);

        assertThat(nearest(factory(kernel), points, centroids))
                .containsExactly(nearest(NaiveKernel::new, points, centroids));
    }

    @ParameterizedTest(name = "{0} n={1} k={2} d={3}")
    @MethodSource("shapes")
    void breaksTiesInFavourOfTheLowest(String kernel, int n, int k, int d) {
        float[][] points = Samples.whole(n, d, 1);
        float[][] centroids = Samples.whole(k, d, 2);
        for (int c = k / 2; c < k; c++) {
            centroids[c] = centroids[c - k / 2];
        }

        assertThat(nearest(factory(kernel), points, centroids))
                .containsExactly(nearest(NaiveKernel::new, points, centroids));
    }

    @ParameterizedTest(name = "{0} n={1} k={2} d={3}")
    @MethodSource("shapes")
    void followsMovingCentroidsToTheSameLabels(String kernel, int n, int k, int d) {
        float[][] rows = Samples.clustered(n, d, k, .5, n);
        int count = Math.min(n, k);
        try (Points points = Points.of(rows, factory(kernel))) {
            MovingSearch search = points.search();
            float[][] centroids = Arrays.copyOf(rows, count);
            for (int iteration = 0; iteration < 8; iteration++) {
                int[] labels = points.nearest(centroids);
                assertThat(search.nearest(centroids)).containsExactly(labels);
                centroids = points.centroids(labels, count);
            }
            for (float[][] others : List.of(Samples.clustered(count, d, k, .3, 1), Samples.clustered(k, d, k, .3, 2))) {
                assertThat(search.nearest(others)).containsExactly(points.nearest(others));
            }
        }
    }

    @Test
    void followsMovingCentroidsThroughTies() {
        float[][] rows = Samples.whole(3000, 4, 1);
        try (Points points = Points.of(rows, VectorKernel::new)) {
            MovingSearch search = points.search();
            for (int i = 0; i < 10; i++) {
                float[][] centroids = Arrays.copyOfRange(rows, i, 300 + i);
                assertThat(search.nearest(centroids)).containsExactly(nearest(NaiveKernel::new, rows, centroids));
            }
        }
    }

    @Test
    @Tag("gpu")
    void findsTheSameOnAGpu() {
        float[][] points = Samples.whole(5000, 128, 1);
        float[][] centroids = Samples.whole(300, 128, 2);
        try (NDManager gpu = NDManager.newBaseManager(Device.gpu())) {
            AssignKernel.Factory kernel = (values, dimension) -> new TorchKernel(values, dimension, gpu);

            assertThat(nearest(kernel, points, centroids))
                    .containsExactly(nearest(NaiveKernel::new, points, centroids));
        }
    }

    private static int[] nearest(AssignKernel.Factory factory, float[][] rows, float[][] centroids) {
        try (Points points = Points.of(rows, factory)) {
            return points.nearest(centroids);
        }
    }
}
