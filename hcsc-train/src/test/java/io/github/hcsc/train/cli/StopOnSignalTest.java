package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.JavaProcess;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.config.PretrainConfig;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command in a process of its own, asked to end. */
final class StopOnSignalTest {
    private static final String COMPUTE = "compute";
    private static final int STOPPED_BY_SIGTERM = 128 + 15;

    private final Path folder;

    StopOnSignalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The process that is asked. */
    public static void main(String[] args) {
        System.exit(args[0].equals(COMPUTE) ? StopOnSignal.during(() -> compute(args)) : Hcsc.run(args));
    }

    /** Computes without an end in a native library, outside of a training or in its first clustering. */
    private static int compute(String... args) {
        if (args.length == 1) {
            return endless();
        }
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "prototypes.firstClusteringEpoch=0",
                        "run.device=cpu");
        try (Pretrainer pretrainer = Pretrainer.create(config, Path.of(args[1]))
                .optImages(new GeneratedShapes(96, 16, 0))
                .optClusterer((embeddings, previous, epoch) -> {
                    endless();
                    return previous;
                })
                .build()) {
            StopOnSignal.run(pretrainer);
        }
        return 0;
    }

    private static int endless() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray square = manager.randomNormal(new Shape(3000, 3000));
            System.out.println("computes");
            while (true) {
                square.matMul(square).close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143, false", "INT, 130, false", "TERM, 143, true", "INT, 130, true"})
    @DisabledOnOs(OS.WINDOWS)
    void endsUnderAComputationWithTheStatusOfTheSignal(String signal, int status, boolean trains)
            throws IOException, InterruptedException {
        assumeThat(takes(status - 128))
                .as("signals that this process ignores its children ignore too")
                .isTrue();
        String[] arguments =
                trains ? new String[] {COMPUTE, folder.resolve("run").toString()} : new String[] {COMPUTE};
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(JavaProcess.command(StopOnSignalTest.class, arguments))
                .redirectError(errors.toFile());
        builder.environment().put(StopOnSignal.LIMIT, "1");
        Process process = builder.start();
        assertThat(process.inputReader().readLine()).isEqualTo("computes");
        new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(status);
        assertThat(Files.readString(errors))
                .contains(trains ? "hcsc: no checkpoint within 1 s of SIG" + signal : "hcsc: stopped by SIG" + signal)
                .doesNotContain("SIGSEGV");
    }

    private static boolean takes(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                || Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .noneMatch(ignored -> (ignored >> (signal - 1) & 1) == 1);
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
        return new ProcessBuilder(JavaProcess.command(
                        StopOnSignalTest.class,
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
