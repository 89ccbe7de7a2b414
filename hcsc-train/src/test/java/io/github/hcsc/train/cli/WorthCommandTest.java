package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.config.PretrainConfig;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class WorthCommandTest {
    @TempDir
    private Path folder;

    /** Colours that are classes: pixels tell them apart, and no encoder can be ahead. */
    @Test
    void setsARunBesidePixelsAnUntrainedEncoderAndOtherWeights() throws IOException {
        Random random = new Random(0);
        for (int i = 0; i < 60; i++) {
            int bright = 150 + random.nextInt(100);
            Color colour = i % 2 == 0 ? new Color(bright, 20, 20) : new Color(20, 20, bright);
            ColourRun.paint(folder.resolve("data/" + (i % 2 == 0 ? "red" : "blue") + "/" + i + ".png"), colour);
        }
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "data.path=" + folder.resolve("data"),
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "prototypes.counts=[]",
                        "run.device=cpu");
        Path run = folder.resolve("run");
        try (Pretrainer pretrainer = Pretrainer.create(config, run).build()) {
            pretrainer.run();
        }

        JsonNode result = worth(
                "--run",
                run.toString(),
                "--against",
                run.resolve("checkpoints/latest").toRealPath() + "",
                "--data",
                folder.resolve("data") + "",
                "--labels",
                "10,100",
                "--repeats",
                "2",
                "--device",
                "cpu");

        assertThat(result.get("results")).hasSize(2);
        JsonNode all = result.get("results").get(1);
        assertThat(all.get("labels").asText()).isEqualTo("100 %");
        assertThat(all.get("choices").asInt()).isEqualTo(1);
        assertThat(all.get("rows").findValuesAsText("name")).hasSize(4).startsWith("raw pixels", "untrained encoder");
        assertThat(all.get("rows").get(0).get("knn").get("mean").asDouble()).isEqualTo(100);
        assertThat(all.get("rows").get(0).get("linear").get("mean").asDouble()).isEqualTo(100);
        assertThat(result.get("results").get(0).get("images").asInt()).isBetween(4, 6);
        assertThat(result.get("advice").asText()).startsWith("Not ");
        assertThat(run.resolve("evaluations.jsonl")).exists();
    }

    private static JsonNode worth(String... options) throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Hcsc.commandLine(new TrainingJobs()).setOut(new PrintWriter(out));
        String[] args = new String[options.length + 3];
        args[0] = "eval";
        args[1] = "worth";
        System.arraycopy(options, 0, args, 2, options.length);
        args[args.length - 1] = "--json";
        assertThat(line.execute(args)).isZero();
        return new ObjectMapper()
                .readTree(
                        out.toString().lines().reduce((first, second) -> second).orElseThrow());
    }
}
