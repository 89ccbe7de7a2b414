package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MersenneTwisterTest {

    @Test
    void itsTenThousandthNumberIsTheOneTheStandardNames() {
        MersenneTwister random = new MersenneTwister(5489);
        for (int i = 1; i < 10_000; i++) {
            random.nextInt();
        }
        assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(4_123_659_995L);
    }

    @Test
    void drawsKnownNumbersAndFractions() {
        MersenneTwister numbers = new MersenneTwister(1234);
        assertThat(Integer.toUnsignedLong(numbers.nextInt())).isEqualTo(822_569_775L);
        assertThat(Integer.toUnsignedLong(numbers.nextInt())).isEqualTo(2_137_449_171L);
        assertThat(Integer.toUnsignedLong(numbers.nextInt())).isEqualTo(2_671_936_806L);
        assertThat(Integer.toUnsignedLong(numbers.nextInt())).isEqualTo(3_512_589_365L);

        MersenneTwister fractions = new MersenneTwister(1234);
        assertThat(fractions.nextFloat()).isCloseTo(.19151945f, within(1e-8f));
        assertThat(fractions.nextFloat()).isCloseTo(.49766368f, within(1e-8f));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4 1 7 5 3 9 0 8 6 2",
        "1, 5 6 1 2 0 8 9 3 7 4",
        "2, 8 7 1 5 6 9 0 4 2 3",
        "3, 6 0 3 7 8 5 1 9 2 4",
        "15486558, 1 6 9 0 5 4 3 7 8 2",
        "30973115, 6 9 3 0 8 4 5 7 2 1"
    })
    void permutesTenAsFaissDoes(long seed, String expected) {
        int[] order =
                Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
        assertThat(MersenneTwister.permutation(10, seed)).containsExactly(order);
    }

    @Test
    void permutesAThousandAsFaissDoes() {
        assertThat(MersenneTwister.permutation(1000, 1))
                .startsWith(845, 303, 66, 436, 239, 593, 573, 999, 919, 268)
                .doesNotHaveDuplicates()
                .hasSize(1000);
    }

    @Test
    void onlyTheLow32BitsOfTheSeedCount() {
        assertThat(MersenneTwister.permutation(10, (7L << 32) + 1)).isEqualTo(MersenneTwister.permutation(10, 1));
    }
}
