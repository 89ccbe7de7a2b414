package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;

/** A state dictionary with the names of a ResNet's first tensors, of one value each. */
final class TinyResNet {
    static final TensorData ONE = TensorData.of(new float[] {1}, 1);

    private TinyResNet() {}

    static StateDict state(float value) {
        TensorData tensor = TensorData.of(new float[] {value}, 1);
        return StateDict.builder()
                .put("conv1.weight", tensor)
                .put("bn1.weight", tensor)
                .put("bn1.bias", tensor)
                .put("bn1.running_mean", tensor)
                .put("bn1.running_var", tensor)
                .put("bn1.num_batches_tracked", TensorData.of(new long[] {9}))
                .put("layer1.0.conv1.weight", tensor)
                .put("layer4.0.bn2.weight", tensor)
                .put("fc.weight", tensor)
                .put("fc.bias", tensor)
                .build();
    }
}
