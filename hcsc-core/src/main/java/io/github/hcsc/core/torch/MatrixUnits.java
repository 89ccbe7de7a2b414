package io.github.hcsc.core.torch;

import ai.djl.Device;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a device multiplies matrices of bfloat16 in units made for that: where it does not, bfloat16 saves memory and
 * no time.
 *
 * @param bfloat16 whether it has such units
 * @param reason how that is known
 */
public record MatrixUnits(boolean bfloat16, String reason) {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final int CAPABILITY_OF_BFLOAT16 = 8;
    private static final int CAPABILITY_MAJOR = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR

    private static final Map<Device, MatrixUnits> KNOWN = new ConcurrentHashMap<>();

    /** Returns what a device has: AMX tiles of a CPU, the tensor cores of a GPU of compute capability 8 or more. */
    public static MatrixUnits of(Device device) {
        return KNOWN.computeIfAbsent(
                device, unknown -> unknown.isGpu() ? ofGpu(capability(unknown.getDeviceId())) : ofProcessor(PROCESSOR));
    }

    static MatrixUnits ofProcessor(Path description) {
        if (!Files.exists(description)) {
            return new MatrixUnits(false, "only Linux tells whether the processor has AMX units");
        }
        try (var lines = Files.lines(description)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> ofProcessor(List.of(line.split("\\s+"))))
                    .orElse(new MatrixUnits(false, description + " names no flags of the processor"));
        } catch (IOException e) {
            return new MatrixUnits(false, description + " cannot be read: " + e.getMessage());
        }
    }

    private static MatrixUnits ofProcessor(List<String> flags) {
        if (flags.contains("amx_bf16")) {
            return new MatrixUnits(true, "the processor has AMX units");
        }
        return new MatrixUnits(
                false,
                flags.contains("avx512_bf16")
                        ? "the processor has no AMX units; its AVX-512 instructions for bf16 may pay all the same"
                        : "the processor has no AMX units");
    }

    /** @param capability the major number of the compute capability, 0 if it is not known */
    static MatrixUnits ofGpu(int capability) {
        if (capability == 0) {
            return new MatrixUnits(false, "the CUDA driver does not tell the compute capability");
        }
        String has = "compute capability " + capability + ".x";
        return capability >= CAPABILITY_OF_BFLOAT16
                ? new MatrixUnits(true, has)
                : new MatrixUnits(false, has + ", and bf16 needs " + CAPABILITY_OF_BFLOAT16 + ".0");
    }

    /* DJL asks the CUDA runtime, which is often nowhere that it is looked for; the driver is where a GPU computes. */
    private static int capability(int gpu) {
        try {
            NativeLibrary driver = NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
            IntByReference device = new IntByReference();
            IntByReference major = new IntByReference();
            boolean told = succeeds(driver, "cuInit", 0)
                    && succeeds(driver, "cuDeviceGet", device, gpu)
                    && succeeds(driver, "cuDeviceGetAttribute", major, CAPABILITY_MAJOR, device.getValue());
            return told ? major.getValue() : 0;
        } catch (UnsatisfiedLinkError e) {
            return 0;
        }
    }

    private static boolean succeeds(NativeLibrary driver, String function, Object... arguments) {
        return driver.getFunction(function).invokeInt(arguments) == 0;
    }
}
