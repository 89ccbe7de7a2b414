package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.method.Terms;
import io.github.hcsc.core.torch.Autograd;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the losses of steps on the device, so that only every few steps a number has to travel to the host. */
final class LossMeter {

    /** The name of the sum of all terms. */
    static final String TOTAL = "loss";

    private final List<String> terms;
    private final NDArray sums;
    private int count;

    /** @param terms the names of a method's terms, in order */
    LossMeter(NDManager manager, List<String> terms) {
        this.terms = List.copyOf(terms);
        sums = manager.zeros(new Shape(1 + terms.size()), DataType.FLOAT32);
    }

    /** Returns the loss of one step and its terms in order, 0 for one that the step did not have. */
    NDArray values(NDArray total, Terms step) {
        return Autograd.paused(() -> {
            NDList values = new NDList(total);
            NDArray absent = total.zerosLike();
            for (String name : terms) {
                NDArray measured = step.measured().getOrDefault(name, absent);
                values.add(step.minimised().getOrDefault(name, measured));
            }
            return NDArrays.stack(values);
        });
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
        means.put(TOTAL, (double) values[0] / count);
        for (int i = 0; i < terms.size(); i++) {
            means.put(terms.get(i), (double) values[1 + i] / count);
        }
        sums.muli(0);
        count = 0;
        return Collections.unmodifiableMap(means);
    }
}
