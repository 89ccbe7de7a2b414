package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.campaign.Campaign;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.RunDirectory;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Configurations with one to three values that nobody needs: they run, or end with one line and without a folder. */
@Tag("campaign")
final class HostileConfigurationsTest {
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2",
            "3",
            "7",
            "1000000",
            "2147483647",
            "2147483648",
            "1e99",
            "-1e-99",
            "0.5",
            "NaN",
            ".inf",
            "true",
            "none",
            "auto",
            "''",
            "[]",
            "[1]",
            "[1e9, -3]",
            "{}",
            "~",
            "x",
            "\"\u0000\"",
            "all");
    private static final List<String> FREE = List.of("data.path", "data.heldOut", "run.device", "run.distributed");

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    @Timeout(3600)
    void runOrEndInOneLine() throws IOException {
        Campaign campaign = Campaign.of("configurations", 500);
        for (int i = 0; i < 64; i++) {
            ColourRun.paint(folder.resolve("images/" + i % 2 + "/" + i + ".png"), new Color(3 * i, 255 - 2 * i, 100));
        }
        Map<String, String> usual = new TreeMap<>(
                PretrainConfig.read(Path.of("../configs/smoke.yaml")).settings());
        FREE.forEach(usual::remove);
        List<Map.Entry<String, String>> known = List.copyOf(usual.entrySet());
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int trial = 0; trial < campaign.count(); trial++) {
            Random random = Campaign.random(trial);
            List<String> settings = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                Map.Entry<String, String> setting = known.get(random.nextInt(known.size()));
                settings.add(setting.getKey() + "=" + value(setting.getValue(), random));
            }
            Path run = folder.resolve("run" + trial);
            String what = "trial " + trial + ", " + settings;
            long start = System.nanoTime();
            int status = pretrain(run, settings);

            Campaign.requireOrderlyEnd(what, status, said.toString(), (System.nanoTime() - start) / 1e9);
            if (status > 0) {
                assertThat(run).as(what).doesNotExist();
            } else {
                RunDirectory.open(run).discard();
            }
            statuses.merge(status, 1, Integer::sum);
        }
        campaign.report(
                "by exit status " + statuses + ", no trace, none longer than a minute, no folder of one that failed");
    }

    /** Half of them near the usual one, where that is a number. */
    private static String value(String usual, Random random) {
        if (random.nextBoolean() || !usual.matches("[0-9.]+")) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        double number =
                Double.parseDouble(usual) * List.of(0.5, 0.9, 1.0, 1.1, 2.0).get(random.nextInt(5));
        return usual.contains(".") ? "" + number : "" + Math.round(number);
    }

    private int pretrain(Path run, List<String> settings) {
        said.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of(
                "pretrain",
                "--config=smoke",
                "--data=" + folder.resolve("images"),
                "--out=" + run,
                "--device=cpu",
                "--epochs=2",
                "--time=0.001s",
                "--set=encoder.width=0.0625"));
        settings.forEach(setting -> words.add("--set=" + setting));
        return StopOnSignal.during(() -> Hcsc.commandLine(new TrainingJobs())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(said, true))
                .execute(words.toArray(String[]::new)));
    }
}
