package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.Calibration;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.RunDirectory;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that may take so long and no longer. */
final class LimitedTimeTest {

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void paint() throws IOException {
        for (int i = 0; i < 64; i++) {
            String name = i % 2 == 0 ? "images/even/" : "images/odd/";
            ColourRun.paint(folder.resolve(name + i + ".png"), new Color(3 * i, 255 - 2 * i, 100));
        }
    }

    private int hcsc(String... args) {
        return StopOnSignal.during(() -> Hcsc.commandLine(new TrainingJobs())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args));
    }

    private int pretrain(String run, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "pretrain",
                "--json",
                "--data=" + folder.resolve("images"),
                "--out=" + folder.resolve(run),
                "--device=cpu",
                "--set=encoder.width=0.0625"));
        args.addAll(List.of(more));
        return hcsc(args.toArray(String[]::new));
    }

    @Test
    void aRunWhoseTimeIsOverSavesAndGoesOnToTheSameBits() throws IOException {
        assertThat(pretrain("whole", "--config=smoke", "--epochs=2")).isZero();
        assertThat(pretrain("stopped", "--config=smoke", "--epochs=2", "--time=0.001s"))
                .isZero();
        assertThat(out.toString()).contains("\"finished\":false", "\"epochsDone\":0", "\"next\":\"hcsc resume ");
        assertThat(err.toString()).contains("stopped after 0 of 2 epochs", "not trained yet");
        String stopped = folder.resolve("stopped").toString();
        assertThat(hcsc("resume", stopped, "--time=0.001s")).isZero();
        assertThat(folder.resolve("stopped/encoder")).doesNotExist();
        assertThat(hcsc("resume", stopped, "--time=1h")).isZero();

        Path latest = Path.of("checkpoints/latest");
        assertThat(Files.mismatch(
                        folder.resolve("whole").resolve(latest),
                        folder.resolve("stopped").resolve(latest)))
                .isEqualTo(-1);
    }

    @Test
    void epochsAreAsManyAsFitUnlessTheyAreAskedFor() throws IOException {
        Path config = Files.writeString(
                folder.resolve("long.yaml"),
                PretrainConfig.read(Path.of("smoke"))
                        .with("schedule.epochs=100000", "prototypes.firstClusteringEpoch=50000")
                        .toYaml());
        assertThat(pretrain("fitting", "--config=" + config, "--time=1s")).isZero();
        assertThat(epochs("fitting")).isLessThan(1000);
        assertThat(err.toString()).contains(" instead of 100000: as many as fit into 1 seconds");

        assertThat(pretrain("asked", "--config=" + config, "--time=1s", "--epochs=90000"))
                .isZero();
        assertThat(epochs("asked")).isEqualTo(90_000);
    }

    private static int epochs(String run) {
        return RunDirectory.readConfig(folder.resolve(run)).schedule().epochs();
    }

    @Test
    void withoutAConfigurationTheTimeIsSharedBetweenAllThatARunDoes() throws IOException {
        String images = folder.resolve("images").toString();
        assertThat(hcsc(
                        "pretrain",
                        "--data",
                        images,
                        "--time=24h",
                        "--device=cpu",
                        "--show-config",
                        "--set=encoder.width=0.0625"))
                .isZero();

        assertThat(err.toString())
                .containsPattern(
                        "schedule.epochs +800 +more are of little use to 64 images; 24 hours would do for more");
        PretrainConfig config = PretrainConfig.read(Files.writeString(folder.resolve("auto.yaml"), out.toString()));
        Calibration pace = Calibration.of(config, Optional.empty(), Duration.ofMillis(200));
        assertThat(pace.once()).as("the tree of the trained encoder").isPositive();
        Duration ninety = pace.epoch().multipliedBy(90).plus(pace.once());
        assertThat(pace.epochs(ninety.multipliedBy(10).dividedBy(9))).isBetween(89, 90);
        assertThat(pace.epochs(Duration.ZERO)).as("at least one").isEqualTo(1);
    }

    @Test
    void aComparisonSharesTheTimeAndSaysWhatIsMissing() {
        List<String> args = List.of(
                "compare",
                "--config=smoke",
                "--data=" + folder.resolve("images"),
                "--out=" + folder.resolve("comparison"),
                "--methods=moco",
                "--device=cpu",
                "--set=encoder.width=0.0625",
                "--time=0.001s");
        assertThat(hcsc(args.toArray(String[]::new))).isZero();

        assertThat(out.toString()).contains("0 of 2");
    }
}
