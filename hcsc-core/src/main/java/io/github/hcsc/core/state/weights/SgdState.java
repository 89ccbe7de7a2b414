package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.StateDict;

/**
 * What {@code torch.optim.SGD} keeps between steps.
 *
 * @param learningRate the current one
 * @param momentum the factor of the momentum buffers
 * @param weightDecay the factor of the L2 penalty
 * @param momentumBuffers by the name of the query encoder's parameter; empty before the first step
 */
public record SgdState(double learningRate, double momentum, double weightDecay, StateDict momentumBuffers) {}
