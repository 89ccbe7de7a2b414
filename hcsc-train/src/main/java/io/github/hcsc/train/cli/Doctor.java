package io.github.hcsc.train.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.sun.management.OperatingSystemMXBean;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.core.torch.MatrixUnits;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.ImageDecoder;
import io.github.hcsc.train.distributed.CoreShare;
import io.github.hcsc.train.distributed.LocalDevice;
import io.github.hcsc.train.run.Version;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;

/** Tries out everything a run needs. */
final class Doctor {
    private static final long LEAST_MEMORY_MEGABYTES = 2048;
    private static final int OLDEST_JAVA = 17;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** A WebP file of 2 x 1 pixels; Java itself cannot write one. */
    private static final String WEBP = "UklGRh4AAABXRUJQVlA4TBEAAAAvAQAAAAdQsiJXpv+BiOh/AAA=";

    private final List<Finding> findings = new ArrayList<>();

    /**
     * Looks at everything.
     *
     * @param device the device that must be usable
     */
    List<Finding> examine(String device) {
        check("hcsc", Version::hcsc);
        check("Java", Doctor::java);
        check("system", Doctor::system);
        check("load", () -> load(SYSTEM.getSystemLoadAverage(), SYSTEM.getAvailableProcessors()));
        check("memory", Doctor::memory);
        check("names", () -> names(System.getProperty("sun.jnu.encoding", "unknown")));
        check("vector module", Doctor::vectorModule);
        check("DJL", Engine::getDjlVersion);
        check("PyTorch", Doctor::engine);
        check("device cpu", () -> computes("cpu"));
        if (device.equals("auto")) {
            findings.add(firstGpu());
        } else if (!device.equals("cpu")) {
            check("device " + device, () -> computes(device));
        }
        check("precision", () -> precision(device));
        check("OpenCV", Doctor::openCv);
        for (String format : List.of("jpg", "png", "bmp", "webp")) {
            check("decoder " + format, () -> decodes(format));
        }
        findings.add(optional("MPI", () -> Launch.current().mpi(), "training in several processes"));
        findings.add(optional("NCCL", Launch::nccl, "training on several GPUs"));
        check("processes", Doctor::processes);
        return List.copyOf(findings);
    }

    private void check(String subject, Callable<String> probe) {
        try {
            findings.add(new Finding(subject, true, probe.call()));
        } catch (Exception | LinkageError e) {
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            findings.add(new Finding(subject, false, message));
        }
    }

    private static String java() {
        if (Runtime.version().feature() < OLDEST_JAVA) {
            throw new IllegalStateException(
                    "Java " + OLDEST_JAVA + " or newer is needed, this is " + Runtime.version());
        }
        return Runtime.version() + " " + System.getProperty("java.vendor");
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " cores";
    }

    /** A busy machine is no defect, but what is measured on it is. */
    static String load(double average, int cores) {
        if (average < 0) {
            return "not known here";
        }
        String text = String.format(Locale.ROOT, "%.1f on average, on %d cores", average, cores);
        return average <= cores / 2.0
                ? text
                : text + ": WARNING, others compute here too; steps take longer, and many times as long where"
                        + " OMP_WAIT_POLICY=active or GOMP_SPINCOUNT is set";
    }

    /** Java takes the encoding of names from the locale; in that of ASCII, a name beyond it cannot be opened. */
    static String names(String encoding) {
        if (encoding.matches("(?i)ANSI_X3.4-1968|US-ASCII|ASCII|646")) {
            throw new IllegalStateException(
                    "Java reads file names as " + encoding + ", so that none beyond ASCII is found;"
                            + " start it with LC_ALL=C.UTF-8, or with -Dsun.jnu.encoding=UTF-8 -Dfile.encoding=UTF-8, as bin/hcsc does");
        }
        return "of files are read as " + encoding;
    }

    private static String memory() {
        long total = SYSTEM.getTotalMemorySize() >> 20;
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        if (total < LEAST_MEMORY_MEGABYTES) {
            throw new IllegalStateException(
                    "at least " + LEAST_MEMORY_MEGABYTES + " MB are needed, this machine has " + total);
        }
        return total + " MB, of which Java's own heap may take " + heap;
    }

    private static String vectorModule() {
        if (ClassLoader.getSystemResource("jdk/incubator/vector/Vector.class") == null) {
            throw new IllegalStateException("not loaded: clustering on the CPU will take about twice as long;"
                    + " take a Java that has jdk.incubator.vector, and start it by bin/hcsc or with"
                    + " --add-modules=jdk.incubator.vector");
        }
        return "loaded";
    }

    private static String engine() {
        Engine engine = Engine.getEngine("PyTorch");
        String threads = System.getProperty("ai.djl.pytorch.num_threads", "one per core");
        return engine.getVersion() + ", threads: " + threads;
    }

    private static String computes(String device) {
        try {
            return Devices.usable(device) + " computes";
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + " Until then, use --device cpu.", e);
        }
    }

    private static String precision(String name) {
        Device device = name.equals("auto") ? Devices.usable(name) : Device.fromName(name);
        return Precision.AUTO.on(device) + " on " + device + " if run.precision is auto: "
                + MatrixUnits.of(device).reason();
    }

    /** Not having a GPU is no defect. */
    private static Finding firstGpu() {
        boolean usable = Devices.usable("auto").isGpu();
        return new Finding(
                "device gpu0",
                true,
                usable ? "computes" : "none; 'hcsc doctor --device gpu0' says why, if there should be one");
    }

    /** What many do without: not to have it is no defect. */
    private static Finding optional(String subject, Supplier<String> probe, String use) {
        try {
            return new Finding(subject, true, probe.get());
        } catch (IllegalStateException e) {
            return new Finding(subject, true, "none, which only " + use + " uses: " + e.getMessage());
        }
    }

    private static String processes() {
        Launch launch = Launch.current();
        if (!launch.connects(Launch.Engine.AUTO)) {
            return "this one alone, since " + launch.reason();
        }
        return launch.run(Launch.Engine.AUTO, Doctor::connected) + ", since " + launch.reason();
    }

    private static String connected(Collectives group) {
        long[] ones = {1};
        group.allReduceSum(ones);
        Collectives ofTensors = Launch.Engine.AUTO.forTensorsOf(LocalDevice.of("auto", group), group);
        CoreShare cores = CoreShare.of(group);
        return ones[0] + " that reach one another by " + ofTensors.description() + "; cores for each: " + cores.cores();
    }

    private static String openCv() {
        return opencv_core.CV_VERSION_MAJOR + "." + opencv_core.CV_VERSION_MINOR + "."
                + opencv_core.CV_VERSION_REVISION;
    }

    private static String decodes(String format) throws IOException {
        Image image = ImageDecoder.decode(sample(format));
        return String.format(Locale.ROOT, "decodes %dx%d pixels", image.width(), image.height());
    }

    private static byte[] sample(String format) throws IOException {
        if (format.equals("webp")) {
            return Base64.getDecoder().decode(WEBP);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        if (!ImageIO.write(picture, format, bytes)) {
            throw new IOException("Java cannot write a sample of this format");
        }
        return bytes.toByteArray();
    }

    /**
     * One thing the doctor looked at.
     *
     * @param subject what
     * @param healthy whether it can be used
     * @param detail what was found, or what to do about it
     */
    record Finding(String subject, boolean healthy, String detail) {}
}
