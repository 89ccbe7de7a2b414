package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.ObjectiveTerms;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.Autograd;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the losses of steps on the device, so that only every few steps a number has to travel to the host. */
final class LossMeter {

    /** The name of the sum of all terms. */
    static final String TOTAL = "loss";

    private static final List<String> NAMES = List.of(
            TOTAL,
            "instance_loss",
            "prototype_loss",
            "local_instance_loss",
            "local_prototype_loss",
            "instance_accuracy");

    private final NDArray sums;
    private int count;

    LossMeter(NDManager manager) {
        sums = manager.zeros(new Shape(NAMES.size()), DataType.FLOAT32);
    }

    /** Returns the losses of one step, and what was measured beside them. */
    static NDArray losses(ObjectiveTerms terms) {
        return Autograd.paused(() -> NDArrays.stack(new NDList(
                terms.total(),
                terms.instance(),
                terms.prototype(),
                terms.localInstance(),
                terms.localPrototype(),
                terms.instanceAccuracy())));
    }

    void add(NDArray losses) {
        sums.addi(losses);
        count++;
    }

    int count() {
        return count;
    }

    NDArray sums() {
        return sums;
    }

    /** Makes the sums of all processes, which have other parts of the same batches, their mean. */
    void average(Collectives group) {
        group.allReduceSum(sums);
        sums.divi(group.size());
    }

    void restore(int steps) {
        count = steps;
    }

    /** Returns the means by name and starts anew. */
    Map<String, Double> takeMeans() {
        float[] values = sums.toFloatArray();
        Map<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            means.put(NAMES.get(i), (double) values[i] / count);
        }
        sums.muli(0);
        count = 0;
        return Collections.unmodifiableMap(means);
    }
}
