package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.DeviceMemory;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step of a Vision Transformer holds, in a process of its own: peaks of a process only rise. */
final class ChunkMemoryTest {

    private static final int BATCH = 64;

    /** Trains in ever larger chunks, and tells after each what was held at most. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                    .with(
                            "method=moco-v3",
                            "mocoV3.hiddenWidth=64",
                            "encoder.architecture=vit_tiny",
                            "encoder.width=0.5",
                            "encoder.patch=4",
                            "optimizer.batchSize=" + BATCH,
                            "run.device=cpu",
                            "run.precision=fp32");
            try (StepRig rig = new StepRig(
                    config, StepRig.configured(config), new GeneratedShapes(BATCH, 32, 0), Collectives.single())) {
                for (int images : new int[] {1, BATCH / 4, BATCH}) {
                    rig.run(images);
                    System.out.println(DeviceMemory.peak(Device.cpu()).orElseThrow());
                }
            }
        }
    }

    /** What is there without a batch is not the chunks' to save: the peak with chunks of one image is subtracted. */
    @Test
    void fourChunksHoldLessThanHalfOfWhatTheWholeBatchHolds(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(DeviceMemory.peak(Device.cpu()).isPresent(), "SKIPPED: the system does not tell its memory");
        Path output = folder.resolve("output");
        Process process = JavaProcess.start(output, Program.class);
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        List<Long> peaks = Arrays.stream(Files.readString(output).split("\\R"))
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();

        double chunks = peaks.get(1) - peaks.get(0);
        double whole = peaks.get(2) - peaks.get(0);
        System.out.printf("a batch takes %.0f MB whole, %.0f MB in four chunks%n", whole / 1e6, chunks / 1e6);
        assertThat(whole).isGreaterThan(200e6);
        assertThat(chunks).isLessThan(whole / 2);
    }
}
