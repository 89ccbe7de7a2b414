package io.github.hcsc.examples.bench;

import ai.djl.Device;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.torch.DeviceMemory;
import io.github.hcsc.core.torch.NativeMemory;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
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
                .with("optimizer.batchSize=" + batch, "encoder.bnGroups=1", "run.device=cpu", "run.precision=fp32");
        EncoderFactory encoder = ours ? StepRig.configured(config) : StockResNet50::newEncoder;
        try (StepRig rig = new StepRig(config, encoder, new GeneratedShapes(batch, 224, 0))) {
            double loss = rig.run();
            int open = rig.openTensors();
            Timing timing = Timing.of(0, steps, rig::run);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f s per step (median of %d, least %.2f), peak %d MB, open tensors %d -> %d, first loss %.3f%n",
                    args[0],
                    timing.median(),
                    steps,
                    timing.least(),
                    DeviceMemory.peak(Device.cpu()).orElse(0) >> 20,
                    open,
                    rig.openTensors(),
                    loss);
        }
    }
}
