package io.github.hcsc.train.prototypes.search;

import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The images kept while a search goes on. */
interface TopMatches {

    /** Returns the widest angle to the query at which an image is still wanted. */
    double reach();

    /** Keeps an image if it is wanted. */
    void offer(int image, float similarity);

    /** Returns the images kept, most similar first. */
    List<Match> sorted();

    /** Keeps the most similar images, so many at most. */
    final class Nearest implements TopMatches {

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

    /** Keeps all images of at least a similarity. */
    final class Within implements TopMatches {

        private final float least;
        private final double reach;
        private final List<Match> kept = new ArrayList<>();

        Within(float least) {
            this.least = least;
            reach = Angle.of(least);
        }

        @Override
        public double reach() {
            return reach;
        }

        @Override
        public void offer(int image, float similarity) {
            if (similarity >= least) {
                kept.add(new Match(image, similarity));
            }
        }

        @Override
        public List<Match> sorted() {
            return kept.stream().sorted().toList();
        }
    }
}
