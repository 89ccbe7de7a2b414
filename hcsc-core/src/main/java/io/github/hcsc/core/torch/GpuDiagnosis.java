package io.github.hcsc.core.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a GPU needs to compute here, and what of it is missing.
 *
 * @param driver what the NVIDIA driver says, nothing where there is none
 * @param libraries the files of PyTorch's part for CUDA, none in a build for the CPU
 * @param flavor the CUDA that this part is made for, such as {@code cu124}; empty where it does not say
 */
record GpuDiagnosis(Optional<Driver> driver, List<String> libraries, String flavor) {

    private static final Pattern CUDA = Pattern.compile("cu(\\d\\d)(\\d).*");
    private static final Pattern MISSING = Pattern.compile("(lib\\S+?): cannot open shared object file");
    private static final int PER_MAJOR = 1000;
    private static final int PER_MINOR = 10;

    /**
     * What the driver says.
     *
     * @param status 0, or why it does not work
     * @param cuda the newest CUDA that it runs, 12040 for 12.4
     * @param devices how many GPUs this process sees
     */
    record Driver(int status, int cuda, int devices) {

        String version() {
            return cuda / PER_MAJOR + "." + cuda % PER_MAJOR / PER_MINOR;
        }
    }

    /** Looks at this machine. */
    static GpuDiagnosis here() {
        List<String> libraries;
        String flavor;
        try {
            libraries = TorchLibraries.startingWith(System.mapLibraryName("torch_cuda"));
            flavor = LibUtils.getLibtorchPath();
        } catch (EngineException | UnsatisfiedLinkError e) {
            return new GpuDiagnosis(driverHere(), List.of("not loaded"), String.valueOf(e.getMessage()));
        }
        Matcher named = Pattern.compile("cu\\d{3}").matcher(flavor);
        String fallback = System.getenv().getOrDefault("PYTORCH_FLAVOR", "");
        return new GpuDiagnosis(driverHere(), libraries, named.find() ? named.group() : fallback);
    }

    private static Optional<Driver> driverHere() {
        try {
            NativeLibrary driver = NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
            IntByReference cuda = new IntByReference();
            IntByReference devices = new IntByReference();
            int status = driver.getFunction("cuInit").invokeInt(new Object[] {0});
            driver.getFunction("cuDriverGetVersion").invokeInt(new Object[] {cuda});
            driver.getFunction("cuDeviceGetCount").invokeInt(new Object[] {devices});
            return Optional.of(new Driver(status, cuda.getValue(), devices.getValue()));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    /**
     * Returns what is missing and what to do about it, one sentence or more.
     *
     * @param gpu the number of the GPU that does not compute
     * @param failure what the engine said
     */
    String inWords(int gpu, String failure) {
        Matcher missing = MISSING.matcher(failure);
        if (missing.find()) {
            String cudnn = missing.group(1).startsWith("libcudnn")
                    ? " It is cuDNN, which the profile cu118 does not bring"
                    : " It belongs to the driver, to CUDA or to cuDNN";
            return "The library " + missing.group(1) + " is missing." + cudnn
                    + ": install it, and let LD_LIBRARY_PATH name its folder.";
        }
        if (libraries.isEmpty()) {
            return "This build has PyTorch for the CPU alone: build it with -Pcu118, -Pcu124 or -Pcuda (docs/gpu.md).";
        }
        return driver.map(found -> inWords(gpu, found))
                .orElse(
                        "There is no NVIDIA driver: libcuda.so.1 is not found. Install it until nvidia-smi lists the GPU; start a"
                                + " container with --gpus all.");
    }

    private String inWords(int gpu, Driver found) {
        Matcher made = CUDA.matcher(flavor);
        if (found.status == 100 || (found.status == 0 && found.devices == 0)) {
            return "The driver, for CUDA " + found.version()
                    + ", sees no GPU: CUDA_VISIBLE_DEVICES may hide it, a job may have"
                    + " none, or a container was started without --gpus all.";
        }
        if (made.matches() && Integer.parseInt(made.group(1)) > found.cuda / PER_MAJOR) {
            return "The driver runs CUDA " + found.version() + " and older, but this PyTorch is made for CUDA "
                    + made.group(1) + "." + made.group(2) + ": install a newer driver, or build with an older profile.";
        }
        if (found.status != 0) {
            return "The driver answers with error " + found.status
                    + ": nvidia-smi says more; a driver that was updated needs a" + " restart of the machine.";
        }
        if (gpu >= found.devices) {
            return "This process sees " + found.devices + " GPUs, gpu0 to gpu" + (found.devices - 1) + ".";
        }
        return "The driver, for CUDA " + found.version()
                + ", and PyTorch's libraries are there: nvidia-smi tells whether the"
                + " GPU is busy, out of memory or older than what this PyTorch has code for.";
    }
}
