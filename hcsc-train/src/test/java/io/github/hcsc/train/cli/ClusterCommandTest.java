package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.train.features.NpyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree of 300 features in three tight groups, two of which share a direction more than the third. */
final class ClusterCommandTest {
    private final Commands commands = new Commands();

    private static final int ROWS = 300;

    @TempDir
    private Path folder = Path.of("");

    private String features = "";
    private String tree = "";

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>(List.of("name,f0,f1,f2"));
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double[] row = {i % 3 == 0 ? 2 : 0, i % 3 == 1 ? 2 : 0, i % 3 == 2 ? 2 : 0};
            lines.add("row" + i + ","
                    + String.join(
                            ",",
                            Arrays.stream(row)
                                    .mapToObj(value -> Double.toString(value + .1 * random.nextGaussian()))
                                    .toList()));
            classes.add("class" + i % 3);
        }
        features = Files.write(folder.resolve("features.csv"), lines).toString();
        tree = folder.resolve("tree").toString();
        Files.write(folder.resolve("classes.txt"), classes);
    }

    @Test
    void commandsOfARunTakeTheTree() throws IOException {
        JsonNode made = commands.json(
                "cluster", features, "--out", tree, "--counts", "9,3", "--labels", folder + "/classes.txt");
        assertThat(made.get("clustered").asInt()).isEqualTo(ROWS);

        JsonNode agreement = commands.json("eval", "clusters", "--run", tree, "--prototypes");
        assertThat(agreement.at("/results/1/accuracy").asDouble()).isEqualTo(1);

        JsonNode like = commands.json("search", "--run", tree, "--like", "row6", "--most", "5", "--exact");
        assertThat(like.at("/results/0/matches").findValuesAsText("name"))
                .allSatisfy(name ->
                        assertThat(Integer.parseInt(name.substring(3)) % 3).isZero());

        JsonNode vector = commands.json("search", "--run", tree, "--vector", features, "--most", "1", "--exact");
        assertThat(vector.get("results")).hasSize(ROWS);
        assertThat(vector.at("/results/7/matches/0/name").asText()).isEqualTo("row7");

        assertThat(commands.json("curate", "--run", tree, "--count", "30")
                        .at("/balance/smallest")
                        .asInt())
                .isEqualTo(10);
        assertThat(commands.run("label", "--run", tree, "--export", folder + "/names.csv"))
                .isZero();
        assertThat(commands.run("tree", "--run", tree))
                .as(commands.err::toString)
                .isZero();
        assertThat(Path.of(tree, "tree.html")).exists();
    }

    @Test
    void theSameCommandGivesTheSameBytes() throws IOException {
        for (String name : List.of("one", "two")) {
            commands.json("cluster", features, "--out", folder.resolve(name).toString(), "--counts", "20,5");
        }

        for (String file : List.of("epoch-0000.safetensors", "embeddings.safetensors", "images.tsv")) {
            assertThat(folder.resolve("two/prototypes/" + file))
                    .hasSameBinaryContentAs(folder.resolve("one/prototypes/" + file));
        }
    }

    @Test
    void aBadRowIsNamedOrLeftOut() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(features)));
        lines.set(5, "row4,0,0,0");
        lines.set(8, "row7,1,NaN,0");
        Files.write(Path.of(features), lines);

        assertThat(commands.run("cluster", features, "--out", tree)).isEqualTo(1);
        assertThat(commands.err.toString()).contains("row 4, row4").contains("--skip-bad");

        JsonNode made = commands.json("cluster", features, "--out", tree, "--skip-bad", "--resample", "random");
        assertThat(made.get("clustered").asInt()).isEqualTo(ROWS - 2);
        assertThat(Files.readAllLines(Path.of(tree, "skipped.tsv"))).hasSize(2);
        assertThat(Files.readAllLines(Path.of(tree, "prototypes/images.tsv"))).doesNotContain("row4", "row7");
    }

    /** Where a row lies does not matter, nor whether all rows are in memory. */
    @Test
    void everyPlaceOfTheSameRowsGivesTheSameTree() throws IOException {
        float[] values = rows(70_000, 4);
        Path whole = NpyFiles.write(folder.resolve("whole.npy"), values, 4);
        Path shards = Files.createDirectory(folder.resolve("shards"));
        NpyFiles.write(shards.resolve("x_2.npy"), Arrays.copyOfRange(values, 0, 4 * 100), 4);
        NpyFiles.write(shards.resolve("x_10.npy"), Arrays.copyOfRange(values, 4 * 100, values.length), 4);
        Path tensors = folder.resolve("x.safetensors");
        Safetensors.write(
                tensors,
                StateDict.builder()
                        .put("features", TensorData.of(values, 70_000, 4))
                        .build());

        for (Path place : List.of(whole, shards, tensors)) {
            commands.json(
                    "cluster",
                    place.toString(),
                    "--out",
                    tree + place.getFileName(),
                    "--counts",
                    "30,5",
                    "--sample",
                    "20");
        }
        for (Path place : List.of(shards, tensors)) {
            assertThat(Path.of(tree + place.getFileName(), "prototypes/epoch-0000.safetensors"))
                    .hasSameBinaryContentAs(Path.of(tree + whole.getFileName(), "prototypes/epoch-0000.safetensors"));
        }
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        JsonNode plan = commands.json("cluster", features, "--out", tree, "--dry-run");

        assertThat(plan.get("counts")).hasToString("[4]");
        assertThat(plan.get("hours").asDouble()).isPositive();
        assertThat(Path.of(tree)).doesNotExist();
    }

    @Test
    void aTreeHasNoEncoder() throws IOException {
        commands.json("cluster", features, "--out", tree);

        assertThat(commands.run("search", "--run", tree, "--query", "photo.jpg"))
                .isEqualTo(1);
        assertThat(commands.err.toString()).contains("has no encoder");
        assertThat(commands.run("cluster", features, "--out", tree)).isEqualTo(2);
    }

    private static float[] rows(int count, int dimension) {
        Random random = new Random(1);
        float[] values = new float[count * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() + (i / dimension % dimension == i % dimension ? 3 : 0);
        }
        return values;
    }
}
