package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.Function;

/**
 * The terms of the objective, scalars that carry gradients, to be added up; and what was measured on the way.
 *
 * @param instance the contrast of queries with the queue
 * @param prototype the contrast of queries with the prototypes, averaged over levels; 0 without prototypes
 * @param localInstance the contrast of local views with the queue, summed over views; 0 without local views
 * @param localPrototype the contrast of local views with the prototypes, summed over views; 0 without either
 * @param instanceAccuracy the share of queries that are no closer to any key of the queue than to their own, a scalar without
 *     gradient and no part of the sum
 */
public record ObjectiveTerms(
        NDArray instance, NDArray prototype, NDArray localInstance, NDArray localPrototype, NDArray instanceAccuracy) {

    /** Returns the sum, which is minimised. */
    public NDArray total() {
        return instance.add(prototype).add(localInstance).add(localPrototype);
    }

    /** Returns the mean of each term over several groups of a batch. */
    public static ObjectiveTerms mean(List<ObjectiveTerms> groups) {
        if (groups.size() == 1) {
            return groups.get(0);
        }
        return new ObjectiveTerms(
                mean(groups, ObjectiveTerms::instance),
                mean(groups, ObjectiveTerms::prototype),
                mean(groups, ObjectiveTerms::localInstance),
                mean(groups, ObjectiveTerms::localPrototype),
                mean(groups, ObjectiveTerms::instanceAccuracy));
    }

    private static NDArray mean(List<ObjectiveTerms> groups, Function<ObjectiveTerms, NDArray> term) {
        return NDArrays.stack(new NDList(groups.stream().map(term).toList())).mean();
    }
}
