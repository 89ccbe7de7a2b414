package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDManager;

/** Chooses the kernel for a device. */
final class Kernels {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private Kernels() {}

    static AssignKernel.Factory fastestFor(NDManager manager) {
        boolean vectors = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
        if (!manager.getDevice().isGpu() && vectors && VectorKernel.isWide()) {
            return VectorKernel::new;
        }
        return (values, dimension) -> new TorchKernel(values, dimension, manager);
    }
}
