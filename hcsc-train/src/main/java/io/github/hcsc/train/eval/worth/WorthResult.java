package io.github.hcsc.train.eval.worth;

import io.github.hcsc.train.eval.Interval;
import java.util.Comparator;
import java.util.List;

/**
 * What features are worth with the labels of a budget.
 *
 * @param budget how many labels
 * @param labels images with labels
 * @param choices how often they were chosen anew
 * @param rows what each reached, the one that is asked about last
 */
public record WorthResult(LabelBudget budget, int labels, int choices, List<Row> rows) {

    /**
     * What one kind of features reached.
     *
     * @param name what they are
     * @param knn by the nearest neighbours
     * @param linear by a linear classifier
     */
    public record Row(String name, Estimate knn, Estimate linear) {
        /** Returns the better of both. */
        public Estimate best() {
            return knn.mean() > linear.mean() ? knn : linear;
        }
    }

    /** Copies the rows. */
    public WorthResult {
        rows = List.copyOf(rows);
    }

    /** Returns what the encoder that is asked about reached. */
    public Row own() {
        return rows.get(rows.size() - 1);
    }

    /** Returns the best of the others. */
    public Row rival() {
        return rows.subList(0, rows.size() - 1).stream()
                .max(Comparator.comparingDouble(row -> row.best().mean()))
                .orElseThrow();
    }

    /** Returns by how much the own is ahead of the best other, each by its better classifier, in points. */
    public Interval lead() {
        return own().best().minus(rival().best()).interval();
    }
}
