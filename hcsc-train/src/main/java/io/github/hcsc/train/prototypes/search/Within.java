package io.github.hcsc.train.prototypes.search;

import java.util.ArrayList;
import java.util.List;

/** Keeps all images of at least a similarity. */
final class Within implements Candidates {

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
