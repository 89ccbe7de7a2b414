package io.github.hcsc.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {

    @Test
    void writesOrdersToTheTerminalOut() {
        assertThat(Printable.lines("a\u001b[31mred\u0007\u009b2J\u202egnp.\u2066x\u007f"))
                .isEqualTo("a\\u001b[31mred\\u0007\\u009b2J\\u202egnp.\\u2066x\\u007f");
    }

    @Test
    void leavesLinesAndLanguagesAsTheyAre() {
        String text = "caf\u00e9\t\u732b\n\u05e9\u05dc\u05d5\u05dd\r\n\ud83d\udc31";

        assertThat(Printable.lines(text)).isSameAs(text);
    }

    @Test
    void showsHiddenLettersOfNamesByTheirNumbers() {
        assertThat(Printable.of("a\u200db\u001b")).isEqualTo("a\\u200db\\u001b");
        assertThat(Printable.of("x".repeat(300))).isEqualTo("x".repeat(200) + "...");
    }
}
