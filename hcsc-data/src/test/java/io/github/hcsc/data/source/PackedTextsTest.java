package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PackedTextsTest {
    private static final List<String> WORDS =
            List.of("", "a", "über/ß.png", "\u65e5\u672c/\ud83d\ude00.jpg", "x".repeat(300));

    @Test
    void isTheListOfWhatWasAdded() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> plain = new ArrayList<>();
        List<String> packed = new PackedTexts();
        for (int i = 0; i < 10_000; i++) {
            String text = WORDS.get(random.nextInt(WORDS.size())) + i;
            plain.add(text);
            packed.add(text);
            if (i % 1000 == 95) {
                assertThat(packed.get(i)).isEqualTo(text);
            }
        }
        assertThat(packed).isEqualTo(plain);
        assertThatThrownBy(() -> packed.get(10_000)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
