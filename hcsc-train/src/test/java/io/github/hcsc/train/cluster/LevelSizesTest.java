package io.github.hcsc.train.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class LevelSizesTest {
    @Test
    void eachLevelIsAThirdUntilThirtyAreLeft() {
        assertThat(LevelSizes.of(1_000_000, 64)).containsExactly(15625, 5208, 1736, 579, 193, 64, 21);
        assertThat(LevelSizes.of(100_000_000, 64))
                .hasSize(10)
                .startsWith(250_000)
                .endsWith(13);
    }

    @Test
    void fewLeavesAreOneLevel() {
        assertThat(LevelSizes.of(1920, 64)).containsExactly(30);
        assertThat(LevelSizes.of(16, 64)).containsExactly(2);
    }

    @Test
    void refusesLeavesOfFewerThanEightRows() {
        assertThatIllegalArgumentException().isThrownBy(() -> LevelSizes.of(1000, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> LevelSizes.of(15, 8));
    }
}
