package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.JavaProcess;
import io.github.hcsc.train.campaign.Campaign;
import io.github.hcsc.train.campaign.ProcessMemory;
import java.awt.Color;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A list of millions of lines, which repeats the images of a folder: {@code campaign.images}, or some painted ones. */
@Tag("campaign")
@EnabledOnOs(OS.LINUX)
final class LongListTest {
    private static final double MOST_SECONDS = 60;
    private static final double MOST_MEGABYTES = 3 * 1024;

    @TempDir
    private Path folder;

    /** The process that trains. */
    public static void main(String[] args) {
        System.exit(Hcsc.run(args));
    }

    @Test
    void trainsSoonAndInLittleMemory() throws IOException, InterruptedException {
        Campaign campaign = Campaign.of("lines", 10_000_000);
        Path list = write(images(), campaign.count());
        Path run = folder.resolve("run");
        Path output = folder.resolve("output");
        long start = System.nanoTime();
        Process process = JavaProcess.start(
                output,
                LongListTest.class,
                "pretrain",
                "--config=../configs/smoke.yaml",
                "--data=" + list,
                "--out=" + run,
                "--device=cpu",
                "--set=run.logEverySteps=1");
        while (process.isAlive() && !hasTrained(run.resolve("metrics.jsonl"))) {
            Thread.sleep(50);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        double peak = ProcessMemory.megabytes("" + process.pid(), "VmHWM");
        process.destroyForcibly().waitFor();

        campaign.report(String.format(
                Locale.ROOT,
                "a list of %d MB: first step after %.0f s, at most %.2f GB",
                Files.size(list) >> 20,
                seconds,
                peak / 1024));
        assertThat(seconds).isLessThan(MOST_SECONDS);
        assertThat(peak).isLessThan(MOST_MEGABYTES);
    }

    private static boolean hasTrained(Path metrics) throws IOException {
        return Files.exists(metrics) && Files.readString(metrics).contains("\"loss\"");
    }

    private List<Path> images() throws IOException {
        String given = System.getProperty("campaign.images");
        if (given == null) {
            for (int i = 0; i < 128; i++) {
                ColourRun.paint(folder.resolve("images/" + i + ".png"), new Color(2 * i, 255 - 2 * i, 100));
            }
        }
        try (Stream<Path> files = Files.walk(given == null ? folder.resolve("images") : Path.of(given))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Path write(List<Path> images, int lines) throws IOException {
        Path list = folder.resolve("list.txt");
        try (BufferedWriter writer = Files.newBufferedWriter(list)) {
            for (int i = 0; i < lines; i++) {
                writer.write(images.get(i % images.size()).toAbsolutePath() + "\n");
            }
        }
        return list;
    }
}
