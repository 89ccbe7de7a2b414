package io.github.hcsc.train.campaign;

import java.util.Locale;
import java.util.Random;

/** How much of the campaign is run, from system properties such as {@code campaign.kills=10}, and what is said of it. */
public final class Campaign {
    private final String name;
    private final int count;
    private final long start = System.nanoTime();

    private Campaign(String name, int usual) {
        this.name = name;
        this.count = Integer.getInteger("campaign." + name, usual);
    }

    /** A part of the campaign, with its usual number of trials. */
    public static Campaign of(String name, int usual) {
        return new Campaign(name, usual);
    }

    /** Returns the number of trials. */
    public int count() {
        return count;
    }

    /** The random numbers of a trial, which can be repeated alone. */
    public static Random random(int trial) {
        return new Random(31L * Long.getLong("campaign.seed", 1) + trial);
    }

    /** Prints a line for docs/reliability.md. */
    public void report(String outcome) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %.0f s | seed %d |%n",
                name,
                count,
                outcome,
                (System.nanoTime() - start) / 1e9,
                Long.getLong("campaign.seed", 1));
    }
}
