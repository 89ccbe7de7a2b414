package io.github.hcsc.train.prototypes.search;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the most similar images, so many at most. */
final class Nearest implements Candidates {

    private final int most;
    private final PriorityQueue<Match> kept; // the least similar first
    private double reach = Math.PI;

    Nearest(int most) {
        this.most = most;
        kept = new PriorityQueue<>(most, Comparator.reverseOrder());
    }

    @Override
    public double reach() {
        return reach;
    }

    @Override
    public void offer(int image, float similarity) {
        Match match = new Match(image, similarity);
        if (kept.size() == most) {
            if (match.compareTo(kept.element()) > 0) {
                return;
            }
            kept.remove();
        }
        kept.add(match);
        if (kept.size() == most) {
            reach = Angle.of(kept.element().similarity());
        }
    }

    @Override
    public List<Match> sorted() {
        return kept.stream().sorted().toList();
    }
}
