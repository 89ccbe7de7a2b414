package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.report.RunReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of itself at its end, and what is measured of it afterwards. */
final class HealthAgreementTest {

    @TempDir
    private static Path folder;

    private static JsonNode ending;

    @BeforeAll
    static void train() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 80; i++) {
            BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 48, 40, random.ints(48 * 40, 0, 1 << 24).toArray(), 0, 48);
            Path file = folder.resolve("images/" + i % 3 + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        ending = hcsc(
                "pretrain",
                "--config=smoke",
                "--data=" + folder.resolve("images"),
                "--out=" + folder.resolve("run"),
                "--epochs=3",
                "--set=encoder.width=0.0625",
                "--set=run.knn.maximumImages=40");
    }

    @Test
    void theEndingSaysWhatEvalHealthSays() {
        JsonNode measured = hcsc("eval", "health", "--run=" + folder.resolve("run"), "--no-cache");

        assertThat(measured.get("images").asInt()).isEqualTo(40);
        for (String figure : List.of("features_effective_rank", "embeddings_effective_rank")) {
            assertThat(measured.get(figure).asDouble())
                    .as(figure)
                    .isCloseTo(ending.get(figure).asDouble(), within(1e-4));
        }
        assertThat(measured.get("verdict")).isEqualTo(ending.get("health"));
    }

    @Test
    void theNewestWeightsAreThoseOfTheNewestMeasurement() throws IOException {
        Map<String, Double> newest = RunReport.of(folder.resolve("run")).metrics().stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey("features_spread"))
                .reduce((earlier, later) -> later)
                .orElseThrow();

        JsonNode measured = hcsc("eval", "health", "--run=" + folder.resolve("run"), "--last", "--no-cache");

        List<String> figures = newest.keySet().stream()
                .filter(name -> name.matches("(features|embeddings)_.*"))
                .toList();
        assertThat(figures).hasSize(8);
        for (String figure : figures) {
            assertThat(measured.get(figure).asDouble()).as(figure).isCloseTo(newest.get(figure), within(1e-4));
        }
    }

    @Test
    void aBackboneAloneHasFeaturesOnly() {
        hcsc(
                "import",
                folder.resolve("run/encoder/encoder.safetensors").toString(),
                "--backbone-only",
                "--out=" + folder.resolve("backbone"));

        JsonNode measured = hcsc(
                "eval",
                "health",
                "--weights=" + folder.resolve("backbone"),
                "--data=" + folder.resolve("images"),
                "--no-cache");

        assertThat(measured.has("features_effective_rank")).isTrue();
        assertThat(measured.has("embeddings_effective_rank")).isFalse();
    }

    @Test
    void imagesOfOnesOwnAreAskedForWhereThereIsNoRun() {
        StringWriter err = new StringWriter();

        assertThat(execute(
                        new StringWriter(),
                        err,
                        "eval",
                        "health",
                        "--weights=" + folder.resolve("run/encoder/encoder.safetensors")))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--data must name images for --weights");
    }

    private static JsonNode hcsc(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] whole = Arrays.copyOf(args, args.length + 1);
        whole[args.length] = "--json";
        assertThat(execute(out, err, whole)).as(err::toString).isZero();
        try {
            return new JsonMapper()
                    .readTree(out.toString().lines().reduce((a, b) -> b).orElseThrow());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int execute(StringWriter out, StringWriter err, String... args) {
        return Hcsc.commandLine(new TrainingJobs())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
