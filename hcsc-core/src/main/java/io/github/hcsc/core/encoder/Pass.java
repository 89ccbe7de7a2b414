package io.github.hcsc.core.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/** One forward pass: where the values of the parameters come from, and whether batch statistics are used. */
record Pass(ParameterStore store, Device device, boolean training) {

    NDArray value(Parameter parameter) {
        return store.getValue(parameter, device, training);
    }
}
