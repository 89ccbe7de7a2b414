package io.github.hcsc.train.demo;

import java.util.Map;
import java.util.Objects;

/**
 * kNN top-1 in per cent at each level of the shapes' hierarchy.
 *
 * @param leaf of 27 classes
 * @param middle of 9 classes
 * @param top of 3 classes
 */
public record LevelAccuracy(double leaf, double middle, double top) {

    static LevelAccuracy of(Map<String, Double> values) {
        return new LevelAccuracy(
                value(values, ShapesKnn.LEVELS.get(0)),
                value(values, ShapesKnn.LEVELS.get(1)),
                value(values, ShapesKnn.LEVELS.get(2)));
    }

    private static double value(Map<String, Double> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
