package io.github.hcsc.core.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.state.TensorData;
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
public final class Deviations {

    private final String subject;
    private final Map<String, Worst> quantities = new TreeMap<>();

    private record Worst(String tensor, double deviation) {}

    /** Starts the row of a case. */
    public Deviations(String subject) {
        this.subject = subject;
    }

    /** Compares a tensor, for which {@code quantity} is the column. */
    public void add(String quantity, String tensor, NDArray actual, float[] expected) {
        add(quantity, tensor, TensorData.of(actual).toFloats(), expected);
    }

    /** Compares a tensor, for which {@code quantity} is the column; what is infinite must be so in both. */
    public void add(String quantity, String tensor, float[] actual, float[] expected) {
        assertThat(actual).as("%s: elements of %s", subject, tensor).hasSameSizeAs(expected);
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            if (actual[i] != expected[i]) {
                difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            }
            if (Float.isFinite(expected[i])) {
                magnitude = Math.max(magnitude, Math.abs(expected[i]));
            }
        }
        Worst found = new Worst(tensor, magnitude == 0 ? difference : difference / magnitude);
        quantities.merge(quantity, found, (a, b) -> b.deviation > a.deviation || Double.isNaN(b.deviation) ? b : a);
    }

    /** Ends the row: no quantity may be off by more than the tolerance. */
    public void requireWithin(double tolerance) {
        requireWithin(quantity -> tolerance);
    }

    /** Ends the row: no quantity may be off by more than its tolerance. */
    public void requireWithin(ToDoubleFunction<String> tolerance) {
        if (Boolean.getBoolean("hcsc.deviations")) {
            System.out.println(row());
        }
        assertThat(quantities).as(subject).isNotEmpty();
        quantities.forEach((quantity, worst) -> assertThat(worst.deviation)
                .as("%s: deviation of %s, largest in %s", subject, quantity, worst.tensor)
                .isLessThanOrEqualTo(tolerance.applyAsDouble(quantity)));
    }

    private String row() {
        StringBuilder row = new StringBuilder("| ").append(subject);
        quantities.forEach(
                (quantity, worst) -> row.append(String.format(Locale.ROOT, " | %s %.1e", quantity, worst.deviation)));
        return row.append(" |").toString();
    }
}
