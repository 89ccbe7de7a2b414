package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command in a process of its own, asked to end. */
final class StopOnSignalTest {
    private static final int STOPPED_BY_SIGTERM = 128 + 15;

    private final Path folder;

    StopOnSignalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The process that is asked. */
    public static void main(String[] args) {
        System.exit(Hcsc.run(new TrainingJobs(), args));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void savesAndSaysSoBeforeItEnds() throws IOException, InterruptedException {
        for (int i = 0; i < 64; i++) {
            ColourRun.paint(folder.resolve("images/" + i + ".png"), new Color(3 * i, 255 - 2 * i, 100));
        }
        Path run = folder.resolve("run");
        Path output = folder.resolve("output");
        Process process = start(run, output);
        while (process.isAlive() && !Files.exists(run.resolve("checkpoints/latest"))) {
            Thread.sleep(1);
        }
        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(STOPPED_BY_SIGTERM);
        assertThat(Files.readAllLines(output))
                .singleElement()
                .asString()
                .contains("\"finished\":false", "\"run\":\"" + run + "\"");
    }

    private Process start(Path run, Path output) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StopOnSignalTest.class.getName(),
                        "pretrain",
                        "--json",
                        "--config=../configs/smoke.yaml",
                        "--data=" + folder.resolve("images"),
                        "--out=" + run,
                        "--device=cpu",
                        "--epochs=1000",
                        "--set=encoder.width=0.0625",
                        "--set=run.checkpoint.everySteps=2",
                        "--set=run.knn.everyEpochs=0"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
    }
}
