package io.github.hcsc.train.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.hcsc.train.JavaProcess;
import io.github.hcsc.train.KilledRunTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a disk that is too small, which is enlarged when they have failed. */
@Tag("campaign")
@EnabledOnOs(OS.LINUX)
final class FullDisksTest {
    private static final int EPOCHS = 3;
    private static final int FEWEST_KILOBYTES = 16;

    /** In a name space of its own, where anybody may mount: a disk in memory. */
    private static final String SCRIPT = """
            mount -t tmpfs -o size=$2k none "$1" || exit 99
            JAVA "$1/run" EPOCHS > "$3.first" 2>&1; echo $? > "$3.status"
            mount -o remount,size=1g "$1"
            JAVA "$1/run" EPOCHS > "$3.second" 2>&1 || exit 1
            cp -r "$1/run" "$3"
            """;

    @TempDir
    private Path folder;

    @Test
    void endWithTheBitsOfOthersOnceThereIsRoom() throws IOException, InterruptedException {
        assumeThat(run("true")).as("unshare -rm is allowed").isZero();
        Campaign campaign = Campaign.of("disks", 20);
        Path whole = folder.resolve("whole");
        KilledRunTest.train(whole, EPOCHS);
        int most = kilobytes(whole);
        String java = JavaProcess.command(KilledRunTest.class).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        String script = SCRIPT.replace("JAVA", java).replace("EPOCHS", "" + EPOCHS);
        int full = 0;
        for (int trial = 0; trial < campaign.count(); trial++) {
            Path disk = Files.createDirectories(folder.resolve("disk"));
            Path out = folder.resolve("run" + trial);
            int size = FEWEST_KILOBYTES + Campaign.random(trial).nextInt(most);
            assertThat(run(script, disk.toString(), "" + size, out.toString()))
                    .as("a disk of " + size + " kB: " + Files.readString(Path.of(out + ".second")))
                    .isZero();
            String said = Files.readString(Path.of(out + ".first"));
            if (!Files.readString(Path.of(out + ".status")).strip().equals("0")) {
                full++;
                assertThat(said).as("a disk of " + size + " kB").contains("No space left on device");
            }
            KilledRunTest.assertSameResult(out, whole);
        }
        campaign.report(full + " disks were full before the end, all runs ended with the bits of an undisturbed one");
    }

    private static int run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static int kilobytes(Path run) throws IOException {
        try (var files = Files.walk(run)) {
            return (int) (files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1024);
        }
    }
}
