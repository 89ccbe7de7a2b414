package io.github.hcsc.train.distributed;

import ai.djl.Device;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.Devices;
import java.util.Map;

/** The device of one of several processes: on a machine with several GPUs each process has its own. */
public final class LocalDevice {

    private LocalDevice() {}

    /**
     * Returns the device of this process, which has just computed.
     *
     * @param name of the configuration: {@code cpu}, {@code auto}, or the GPU of a machine's first process, the others
     *     taking the next
     * @throws IllegalStateException if it does not compute
     */
    public static Device of(String name, Collectives group) {
        int offset = offset(group.localRank(), System.getenv());
        if (name.startsWith("gpu")) {
            return Devices.usable("gpu" + (Integer.parseInt(name.substring(3)) + offset), 0);
        }
        return Devices.usable(name, offset);
    }

    /** A launcher that shows each process one GPU alone has numbered it 0. */
    static int offset(int localRank, Map<String, String> environment) {
        String visible = environment.getOrDefault("CUDA_VISIBLE_DEVICES", "");
        return visible.isBlank() || visible.contains(",") ? localRank : 0;
    }
}
