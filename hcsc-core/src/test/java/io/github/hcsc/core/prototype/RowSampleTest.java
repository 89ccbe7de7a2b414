package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowSampleTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "5, 3", "1000, 999", "1000, 1000", "1000, 2000", "65537, 10", "3000000000, 50000"})
    void drawsDifferentRowsInOrder(long rows, int wanted) {
        long[] positions = RowSample.positions(rows, wanted, 7);

        assertThat(positions).hasSize((int) Math.min(rows, wanted));
        assertThat(Arrays.stream(positions).distinct().count()).isEqualTo(positions.length);
        assertThat(positions).isSorted();
        assertThat(positions[0]).isNotNegative();
        assertThat(positions[positions.length - 1]).isLessThan(rows);
        assertThat(RowSample.positions(rows, wanted, 7)).isEqualTo(positions);
    }

    @Test
    void anotherSeedDrawsOthers() {
        assertThat(RowSample.positions(1000, 100, 1)).isNotEqualTo(RowSample.positions(1000, 100, 2));
    }

    /** Chi-squared of 100 equal stretches, 99 degrees of freedom: above 160 once in 10,000 tries. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void drawsEvenly(long seed) {
        int[] counts = new int[100];
        for (long position : RowSample.positions(1_000_000, 50_000, seed)) {
            counts[(int) (position / 10_000)]++;
        }
        double chi = Arrays.stream(counts)
                .mapToDouble(count -> Math.pow(count - 500, 2) / 500)
                .sum();
        assertThat(chi).isBetween(40.0, 160.0);
    }

    @Test
    void readsRowsFarApart() throws IOException {
        float[][] rows = new float[200_000][2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i, 1 - i};
        }
        assertThat(RowSample.read(new ArrayRows(rows), new long[] {0, 1, 70_000, 199_999}))
                .containsExactly(0, 1, 1, 0, 70_000, -69_999, 199_999, -199_998);
    }
}
