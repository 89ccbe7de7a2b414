package io.github.hcsc.examples.bench;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.torch.NativeMemory;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Seconds and peak memory of one HCSC step on ResNet-50 at 224 pixels, with our encoder or with DJL's stock blocks, one
 * process each: {@code java ... StockComparison ours|stock BATCH STEPS}.
 */
public final class StockComparison {

    private StockComparison() {}

    /** Runs one side and prints its figures. */
    public static void main(String[] args) throws IOException {
        boolean ours = args[0].equals("ours");
        if (ours) {
            NativeMemory.keepFreedMemory();
        }
        int batch = Integer.parseInt(args[1]);
        int steps = Integer.parseInt(args[2]);
        PretrainConfig config = PretrainConfig.read(Path.of("configs/hcsc-single-200.yaml"))
                .with("optimizer.batchSize=" + batch, "encoder.bnGroups=1", "run.device=cpu");
        EncoderFactory encoder = ours ? StepRig.configured(config) : StockResNet50::newEncoder;
        try (StepRig rig = new StepRig(config, encoder, new GeneratedShapes(batch, 224, 0))) {
            double[] seconds = new double[steps];
            double loss = rig.run();
            int open = rig.openTensors();
            for (int i = 0; i < steps; i++) {
                long start = System.nanoTime();
                loss = rig.run();
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
            Arrays.sort(seconds);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f s per step (median of %d, least %.2f), peak %d MB, open tensors %d -> %d, loss %.3f%n",
                    args[0],
                    seconds[steps / 2],
                    steps,
                    seconds[0],
                    peakMegabytes(),
                    open,
                    rig.openTensors(),
                    loss);
        }
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
