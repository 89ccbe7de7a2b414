package io.github.hcsc.train.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.JavaProcess;
import io.github.hcsc.train.KilledRunTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed again and again, at any moment from the start of Java to the last file. */
@Tag("campaign")
final class KillsTest {
    private static final int EPOCHS = 40;
    private static final int MOST_STEPS = 60;
    private static final int LONGEST_START = 8000;
    private static final int SAVING = 50;

    @TempDir
    private Path folder;

    @Test
    void endWithTheBitsOfAnUninterruptedRun() throws IOException, InterruptedException {
        Campaign campaign = Campaign.of("kills", 100);
        Path whole = folder.resolve("whole");
        KilledRunTest.train(whole, EPOCHS);
        int runs = 1;
        int early = 0;
        for (int trial = 0; trial < campaign.count(); ) {
            Path run = folder.resolve("run" + runs);
            if (killed(run, Campaign.random(31 * trial + runs))) {
                trial++;
                early += newest(run) < 0 ? 1 : 0;
            } else {
                KilledRunTest.assertSameResult(run, whole);
                runs++;
            }
        }
        Path last = folder.resolve("run" + runs);
        KilledRunTest.train(last, EPOCHS);
        KilledRunTest.assertSameResult(last, whole);
        campaign.report(runs + " runs, all with the bits of an uninterrupted one; " + early
                + " kills before the first checkpoint");
    }

    /**
     * Begins a run or goes on with it, and kills it: in one of four cases at any moment after the start of Java, else around
     * some later checkpoint. Returns whether it was killed before its end.
     */
    private boolean killed(Path run, Random random) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        int wanted = random.nextInt(4) == 0 ? -1 : newest(run) + 1 + random.nextInt(MOST_STEPS);
        int pause = random.nextInt(wanted < 0 ? LONGEST_START : SAVING);
        Process process = JavaProcess.start(output, KilledRunTest.class, run.toString(), "" + EPOCHS);
        while (process.isAlive() && newest(run) < wanted) {
            Thread.sleep(2);
        }
        if (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            return true;
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return false;
    }

    /** Returns the step of the newest checkpoint, -1 if there is none. */
    private static int newest(Path run) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        if (!Files.exists(checkpoints)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("step-\\d+\\.safetensors"))
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("\\D", "")))
                    .max()
                    .orElse(-1);
        }
    }
}
