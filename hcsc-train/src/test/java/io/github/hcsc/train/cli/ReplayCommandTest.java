package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.Safetensors;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ReplayCommandTest {

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Four steps, two with prototypes; the last two checkpoints stay, of steps 3 and 4. */
    @BeforeAll
    static void train() throws IOException {
        for (int i = 0; i < 32; i++) {
            ColourRun.paint(folder.resolve("data/" + i + ".png"), new Color(8 * i, 40, 255 - 8 * i));
        }
        ReplayCommandTest test = new ReplayCommandTest();
        assertThat(test.hcsc(
                        "pretrain --config ../configs/smoke.yaml --data DATA --out RUN --set optimizer.batchSize=16"
                                + " --set run.checkpoint.everySteps=1"))
                .as(() -> test.err.toString())
                .isZero();
    }

    @Test
    void writesAStepForPeopleAndPrograms() throws IOException {
        assertThat(hcsc("replay RUN --step 4 --json")).as(() -> err.toString()).isZero();

        assertThat(err.toString())
                .contains("training again from the checkpoint of step 3, 1 step, about ")
                .contains("the losses logged on the way are the same to the bit (1 records)");
        JsonNode printed = new JsonMapper().readTree(out.toString());
        assertThat(printed.get("step").asInt()).isEqualTo(4);
        assertThat(printed.get("fromStep").asInt()).isEqualTo(3);
        assertThat(printed.get("sameLosses").asBoolean()).isTrue();
        Path replay = folder.resolve("run/replay/step-000004");
        assertThat(printed.get("out").asText()).isEqualTo(replay.toString());
        JsonNode written =
                new JsonMapper().readTree(replay.resolve("replay.json").toFile());
        assertThat(written.get("losses")).isEqualTo(printed.get("losses"));
        assertThat(written.get("shown").get("kept_keys.level0").get("rowMeans")).hasSize(16);
        JsonNode image = written.get("images").get(15);
        assertThat(replay.resolve("replay.txt"))
                .content()
                .contains("losses: loss ", "gradients: norm ", "kept_prototypes.level0: [16, 12], mean ")
                .contains("015 " + image.get("name").asText());
        BufferedImage view =
                ImageIO.read(replay.resolve(image.get("views").get(1).asText()).toFile());
        assertThat(view.getWidth()).isEqualTo(32);
        assertThat(Safetensors.read(replay.resolve("tensors.safetensors")).names())
                .contains("features.view0", "features.view1", "embedding", "kept_keys.level2");

        assertThat(hcsc("replay RUN --step 4")).isEqualTo(1);
        assertThat(err.toString()).contains("step-000004 is not empty; remove it or name another folder");
    }

    @Test
    void startsAnewOnlyIfAsked() {
        assertThat(hcsc("replay RUN --step 2 --out FOLDER/two")).isEqualTo(2);
        assertThat(err.toString())
                .containsPattern(
                        "hcsc: there is no checkpoint before step 2; it can be reached from the start of the run, 2"
                                + " steps, about \\d+ s at the run's own speed. Add --from-start for that");
        assertThat(folder.resolve("two")).doesNotExist();

        assertThat(hcsc("replay RUN --step 2 --out FOLDER/two --from-start --data DATA"))
                .as(() -> err.toString())
                .isZero();
        assertThat(out.toString()).contains("are the same to the bit (2 records)");
        assertThat(folder.resolve("two/replay.json")).exists();
    }

    @Test
    void refusesAStepThatTheRunHasNot() {
        assertThat(hcsc("replay RUN --step 5")).isEqualTo(2);
        assertThat(err.toString()).contains("step must lie in [1, 4], the steps of the run, but was 5");
    }

    private int hcsc(String command) {
        String[] words = Arrays.stream(command.split(" "))
                .map(word -> word.replace("FOLDER", folder.toString())
                        .replace("DATA", folder.resolve("data").toString())
                        .replace("RUN", folder.resolve("run").toString()))
                .toArray(String[]::new);
        CommandLine line = Hcsc.commandLine(new TrainingJobs());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }
}
