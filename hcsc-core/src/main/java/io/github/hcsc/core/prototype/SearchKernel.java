package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDManager;

/** How the nearest centroids are searched for. Both find the same. */
public enum SearchKernel {
    /** By the vector instructions of the processor, on all cores; where Java has the module {@code jdk.incubator.vector}. */
    VECTOR {
        @Override
        AssignKernel.Factory on(NDManager manager) {
            return VectorKernel::new;
        }
    },

    /** By PyTorch, on any device. */
    TORCHSCRIPT {
        @Override
        AssignKernel.Factory on(NDManager manager) {
            return (values, dimension) -> new TorchKernel(values, dimension, manager);
        }
    };

    private static final String VECTOR_CLASS = "jdk/incubator/vector/Vector.class";

    /** Returns the fastest kernel for points on the device of a manager. */
    public static SearchKernel fastestFor(NDManager manager) {
        return !manager.getDevice().isGpu() && hasWideVectors() ? VECTOR : TORCHSCRIPT;
    }

    /** Returns whether Java has the module and the processor vectors that are worth it. */
    static boolean hasWideVectors() {
        return ClassLoader.getSystemResource(VECTOR_CLASS) != null && Panel.isWide();
    }

    /** Returns the kernel that keeps its tensors, if it has any, in a manager. */
    abstract AssignKernel.Factory on(NDManager manager);
}
