package io.github.hcsc.train.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlainTextTest {

    @Test
    void writesOrdersToTheTerminalOut() {
        assertThat(PlainText.of("a\u001b[31mred\u0007\u009b2J\u202egnp.\u2066x\u007f"))
                .isEqualTo("a\\u001b[31mred\\u0007\\u009b2J\\u202egnp.\\u2066x\\u007f");
    }

    @Test
    void leavesLinesAndLanguagesAsTheyAre() {
        String text = "caf\u00e9\t\u732b\n\u05e9\u05dc\u05d5\u05dd\r\n\ud83d\udc31";

        assertThat(PlainText.of(text)).isSameAs(text);
    }
}
