package io.github.hcsc.train.eval.worth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdviceTest {

    @Test
    void aClearLeadWasWorthIt() {
        assertThat(Advice.of(List.of(result(1, 30, 20, 50), result(10, 40, 60, 90))))
                .isEqualTo(
                        "Worth it: with labels of 1 %, 10 % it is ahead of the best other, pixels, untrained, by 20.0,"
                                + " 30.0 points.");
    }

    @Test
    void whatIsBehindSaysWhatToTake() {
        assertThat(Advice.of(List.of(result(1, 80, 20, 50))))
                .isEqualTo(
                        "Not worth it: with labels of 1 % it is 30.0 points behind pixels: take that, or begin a run from"
                                + " trained weights (--init).");
        assertThat(Advice.of(List.of(result(1, 80, 20, 50), result(100, 20, 20, 90))))
                .startsWith("Worth it with some numbers of labels: with labels of 100 % it is ahead");
    }

    @Test
    void whatCannotBeToldIsNotCalledALead() {
        assertThat(Advice.of(List.of(result(100, 50, 50, 51))))
                .isEqualTo(
                        "Not shown to be worth it: with labels of 100 % it cannot be told from the best other, pixels.");
    }

    @Test
    void budgetsAreCheckedAndSaid() {
        assertThat(new LabelBudget(0.5, false)).hasToString("0.5 %");
        assertThat(new LabelBudget(5, true)).hasToString("5 a class");
        assertThatThrownBy(() -> new LabelBudget(101, false)).hasMessageContaining("(0, 100] per cent");
        assertThatThrownBy(() -> new LabelBudget(1.5, true)).hasMessageContaining("whole numbers");
    }

    /** A budget at which pixels, an untrained and the own encoder have so many of 100 images right. */
    private static WorthResult result(double percent, int pixels, int untrained, int own) {
        return new WorthResult(
                new LabelBudget(percent, false),
                10,
                1,
                List.of(row("pixels", pixels), row("untrained", untrained), row("run", own)));
    }

    private static WorthResult.Row row(String name, int right) {
        BitSet set = new BitSet();
        set.set(0, right);
        return new WorthResult.Row(name, Estimate.of(List.of(new BitSet()), 100, 0), Estimate.of(List.of(set), 100, 0));
    }
}
