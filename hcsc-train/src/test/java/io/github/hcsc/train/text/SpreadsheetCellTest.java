package io.github.hcsc.train.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpreadsheetCellTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://x\")",
                "+1",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "'=1",
                "''-",
                "=1\nsecond line"
            })
    void keepsFormulasTextAndFindsThemAgain(String text) {
        assertThat(SpreadsheetCell.of(text)).isEqualTo("'" + text);
        assertThat(SpreadsheetCell.text(SpreadsheetCell.of(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cat", "a=b", "'90s", "it's", "1-2", "\u732b"})
    void leavesOtherTextAsItIs(String text) {
        assertThat(SpreadsheetCell.of(text)).isEqualTo(text);
        assertThat(SpreadsheetCell.text(text)).isEqualTo(text);
    }

    @Test
    void takesWhatAPersonWrote() {
        assertThat(SpreadsheetCell.text("-dash")).isEqualTo("-dash");
    }
}
