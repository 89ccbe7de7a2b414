package io.github.hcsc.train.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 seconds",
        "PT90S, 90 seconds",
        "PT150S, 2.5 minutes",
        "PT3M, 3 minutes",
        "PT14M40S, 15 minutes",
        "PT119M, 119 minutes",
        "PT2H, 2 hours",
        "PT5H10M, 5.2 hours",
        "PT200H, 200 hours"
    })
    void isSaidAsPeopleDo(Duration time, String words) {
        assertThat(TimeSpan.inWords(time)).isEqualTo(words);
    }
}
