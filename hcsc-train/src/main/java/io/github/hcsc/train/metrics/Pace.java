package io.github.hcsc.train.metrics;

import java.util.Map;
import java.util.function.LongSupplier;

/** How fast training goes: images per second and the share of time spent waiting for data, over a stretch of steps. */
public final class Pace {
    /** Images per second. */
    public static final String SPEED = "images_per_second";

    /** The share of time spent waiting for data, from 0 to 1. */
    public static final String WAITING = "data_wait";

    private final LongSupplier clock;
    private long start;
    private long images;
    private long waited;

    /** Begins a stretch now. */
    public Pace() {
        this(System::nanoTime);
    }

    Pace(LongSupplier clock) {
        this.clock = clock;
        restart();
    }

    /** Begins a new stretch and forgets the old one. */
    public void restart() {
        start = clock.getAsLong();
        images = 0;
        waited = 0;
    }

    /**
     * Counts a step.
     *
     * @param done images it used
     * @param waitedNanos time it spent waiting for data
     */
    public void step(int done, long waitedNanos) {
        images += done;
        waited += waitedNanos;
    }

    /** Returns {@link #SPEED} and {@link #WAITING} of the stretch and begins a new one. */
    public Map<String, Double> take() {
        Map<String, Double> values = Map.of(SPEED, speed(), WAITING, waiting());
        restart();
        return values;
    }

    double seconds() {
        return Math.max(1e-9, (clock.getAsLong() - start) / 1e9);
    }

    double speed() {
        return images / seconds();
    }

    double waiting() {
        return waited / (seconds() * 1e9);
    }
}
