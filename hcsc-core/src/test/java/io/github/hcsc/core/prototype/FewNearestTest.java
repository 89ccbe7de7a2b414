package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FewNearestTest {

    @ParameterizedTest
    @CsvSource({"1, 5, 1", "3, 5, 5", "1000, 200, 4", "385, 49, 3"})
    void findsWhatSortingFinds(int size, int count, int few) {
        float[][] points = Samples.whole(size, 6, 1);
        float[][] centroids = Samples.whole(count, 6, 2);
        int[] expected = IntStream.range(0, size)
                .flatMap(i -> IntStream.range(0, count)
                        .boxed()
                        .sorted(Comparator.comparingDouble(c -> Geometry.distance(points[i], centroids[c])))
                        .limit(few)
                        .mapToInt(Integer::intValue))
                .toArray();
        try (Points all = Points.of(points, VectorKernel::new)) {
            assertThat(all.fewNearest(centroids, few)).isEqualTo(expected);
        }
    }
}
