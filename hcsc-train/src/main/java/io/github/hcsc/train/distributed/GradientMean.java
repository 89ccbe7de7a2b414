package io.github.hcsc.train.distributed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;

/** Replaces the gradients of a process's part of the batch by those of the whole batch. */
@FunctionalInterface
public interface GradientMean {

    /** Averages the gradients over the processes, after the backward pass of each. */
    void average();

    /**
     * Returns the average over the processes of a job; nothing to do in a job of one.
     *
     * @param weights the tensors whose gradients are averaged, in the same order everywhere
     */
    static GradientMean of(List<NDArray> weights, Collectives group) {
        return group.size() == 1 ? () -> {} : new Bucket(weights, group);
    }

    /** Sends all gradients as one tensor, since many small messages cost more than copying them together. */
    final class Bucket implements GradientMean {

        private final List<NDArray> weights;
        private final Collectives group;
        private final NDArray flat;
        private final NDArray share;
        private final List<NDArray> parts = new ArrayList<>();

        private Bucket(List<NDArray> weights, Collectives group) {
            this.weights = List.copyOf(weights);
            this.group = group;
            NDManager manager = weights.get(0).getManager();
            long size = weights.stream().mapToLong(NDArray::size).sum();
            flat = manager.zeros(new Shape(size), DataType.FLOAT32);
            share = manager.create(1f / group.size());
            long from = 0;
            for (NDArray weight : weights) {
                long to = from + weight.size();
                try (NDArray slice = flat.get(new NDIndex().addSliceDim(from, to))) {
                    parts.add(slice.reshape(weight.getShape()));
                }
                from = to;
            }
        }

        @Override
        public void average() {
            List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
            Autograd.paused(() -> {
                TorchOps.copyInPlace(parts, gradients);
                group.allReduceSum(flat);
                flat.muli(share);
                TorchOps.copyInPlace(gradients, parts);
            });
            gradients.forEach(NDArray::close);
        }
    }
}
