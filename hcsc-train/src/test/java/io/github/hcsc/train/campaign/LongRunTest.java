package io.github.hcsc.train.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.JavaProcess;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run of many steps, with its clusterings, measurements and checkpoints, whose memory does not grow. */
@Tag("campaign")
@EnabledOnOs(OS.LINUX)
final class LongRunTest {
    private static final int STEPS_PER_EPOCH = 50;
    private static final int SAMPLES = 100;
    private static final double MOST_GROWTH_MEGABYTES = 16;

    @TempDir
    private Path folder;

    /** The run, in a process whose Java heap has its full size from the start: what grows is native. */
    public static void main(String[] args) throws IOException {
        int steps = Integer.parseInt(args[1]);
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "schedule.epochs=" + Math.max(2, steps / STEPS_PER_EPOCH),
                        "run.checkpoint.everySteps=25",
                        "run.device=cpu");
        Memory memory = new Memory(Math.max(1, steps / SAMPLES));
        TrainingData images = new TrainingData(
                new GeneratedShapes(16 * STEPS_PER_EPOCH, 16, 0), Optional.of(new GeneratedShapes(64, 16, 1)));
        try (Pretrainer pretrainer = Pretrainer.create(config, Path.of(args[0], "run"))
                .optData(images)
                .optProgress(memory)
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }
        Files.write(
                Path.of(args[0], "memory"),
                memory.samples.stream().map(String::valueOf).toList());
    }

    @Test
    void holdsWhatItHeldAfterATenthOfIt() throws IOException, InterruptedException {
        Campaign campaign = Campaign.of("steps", 10_000);
        List<String> command =
                new ArrayList<>(JavaProcess.command(LongRunTest.class, folder.toString(), "" + campaign.count()));
        command.addAll(1, List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();

        List<Double> samples = Files.readAllLines(folder.resolve("memory")).stream()
                .map(Double::valueOf)
                .toList();
        double early = mean(samples, 0.1);
        double late = mean(samples, 0.9);
        campaign.report(String.format(
                Locale.ROOT,
                "%.0f MB in the second tenth, %.0f MB in the last, with 512 MB of Java's heap",
                early,
                late));
        assertThat(late - early).isLessThan(MOST_GROWTH_MEGABYTES);
    }

    /** Of the tenth that begins at a share of the samples. */
    private static double mean(List<Double> samples, double from) {
        int start = (int) (from * samples.size());
        int end = (int) ((from + 0.1) * samples.size());
        return samples.subList(start, end).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    /** Notes the memory that the process holds, in megabytes. */
    private static final class Memory implements TrainingProgress {
        private final List<Double> samples = new ArrayList<>();
        private final int every;
        private long steps;

        Memory(int every) {
            this.every = every;
        }

        @Override
        public void step(int images, long waitedNanos) {
            if (++steps % every == 0) {
                samples.add(ProcessMemory.megabytes("self", "VmRSS"));
            }
        }
    }
}
