package io.github.hcsc.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalTest {

    /** As printed in tables of Student's distribution. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.7062",
        "2, 4.3027",
        "4, 2.7764",
        "10, 2.2281",
        "11, 2.2010",
        "20, 2.0860",
        "30, 2.0423",
        "120, 1.9799"
    })
    void quantilesAreThoseOfTables(int freedom, double quantile) {
        assertThat(Interval.quantile(freedom)).isCloseTo(quantile, within(6e-5));
    }

    /** Mean 3, standard deviation sqrt(2.5), five values: 3 +- 2.7764 * sqrt(2.5 / 5). */
    @Test
    void theMeanHasStudentsInterval() {
        Interval interval = Interval.ofMean(1, 2, 3, 4, 5);

        assertThat(interval.mean()).isEqualTo(3);
        assertThat(interval.low()).isCloseTo(3 - 2.7764 * Math.sqrt(0.5), within(1e-4));
        assertThat(interval.isAboveZero()).isTrue();
        assertThat(Interval.ofMean(-3, 4).isAboveZero()).isFalse();
        assertThat(Interval.ofMean(7).isKnown()).isFalse();
        assertThat(Interval.ofMean(7).isAboveZero()).isFalse();
    }

    @Test
    void resamplesLoseATailOnEachSide() {
        double[] resampled = IntStream.range(0, 1000).mapToDouble(i -> 999 - i).toArray();

        assertThat(Interval.ofResampled(500, resampled)).isEqualTo(new Interval(500, 25, 974));
    }
}
