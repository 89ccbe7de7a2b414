package io.github.hcsc.train.campaign;

import static org.assertj.core.api.Assertions.assertThat;

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

    /**
     * Checks that a command of the program ended within a minute by one of its three statuses, without a trace, and if it failed
     * by one line that says why.
     *
     * @param trial what was tried, for the message
     * @param said all that the command printed
     * @param seconds how long it took
     */
    public static void requireOrderlyEnd(String trial, int status, String said, double seconds) {
        assertThat(status).as(trial + ": " + said).isBetween(0, 2);
        assertThat(said).as(trial).doesNotContain("\tat ", "--verbose shows where", "Error:");
        assertThat(seconds).as(trial + ", seconds").isLessThan(60);
        if (status > 0) {
            assertThat(said.lines().filter(line -> line.startsWith("hcsc: ")))
                    .as(trial)
                    .hasSize(1);
        }
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
