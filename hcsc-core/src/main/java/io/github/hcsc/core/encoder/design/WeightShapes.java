package io.github.hcsc.core.encoder.design;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;

/** The shapes of weights by name, as a file may claim them. */
record WeightShapes(Map<String, Shape> byName) {

    /** Outputs of a layer. */
    private static final int MOST = 1 << 20;

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Returns a shape whose first dimension is a number of outputs. */
    Shape required(String name, int dimensions) {
        Shape shape = byName.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("weights must hold \"" + name + "\", but do not");
        }
        if (shape.dimension() != dimensions || shape.get(0) < 1 || shape.get(0) > MOST) {
            throw new IllegalArgumentException(name + " must have " + dimensions + " dimensions, the first from 1 to "
                    + MOST + ", but was " + shape);
        }
        return shape;
    }

    /** Returns the projection head, none if there is none. */
    Optional<Head> head() {
        if (has("fc.1.running_mean")) {
            return Optional.of(normalizedHead());
        }
        if (has("fc.2.weight")) {
            return Optional.of(Head.mlp(outputs("fc.2.weight")));
        }
        return has("fc.weight") ? Optional.of(Head.linear(outputs("fc.weight"))) : Optional.empty();
    }

    private Head normalizedHead() {
        int layers = 2;
        while (has("fc." + 3 * layers + ".weight")) {
            layers++;
        }
        return Head.normalized(outputs("fc.0.weight"), layers, outputs("fc." + 3 * (layers - 1) + ".weight"));
    }

    private int outputs(String name) {
        return Math.toIntExact(required(name, 2).get(0));
    }
}
