package io.github.hcsc.train;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How far numbers lie from those that are expected, the worst of each quantity: the largest difference within a tensor, over
 * the largest magnitude in it.
 */
public final class Deviations {

    private final String subject;
    private final Map<String, Worst> quantities = new TreeMap<>();

    private record Worst(String tensor, double deviation) {}

    /**
     * One quantity beside what it may be off by.
     *
     * @param quantity its name
     * @param tensor where it is worst
     * @param deviation how far it is off there
     * @param bound how far it may be off
     */
    public record Distance(String quantity, String tensor, double deviation, double bound) {

        /** Returns whether it is within its bound; what is not a number is not. */
        public boolean isWithin() {
            return deviation <= bound;
        }

        /** The deviation as a share of the bound, beyond all others where it is not a number. */
        private double share() {
            double share = bound == 0 && deviation == 0 ? 0 : deviation / bound;
            return Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
        }

        /** Returns such as {@code 1.2e-06 of 1.0e-05 in losses, loss 3}. */
        public String inWords() {
            return String.format(Locale.ROOT, "%.1e of %.1e in %s, %s", deviation, bound, quantity, tensor);
        }
    }

    /** @param subject what is compared, in a few words */
    public Deviations(String subject) {
        this.subject = subject;
    }

    /** Compares a number. */
    void add(String quantity, String number, float actual, float expected) {
        add(quantity, number, new float[] {actual}, new float[] {expected});
    }

    /** Compares a tensor of integers, below 2^24. */
    void add(String quantity, String tensor, long[] actual, long[] expected) {
        add(quantity, tensor, floats(actual), floats(expected));
    }

    private static float[] floats(long[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    /**
     * Compares a tensor.
     *
     * @throws IllegalArgumentException if there are not as many numbers as are expected
     */
    public void add(String quantity, String tensor, float[] actual, float[] expected) {
        requireSize(tensor, actual, expected);
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        add(quantity, tensor, magnitude == 0 ? difference : difference / magnitude);
    }

    private void requireSize(String tensor, float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException(
                    subject + ": " + tensor + " must have " + expected.length + " elements, but has " + actual.length);
        }
    }

    private void add(String quantity, String tensor, double deviation) {
        Worst found = new Worst(tensor, deviation);
        quantities.merge(quantity, found, (a, b) -> b.deviation > a.deviation || Double.isNaN(b.deviation) ? b : a);
    }

    /**
     * Compares two tensors as a whole: the length of their difference over the length of what is expected.
     *
     * @throws IllegalArgumentException if there are not as many numbers as are expected
     */
    public void addLength(String quantity, String tensor, float[] actual, float[] expected) {
        requireSize(tensor, actual, expected);
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        add(quantity, tensor, Math.sqrt(length == 0 ? difference : difference / length));
    }

    /**
     * Returns the quantity that is nearest to its bound, or furthest beyond it.
     *
     * @param bounds how far each quantity may be off
     * @throws IllegalStateException if nothing was compared
     */
    public Distance closest(ToDoubleFunction<String> bounds) {
        return quantities.entrySet().stream()
                .map(entry -> new Distance(
                        entry.getKey(),
                        entry.getValue().tensor,
                        entry.getValue().deviation,
                        bounds.applyAsDouble(entry.getKey())))
                .max(Comparator.comparingDouble(Distance::share))
                .orElseThrow(() -> new IllegalStateException(subject + ": nothing was compared"));
    }

    /** Returns one row of a table: the subject, and the largest deviation of each quantity. */
    @Override
    public String toString() {
        StringBuilder row = new StringBuilder("| ").append(subject);
        quantities.forEach(
                (quantity, worst) -> row.append(String.format(Locale.ROOT, " | %s %.1e", quantity, worst.deviation)));
        return row.append(" |").toString();
    }
}
