package io.github.hcsc.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpectrumTest {
    @Test
    void solvesMatricesOfKnownSpectrum() {
        assertThat(Spectrum.eigenvalues(new double[] {5}, 1)).containsExactly(new double[] {5}, within(1e-12));
        assertThat(Spectrum.eigenvalues(new double[] {2, 1, 1, 2}, 2))
                .containsExactly(new double[] {1, 3}, within(1e-12));
        assertThat(Spectrum.eigenvalues(new double[9], 3)).containsExactly(new double[3], within(1e-12));
        assertThat(Spectrum.eigenvalues(new double[] {3, 0, 0, 0, 1, 0, 0, 0, 2}, 3))
                .containsExactly(new double[] {1, 2, 3}, within(1e-12));
    }

    /** The second-difference matrix has eigenvalues 2 - 2 cos(i pi / (d + 1)). */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 65})
    void solvesTheSecondDifference(int d) {
        double[] matrix = new double[d * d];
        double[] expected = new double[d];
        for (int i = 0; i < d; i++) {
            matrix[i * d + i] = 2;
            if (i > 0) {
                matrix[i * d + i - 1] = -1;
                matrix[(i - 1) * d + i] = -1;
            }
            expected[i] = 2 - 2 * Math.cos((i + 1) * Math.PI / (d + 1));
        }

        assertThat(Spectrum.eigenvalues(matrix, d)).containsExactly(expected, within(1e-10));
    }

    /** Trace and squared Frobenius norm are sums of the eigenvalues and of their squares. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 40})
    void keepsTraceAndNorm(int d) {
        double[][] x = Points.unit(Points.gaussian(3 * d, d, d));
        double[] gram = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (double[] row : x) {
                    gram[i * d + j] += row[i] * row[j];
                }
            }
        }

        double[] values = Spectrum.eigenvalues(gram, d);

        assertThat(Arrays.stream(values).sum()).isCloseTo(3 * d, within(1e-9));
        assertThat(Arrays.stream(values).map(v -> v * v).sum())
                .isCloseTo(Arrays.stream(gram).map(v -> v * v).sum(), within(1e-8));
        assertThat(values).isSorted();
    }
}
