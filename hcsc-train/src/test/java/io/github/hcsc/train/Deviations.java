package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How far our numbers lie from the reference's, the worst of each quantity: the largest difference within a tensor, over the
 * largest magnitude in it.
 *
 * <p>With {@code -Dhcsc.deviations=true} every case prints one row of a table.
 */
final class Deviations {

    private final String subject;
    private final Map<String, Worst> quantities = new TreeMap<>();

    private record Worst(String tensor, double deviation) {}

    Deviations(String subject) {
        this.subject = subject;
    }

    void add(String quantity, String number, float actual, float expected) {
        add(quantity, number, new float[] {actual}, new float[] {expected});
    }

    void add(String quantity, String tensor, float[] actual, float[] expected) {
        assertThat(actual).as("%s: elements of %s", subject, tensor).hasSameSizeAs(expected);
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        Worst found = new Worst(tensor, magnitude == 0 ? difference : difference / magnitude);
        quantities.merge(quantity, found, (a, b) -> b.deviation > a.deviation || Double.isNaN(b.deviation) ? b : a);
    }

    /** Ends the row: no quantity may be off by more than its tolerance. */
    void requireWithin(ToDoubleFunction<String> tolerance) {
        if (Boolean.getBoolean("hcsc.deviations")) {
            StringBuilder row = new StringBuilder("| ").append(subject);
            quantities.forEach((quantity, worst) ->
                    row.append(String.format(Locale.ROOT, " | %s %.1e", quantity, worst.deviation)));
            System.out.println(row.append(" |"));
        }
        quantities.forEach((quantity, worst) -> assertThat(worst.deviation)
                .as("%s: deviation of %s, largest in %s", subject, quantity, worst.tensor)
                .isLessThanOrEqualTo(tolerance.applyAsDouble(quantity)));
    }
}
