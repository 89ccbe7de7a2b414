package io.github.hcsc.train.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long each repetition of the same work took.
 *
 * @param seconds one value per repetition, in the order they ran
 */
public record Timing(List<Double> seconds) {

    /** Checks that there is a value. */
    public Timing {
        seconds = List.copyOf(seconds);
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("seconds must hold a repetition, but was empty");
        }
    }

    /**
     * Times a piece of work after some untimed repetitions.
     *
     * @param warmup untimed repetitions, in which code is compiled and memory taken
     * @param runs timed ones
     */
    public static Timing of(int warmup, int runs, Runnable work) {
        for (int i = 0; i < warmup; i++) {
            work.run();
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        return new Timing(seconds);
    }

    /** Returns the middle value, the lower of two. */
    public double median() {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** Returns the smallest value. */
    public double least() {
        return Collections.min(seconds);
    }
}
