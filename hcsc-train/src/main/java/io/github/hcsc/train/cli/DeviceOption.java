package io.github.hcsc.train.cli;

import ai.djl.Device;
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

    /** The device, after it has computed something. */
    Device usable() {
        return Devices.usable(name);
    }

    String name() {
        return name;
    }
}
