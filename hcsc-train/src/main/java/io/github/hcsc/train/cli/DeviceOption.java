package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.torch.Devices;
import picocli.CommandLine.Option;

/** The device that a command which reads no configuration computes on. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "cpu, gpu0, gpu1, ... or auto: the first usable GPU, else the CPU. Default: auto.")
    private String name = "auto";

    /** A manager of tensors on the device, which has just computed something; to be closed. */
    NDManager newManager() {
        return Devices.newManager(Devices.usable(name));
    }

    String name() {
        return name;
    }
}
