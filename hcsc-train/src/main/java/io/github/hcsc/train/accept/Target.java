package io.github.hcsc.train.accept;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.config.PretrainConfig;

/**
 * What is examined, and how thoroughly.
 *
 * @param device the device
 * @param brief whether a minute on two cores has to do
 */
record Target(Device device, boolean brief) {

    /** Returns the device's word in configurations. */
    String name() {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    /** Returns a manager of tensors on the device, to be closed. */
    NDManager newManager() {
        return Devices.newManager(device);
    }

    /** Returns how much more may be lost in rounding than on a CPU: a GPU's convolutions multiply in transformed places. */
    double leeway() {
        return device.isGpu() ? 10 : 1;
    }

    /** Returns a configuration of a few seconds on the device, in float32. */
    PretrainConfig small(String... settings) {
        return PretrainConfig.recipe("smoke")
                .with(
                        "encoder.width=0.125",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "run.precision=fp32",
                        "run.device=" + name())
                .with(settings);
    }
}
