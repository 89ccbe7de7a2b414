package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training step carries between host and device: a GPU would have to wait for each of it. */
final class StepTrafficTest {

    @TempDir
    private static Path folder;

    private static final List<Traffic> ALL = new ArrayList<>();

    private record Traffic(String method, String kind, String site, double perStep) {}

    @BeforeAll
    static void count() throws IOException, InterruptedException {
        Path output = folder.resolve("counts.txt");
        Process process = JavaProcess.start(output, StepCounts.class);
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(output);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        for (String line : lines) {
            if (line.startsWith("COUNT\t")) {
                String[] words = line.split("\t", -1);
                ALL.add(new Traffic(words[1], words[2], words[3], Double.parseDouble(words[4])));
            }
        }
        ALL.forEach(System.out::println);
    }

    private static List<Traffic> of(String kind) {
        return ALL.stream().filter(traffic -> traffic.kind.equals(kind)).toList();
    }

    @Test
    void everyMethodIsCounted() {
        assertThat(of("call"))
                .extracting(Traffic::method)
                .containsExactlyElementsOf(StepCounts.methods().keySet());
    }

    /**
     * The rig reads the loss of each step, as a run does every few steps. Random numbers are written into a CPU's memory, for which it
     * must be known to lie row by row: a flag on the host.
     */
    @Test
    void nothingIsReadButTheLoss() {
        assertThat(of("read")).allMatch(traffic -> Set.of("StepRig.run", "TorchOps.isContiguous")
                .contains(traffic.site));
        assertThat(of("read"))
                .filteredOn(traffic -> traffic.site.equals("StepRig.run"))
                .hasSize(StepCounts.methods().size())
                .allMatch(traffic -> traffic.perStep == 1);
    }

    /** Pictures of each view, their positions, and the order of what was shuffled over groups; rates alone are new on the host. */
    @Test
    void onlyTheBatchIsUploaded() {
        Set<String> batch =
                Set.of("Normalization.pixels", "StepBatch.<init>", "BatchShare.wholeBatch", "BatchShare.joined");

        assertThat(of("upload"))
                .filteredOn(traffic -> !traffic.site.equals("Script.kept"))
                .allMatch(traffic -> batch.contains(traffic.site) && traffic.perStep <= 4);
        assertThat(of("upload"))
                .filteredOn(traffic -> traffic.site.equals("Script.kept"))
                .as("the rates and corrections of AdamW change at each step")
                .allMatch(traffic -> traffic.method.equals("moco-v3") && traffic.perStep <= 3);
    }
}
