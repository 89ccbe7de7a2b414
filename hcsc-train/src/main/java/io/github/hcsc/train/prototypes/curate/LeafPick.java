package io.github.hcsc.train.prototypes.curate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which images of a leaf are chosen first. */
public enum LeafPick {
    /** Random ones. */
    RANDOM {
        @Override
        List<Integer> order(List<Integer> nearestFirst, Random random) {
            List<Integer> order = new ArrayList<>(nearestFirst);
            Collections.shuffle(order, random);
            return order;
        }
    },

    /** Those nearest to the prototype. */
    NEAREST {
        @Override
        List<Integer> order(List<Integer> nearestFirst, Random random) {
            return nearestFirst;
        }
    },

    /** Those farthest from the prototype. */
    FARTHEST {
        @Override
        List<Integer> order(List<Integer> nearestFirst, Random random) {
            List<Integer> order = new ArrayList<>(nearestFirst);
            Collections.reverse(order);
            return order;
        }
    };

    /** Returns the images of a leaf, the first chosen first. */
    abstract List<Integer> order(List<Integer> nearestFirst, Random random);
}
