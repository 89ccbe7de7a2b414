package io.github.hcsc.train.distributed;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Collection;
import java.util.List;

/** Copies of the same tensors in several processes. */
public final class Replicas {

    private Replicas() {}

    /** Gives the tensors of all processes the values of those of process 0, whatever their layouts. */
    public static void copyFromFirst(Collection<NDArray> tensors, Collectives group) {
        if (group.size() == 1) {
            return;
        }
        Autograd.paused(() -> tensors.forEach(tensor -> {
            try (NDArray dense = tensor.getManager().zeros(tensor.getShape(), tensor.getDataType())) {
                TorchOps.copyInPlace(List.of(dense), List.of(tensor));
                group.broadcast(dense, 0);
                TorchOps.copyInPlace(List.of(tensor), List.of(dense));
            }
        }));
    }
}
