package io.github.hcsc.core.encoder;

import ai.djl.util.PairList;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Which rows of a training step pass a network, so that random numbers can be a function of them. They stay the same
 * however the rows are cut into chunks, groups and processes, and when a pass is repeated.
 *
 * @param seed of the run
 * @param step steps done before this one
 * @param view the view that the rows are of
 * @param first place of the first row in the whole batch
 */
public record PassRows(long seed, long step, int view, int first) {

    private static final String KEY = "hcsc.rows";

    /** Returns the rows of a pass that a block was told of. */
    public static Optional<PassRows> of(PairList<String, Object> parameters) {
        return Optional.ofNullable((PassRows) parameters.get(KEY));
    }

    /** Returns what a block is told of these rows. */
    PairList<String, Object> toParameters() {
        PairList<String, Object> parameters = new PairList<>();
        parameters.add(KEY, this);
        return parameters;
    }

    /** Returns the rows from a place among these on. */
    PassRows from(int row) {
        return new PassRows(seed, step, view, first + row);
    }

    /**
     * Returns a number of [0, 1) for a row.
     *
     * @param place where in the network it is used
     * @param row place among these rows
     */
    public double uniform(int place, int row) {
        long mixed = mix(mix(mix(mix(seed, step), view), place), first + row);
        return new SplittableRandom(mixed).nextDouble();
    }

    private static long mix(long state, long number) {
        return new SplittableRandom(state).nextLong() + number;
    }
}
