package io.github.hcsc.core.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Devices by name, each tried before it is given out: what cannot compute is an error, never a silent CPU. */
public final class Devices {

    private Devices() {}

    /**
     * Returns a device that has just computed a sum.
     *
     * @param name {@code cpu}, {@code gpu0}, {@code gpu1}, ..., or {@code auto} for the first GPU if one computes, else
     *     the CPU
     * @throws IllegalStateException if the device does not compute
     */
    public static Device usable(String name) {
        return usable(name, 0);
    }

    /**
     * Returns a device that has just computed a sum.
     *
     * @param name as above, where {@code auto} is for a certain GPU if it computes, else the CPU
     * @param gpu the number of that GPU
     * @throws IllegalStateException if the device does not compute
     */
    public static Device usable(String name, int gpu) {
        if (name.equals("auto")) {
            return computes(Device.gpu(gpu)) ? Device.gpu(gpu) : Device.cpu();
        }
        Device device = Device.fromName(name);
        try {
            tryOut(device);
        } catch (EngineException | IllegalArgumentException | UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "device " + name + " must be able to compute, but is not: " + firstLine(e) + ". "
                            + GpuDiagnosis.here().inWords(device.getDeviceId(), String.valueOf(e.getMessage()))
                            + " The device cpu always computes.",
                    e);
        }
        return device;
    }

    private static boolean computes(Device device) {
        try {
            tryOut(device);
            return true;
        } catch (EngineException | IllegalArgumentException | UnsatisfiedLinkError e) {
            return false; // asked for whatever there is
        }
    }

    /** Computes something. A GPU is exact from here on, until a run asks for something else; PyTorch's own default is not. */
    private static void tryOut(Device device) {
        EngineBuild.current().mismatch().ifPresent(words -> {
            throw new IllegalStateException(words);
        });
        GpuArithmetic.EXACT.on(device);
        try (NDManager manager = newManager(device);
                NDArray sum = manager.ones(new ai.djl.ndarray.types.Shape(8)).sum()) {
            if (sum.getFloat() != 8f) {
                throw new IllegalArgumentException("8 x 1 gave " + sum.getFloat());
            }
        }
    }

    /** Returns a manager of tensors on a device, to be closed; its engine is PyTorch's, whatever others there are. */
    public static NDManager newManager(Device device) {
        return Engine.getEngine("PyTorch").newBaseManager(device);
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message).split("\\. |; |\\(", 2)[0];
    }
}
