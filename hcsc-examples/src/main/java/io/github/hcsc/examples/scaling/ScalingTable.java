package io.github.hcsc.examples.scaling;

import io.github.hcsc.examples.scaling.ScalingModel.Epoch;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Prints what an epoch of ImageNet and of a billion images would take on up to a thousand GPUs: {@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.hcsc.examples.scaling.ScalingTable}.
 *
 * <p>An estimate: no GPU has run this library yet. Training rates are NVIDIA's published ones of ResNet-50 on one A100 80 GB
 * (DeepLearningExamples, PyTorch 21.03); clustering is taken to reach half of that GPU's peak in float32, 235 GB/s is what
 * NCCL's own benchmark commonly shows on eight A100s, and a spread of 2 % and 5 microseconds of latency are assumptions. The
 * gradients are the 27,966,656 parameters in float32, 110 kB an average photo of ImageNet; reading one and
 * making its two views takes 3.8 ms of a core ({@code hcsc bench loader}, AMD EPYC with AVX-512).
 */
public final class ScalingTable {

    private static final long SEED = 0;
    private static final double GIGABIT = 1e9 / 8;

    private static final Gpu TF32 = new Gpu("A100, TF32", 938, 9.75e12, 0.02);
    private static final Gpu MIXED = new Gpu("A100, mixed precision", 2470, 9.75e12, 0.02);

    private static final Network NVLINK = new Network("NVLink", 8, 235e9, 25e9, 5e-6);
    private static final Network SLOW = new Network("200 Gb/s", 8, 235e9, 200 * GIGABIT, 5e-6);
    private static final Network FAST = new Network("400 Gb/s", 8, 235e9, 400 * GIGABIT, 5e-6);

    private static final Workload IMAGENET =
            new Workload("ImageNet", 1.28e6, 32, 4 * 27_966_656.0, 110e3, 3.8e-3, 3000, 128, 100);
    private static final Workload BILLION =
            new Workload("1 B images", 1e9, 256, 4 * 27_966_656.0, 110e3, 3.8e-3, 100_000, 128, 20);

    private final PrintStream out;

    private ScalingTable(PrintStream out) {
        this.out = out;
    }

    /** Prints both tables. */
    public static void main(String[] args) {
        new ScalingTable(System.out).print();
    }

    private void print() {
        row(
                "GPUs",
                "network",
                "precision",
                "batch",
                "images/s",
                "steps",
                "waiting",
                "all-reduce",
                "embedding",
                "clustering",
                "epoch",
                "efficiency",
                "GB/s read",
                "cores per GPU");
        row(Collections.nCopies(14, "---").toArray(String[]::new));
        for (Gpu gpu : List.of(TF32, MIXED)) {
            for (int batch : new int[] {32, 256}) {
                Workload work = IMAGENET.withBatchPerGpu(batch);
                row(new ScalingModel(gpu, NVLINK, work, 1));
                row(new ScalingModel(gpu, NVLINK, work, 8));
                for (int gpus : new int[] {64, 1000}) {
                    row(new ScalingModel(gpu, SLOW, work, gpus));
                    row(new ScalingModel(gpu, FAST, work, gpus));
                }
            }
        }
        out.println();
        billion();
    }

    private void row(ScalingModel model) {
        Epoch epoch = model.epoch(SEED);
        double rate = model.imagesPerSecond(epoch);
        row(
                "" + model.gpus(),
                model.gpus() == 1 ? "-" : model.network().name(),
                model.gpu().name(),
                "" + model.workload().batchPerGpu(),
                number("%,.0f", rate),
                seconds(epoch.computing()),
                seconds(epoch.waiting()),
                seconds(epoch.summing()),
                seconds(epoch.embedding()),
                seconds(epoch.clustering()),
                seconds(epoch.seconds()),
                number("%.0f %%", 100 * epoch.efficiency()),
                number("%.1f", rate * model.workload().imageBytes() / 1e9),
                number("%.1f", rate / model.gpus() * model.workload().decodingSeconds()));
    }

    private void billion() {
        row("1 B images on", "images per GPU", "embeddings per GPU", "steps", "embedding", "clustering", "epoch");
        row("---", "---", "---", "---", "---", "---", "---");
        for (int gpus : new int[] {64, 256, 1000}) {
            ScalingModel model = new ScalingModel(MIXED, FAST, BILLION, gpus);
            Epoch epoch = model.epoch(SEED);
            double share = BILLION.images() / gpus;
            row(
                    gpus + " GPUs",
                    number("%,.0f", share),
                    number("%.1f GB", share * BILLION.dimension() * Float.BYTES / 1e9),
                    hours(epoch.computing() + epoch.waiting() + epoch.summing()),
                    hours(epoch.embedding()),
                    hours(epoch.clustering()),
                    hours(epoch.seconds()));
        }
    }

    private void row(String... cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    private static String seconds(double value) {
        return number("%.3g s", value);
    }

    private static String hours(double seconds) {
        return number("%.2g h", seconds / 3600);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
