package io.github.hcsc.core.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * One forward pass.
 *
 * @param store where the values of the parameters come from
 * @param device where it computes
 * @param training whether batch statistics are used
 */
public record Pass(ParameterStore store, Device device, boolean training) {

    /** Returns the value of a parameter. */
    public NDArray value(Parameter parameter) {
        return store.getValue(parameter, device, training);
    }
}
