package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named scalars of one batch.
 *
 * @param minimised the terms that add up to the loss, in order, with gradients
 * @param measured what is reported only
 */
public record Terms(Map<String, NDArray> minimised, Map<String, NDArray> measured) {

    /** Keeps the order of the terms. */
    public Terms {
        if (minimised.isEmpty()) {
            throw new IllegalArgumentException("terms must have at least one that is minimised");
        }
        minimised = Collections.unmodifiableMap(new LinkedHashMap<>(minimised));
        measured = Map.copyOf(measured);
    }

    /** Returns a loss of one term. */
    public static Terms of(String name, NDArray term) {
        return new Terms(Map.of(name, term), Map.of());
    }

    /** Returns these terms and another that is minimised. */
    public Terms and(String name, NDArray term) {
        return new Terms(with(minimised, name, term), measured);
    }

    /** Returns these terms and another that is reported only. */
    public Terms measuring(String name, NDArray value) {
        return new Terms(minimised, with(measured, name, value));
    }

    /** Returns the loss: the sum of the minimised terms. */
    public NDArray total() {
        return minimised.values().stream().reduce(NDArray::add).orElseThrow();
    }

    private static Map<String, NDArray> with(Map<String, NDArray> terms, String name, NDArray value) {
        Map<String, NDArray> more = new LinkedHashMap<>(terms);
        more.put(name, value);
        return more;
    }
}
