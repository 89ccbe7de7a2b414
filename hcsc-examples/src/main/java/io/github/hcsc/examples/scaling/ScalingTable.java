package io.github.hcsc.examples.scaling;

import io.github.hcsc.examples.scaling.ScalingModel.Epoch;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints the tables of docs/scaling.md, which says where each figure comes from: {@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.hcsc.examples.scaling.ScalingTable}.
 *
 * <p>The first is of machines whose costs were measured; those of GPUs are estimates from published figures, since no GPU has
 * run this library yet.
 */
public final class ScalingTable {

    private static final long SEED = 0;
    private static final double GIGABIT = 1e9 / 8;
    private static final int PER_NODE = 8;
    private static final double LATENCY = 5e-6;

    /* Measured on 2 cores of an AMD EPYC: a step of 16 images, the key encoder's part of it, K-means, bench allreduce. */
    private static final double HOST_BYTES = 1.5e9;
    private static final double ADDING_RATE_OF_A_CORE = 310e6;
    private static final Processor TWO_CORES =
            new Processor("2 cores", 16 / 3.22, 16 / 0.8, 163e9, 2 * ADDING_RATE_OF_A_CORE, 0.03);

    private static final double CORES_PER_GPU = 12;
    private static final double A100_CLUSTERING = 9.75e12;
    private static final Processor TF32 =
            Processor.ofSupervised("TF32", 938, A100_CLUSTERING, CORES_PER_GPU * ADDING_RATE_OF_A_CORE, 0.02);
    private static final Processor MIXED =
            Processor.ofSupervised("mixed", 2470, A100_CLUSTERING, CORES_PER_GPU * ADDING_RATE_OF_A_CORE, 0.02);

    private static final Network NVLINK = ofGpus("NVLink", 25e9);
    private static final Network SLOW = ofGpus("200 Gb/s", 200 * GIGABIT);
    private static final Network FAST = ofGpus("400 Gb/s", 400 * GIGABIT);

    private static final Workload IMAGENET = new Workload(1.28e6, 16, 4 * 27_966_656.0, 110e3, 3.8e-3, 3000, 128, 100);
    private static final Workload BILLION = new Workload(1e9, 256, 4 * 27_966_656.0, 110e3, 3.8e-3, 100_000, 128, 20);

    private static final String PARTS =
            "steps | waiting | all-reduce | embedding | clustering | exchange | epoch | efficiency";

    private final PrintStream out;

    private ScalingTable(PrintStream out) {
        this.out = out;
    }

    private static Network ofGpus(String name, double networkBytes) {
        return new Network(name, PER_NODE, 235e9, HOST_BYTES, networkBytes, LATENCY);
    }

    private static Network ofMachines(String name, double gigabits) {
        return new Network(name, 1, HOST_BYTES, HOST_BYTES, gigabits * GIGABIT, LATENCY);
    }

    /** Prints the tables. */
    public static void main(String[] args) {
        print(System.out);
    }

    static void print(PrintStream out) {
        ScalingTable table = new ScalingTable(out);
        table.printMachines();
        table.printGpus();
        table.printBillion();
    }

    private void printMachines() {
        header("machines | network | images/s | " + PARTS);
        List<Network> networks =
                List.of(ofMachines("1 Gb/s", 1), ofMachines("10 Gb/s", 10), ofMachines("100 Gb/s", 100));
        printMachines(new ScalingModel(TWO_CORES, networks.get(0), IMAGENET, 1));
        for (Network network : networks) {
            for (int machines : new int[] {2, 8, 64}) {
                printMachines(new ScalingModel(TWO_CORES, network, IMAGENET, machines));
            }
        }
        out.println();
    }

    private void printMachines(ScalingModel model) {
        Epoch epoch = model.epoch(SEED);
        row("" + model.processes(), networkOf(model), number("%,.1f", model.imagesPerSecond(epoch)), parts(epoch));
    }

    private static String networkOf(ScalingModel model) {
        return model.processes() == 1 ? "-" : model.network().name();
    }

    private void printGpus() {
        header("GPUs | network | precision | batch | images/s | " + PARTS + " | GB/s read | cores per GPU");
        printGpus(TF32, 32);
        printGpus(MIXED, 32);
        printGpus(MIXED, 256);
        out.println();
    }

    private void printGpus(Processor gpu, int batch) {
        Workload work = IMAGENET.withBatch(batch);
        printGpus(new ScalingModel(gpu, NVLINK, work, 1));
        printGpus(new ScalingModel(gpu, NVLINK, work, PER_NODE));
        for (int gpus : new int[] {64, 1000}) {
            printGpus(new ScalingModel(gpu, SLOW, work, gpus));
            printGpus(new ScalingModel(gpu, FAST, work, gpus));
        }
    }

    private void printGpus(ScalingModel model) {
        Epoch epoch = model.epoch(SEED);
        double rate = model.imagesPerSecond(epoch);
        row(
                "" + model.processes(),
                networkOf(model),
                model.processor().name(),
                "" + model.workload().batch(),
                number("%,.0f", rate),
                parts(epoch),
                number("%.1f", rate * model.workload().imageBytes() / 1e9),
                number("%.1f", rate / model.processes() * model.workload().viewSeconds()));
    }

    private void printBillion() {
        header(
                "GPUs | images per GPU | embeddings per GPU | steps | embedding | clustering | exchange | epoch | GB/s read");
        for (int gpus : new int[] {64, 256, 1000}) {
            ScalingModel model = new ScalingModel(MIXED, FAST, BILLION, gpus);
            Epoch epoch = model.epoch(SEED);
            double share = BILLION.images() / gpus;
            row(
                    "" + gpus,
                    number("%,.0f", share),
                    number("%.1f GB", share * BILLION.dimension() * Float.BYTES / 1e9),
                    time(epoch.steps()),
                    time(epoch.embedding()),
                    time(epoch.clustering()),
                    time(epoch.exchanging()),
                    time(epoch.seconds()),
                    number("%.0f", model.imagesPerSecond(epoch) * BILLION.imageBytes() / 1e9));
        }
    }

    /** Joins what {@link #PARTS} names. */
    private static String parts(Epoch epoch) {
        return String.join(
                " | ",
                time(epoch.computing()),
                time(epoch.waiting()),
                time(epoch.summing()),
                time(epoch.embedding()),
                time(epoch.clustering()),
                time(epoch.exchanging()),
                time(epoch.seconds()),
                percent(epoch.efficiency()));
    }

    private void header(String names) {
        row(names);
        row(names.replaceAll("[^|]+", " --- ").strip());
    }

    private void row(String... cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    private static String time(double seconds) {
        if (seconds < 60) {
            return number("%.2f s", seconds);
        }
        return seconds < 3600 ? number("%.1f min", seconds / 60) : number("%.1f h", seconds / 3600);
    }

    private static String percent(double share) {
        return number("%.0f %%", 100 * share);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
