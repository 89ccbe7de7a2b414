package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class BenchCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"full", "encoder"})
    void aStepIsTimedAndReported(String part) throws IOException {
        JsonNode result = bench("step --config smoke --device cpu --batch 8 --warmup 0 --runs 2 --part " + part);

        assertThat(result.get("command").asText()).isEqualTo("bench step");
        assertThat(result.get("part").asText()).isEqualTo(part);
        assertThat(result.get("batch").asInt()).isEqualTo(8);
        assertThat(result.get("all_seconds")).hasSize(2);
        double seconds = result.get("seconds").asDouble();
        assertThat(seconds).isPositive();
        assertThat(result.get("images_per_second").asDouble()).isEqualTo(8 / seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void aStepIsTimedInTheWantedPrecision(String precision) throws IOException {
        JsonNode result =
                bench("step --config smoke --device cpu --batch 8 --warmup 0 --runs 1 --precision " + precision);

        assertThat(result.get("precision").asText()).isEqualTo(precision);
        assertThat(run("bench step --precision fp17")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"views", "decode"})
    void aPassOverAFolderIsTimed(String part) throws IOException {
        for (int i = 0; i < 3; i++) {
            ImageIO.write(
                    new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR),
                    "jpg",
                    folder.resolve(i + ".jpg").toFile());
        }

        JsonNode result = bench("loader --size 16 --warmup 1 --runs 2 --part " + part + " --data " + folder);

        assertThat(result.get("images").asInt()).isEqualTo(3);
        assertThat(result.get("all_seconds")).hasSize(2);
        assertThat(result.get("images_per_second").asDouble())
                .isEqualTo(3 / result.get("seconds").asDouble());
    }

    @Test
    void aProcessAloneHasNothingToSum() throws IOException {
        JsonNode result = bench("allreduce --megabytes 1 --device cpu --warmup 0 --runs 3");

        assertThat(result.get("processes").asInt()).isEqualTo(1);
        assertThat(result.get("bus_GB_per_second").asDouble()).isZero();
        assertThat(run("bench allreduce --megabytes 0")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"objective", "enqueue"})
    void theObjectiveAndTheQueueAreTimedAlone(String part) throws IOException {
        JsonNode result = bench(part + " --config smoke --device cpu --batch 8 --warmup 0 --runs 3");

        assertThat(result.get("command").asText()).isEqualTo("bench " + part);
        assertThat(result.get("queue").asInt()).isEqualTo(64);
        assertThat(result.get("prototypes")).hasSize(3);
        assertThat(result.get("all_seconds")).hasSize(3);
    }

    @Test
    void everyKernelClustersFromTheSameStart() throws IOException {
        String command =
                "kmeans --device cpu --count 500 --dimension 8 --clusters 20 --iterations 4 --warmup 0 --runs 2";

        JsonNode vector = bench(command + " --kernel vector");
        out.getBuffer().setLength(0);
        JsonNode script = bench(command + " --kernel torchscript");

        assertThat(vector.get("points").asInt()).isEqualTo(500);
        assertThat(vector.get("objective").asDouble())
                .isPositive()
                .isCloseTo(script.get("objective").asDouble(), Percentage.withPercentage(1e-3));
        assertThat(script.get("GFLOP_per_second").asDouble()
                        * script.get("seconds").asDouble())
                .isCloseTo(2e-9 * 500 * 8 * 20 * 4, Percentage.withPercentage(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "warm", "faithful"})
    void aHierarchyOfTheGivenPointsIsTimed(String mode) throws IOException {
        Path points = folder.resolve("points.f32");
        ByteBuffer values = ByteBuffer.allocate(200 * 4 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(0);
        while (values.hasRemaining()) {
            values.putFloat((float) random.nextGaussian());
        }
        Files.write(points, values.array());

        JsonNode result = bench("kmeans --device cpu --dimension 4 --hierarchy 20,5 --warmup 0 --runs 1 --mode " + mode
                + " --points " + points);

        assertThat(result.get("points").asInt()).isEqualTo(200);
        assertThat(result.get("mode").asText()).isEqualTo(mode);
        assertThat(result.get("objective").asDouble()).isPositive();
        assertThat(run("bench kmeans --dimension 3 --points " + points)).isEqualTo(1);
        assertThat(run("bench kmeans --clusters 0")).isEqualTo(2);
    }

    @Test
    void withoutJsonALineForAPersonIsPrinted() {
        assertThat(run("bench step --config smoke --device cpu --batch 8 --warmup 0 --runs 1"))
                .isZero();

        assertThat(out.toString()).startsWith("training step of 8 images: ").contains("images per second");
    }

    private JsonNode bench(String command) throws IOException {
        assertThat(run("bench " + command + " --json")).isZero();
        return new JsonMapper().readTree(out.toString());
    }

    private int run(String command) {
        CommandLine line = Hcsc.commandLine(new FakeJobs());
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter(), true));
        return line.execute(command.split(" "));
    }
}
