package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.TensorData;

/**
 * A tensor of a TorchScript object that training changes, to be written.
 *
 * @param tensor the tensor
 */
public record ScriptParameter(TensorData tensor) {}
