package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.features.NpyFiles;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrototypeCommandsTest {
    private final Commands commands = new Commands();

    @TempDir
    private static Path folder;

    private static String run = "";

    @BeforeAll
    static void train() throws IOException {
        run = ColourRun.create(folder).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            search --run RUN | 2 | Missing required argument
            search --run RUN --query a.png --like b.png | 2 | are mutually exclusive (specify only one)
            search --run RUN --query a.png --most 0 | 2 | --most, --beam and --max-images must be at least 1
            search --run RUN --query none.png | 1 | --query none.png cannot be read: none.png does not exist
            tree --run RUN --lines=-1 | 2 | '--lines': must be a whole number from 0 on, but was -1
            tree --run RUN --thumbnails=-1 | 2 | '--thumbnails': must be a whole number from 0 on, but was -1
            search --run RUN --like blue/none.png | 1 | has no image blue/none.png; --query FILE takes other images
            label --run RUN | 2 | Missing required argument
            label --run RUN --export x --threshold 1.5 | 2 | --threshold must lie in [0, 1], but was 1.5
            label --run RUN --measure 0 | 2 | --nodes, --measure, --shown and --draws must be at least 1
            label --run RUN --measure 61 | 1 | the number of names must be at most the 60 images, but was 61
            label --run RUN --names none.csv | 1 | none.csv does not exist
            curate --run RUN | 2 | exactly one of --count N, --near FILE, --duplicates C and --outliers N must be given
            curate --run RUN --count 3 --outliers 3 | 2 | exactly one of --count N, --near FILE
            curate --run RUN --count 61 | 2 | --count must lie in 1..60, but was 61
            curate --run RUN --outliers 0 | 2 | --outliers must lie in 1..60, but was 0
            curate --run RUN --duplicates 1.5 | 2 | --duplicates must lie in (0, 1], but was 1.5
            eval prototypes --weights w --data d | 2 | --run RUN must name the run whose prototypes to use
            eval prototypes --run RUN --data d --labels 0 | 2 | '--labels' (PERCENT): must be a number in (0, 100], but was 0
            search --run nowhere --like blue/1.png | 1 | nowhere holds no run: there is no config.yaml
            report --run nowhere | 1 | nowhere holds no run: there is no config.yaml
            """)
    void wrongUseIsOneClearLine(String command, int status, String message) {
        assertThat(commands.run(command.strip().replace("RUN", run).split(" ")))
                .as(() -> commands.err.toString())
                .isEqualTo(status);
        assertThat(commands.err.toString().lines().findFirst().orElseThrow()).contains(message);
    }

    @Test
    void searchFindsImagesLikeAFile() throws IOException {
        Path query = folder.resolve("query.png");
        ColourRun.paint(query, new Color(25, 45, 200));

        JsonNode result = commands.json("search", "--run", run, "--query", query.toString(), "--most", "12");

        JsonNode matches = result.at("/results/0/matches");
        assertThat(matches)
                .hasSize(12)
                .allSatisfy(match -> assertThat(match.get("name").asText()).startsWith("blue/"));
        assertThat(matches.get(0).get("similarity").asDouble())
                .isGreaterThan(matches.get(11).get("similarity").asDouble());
    }

    @Test
    void searchFindsImagesLikeOneOfTheRunButNotItself() throws IOException {
        JsonNode narrow = commands.json("search", "--run", run, "--like", "red/3.png", "--most", "2", "--beam", "1");
        JsonNode exact = commands.json("search", "--run", run, "--like", "red/3.png", "--most", "2", "--exact");

        assertThat(exact.at("/results/0/matches").findValuesAsText("name"))
                .containsExactlyInAnyOrder("red/2.png", "red/4.png");
        assertThat(narrow.at("/results/0/matches")).hasSize(2);
        assertThat(narrow.at("/results/0/compared").asInt()).isLessThan(ColourRun.EACH);
    }

    @Test
    void searchMeasuresItself() throws IOException {
        JsonNode result = commands.json("search", "--run", run, "--measure", folder + "/data", "--max-images", "9");

        assertThat(result.get("queries").asInt()).isEqualTo(9);
        assertThat(result.get("results").findValuesAsText("search"))
                .containsExactly("every image", "exact", "beam 1", "beam 2", "beam 4", "beam 8");
        assertThat(result.at("/results/1/recall").asDouble()).isEqualTo(1);
    }

    @Test
    void exportKeepsTheNodesAndTheirNames() throws IOException {
        Path encoder = Path.of(run).resolve("encoder.safetensors");
        Path names = Files.writeString(folder.resolve("sea.csv"), "node,name\nL1-0,colour of the sea\n");
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder made =
                    ResNet.encoders(ResNetArchitecture.RESNET18, Stem.SMALL, 4).newEncoder(3);
            made.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 16, 16));
            Safetensors.write(encoder, StateDict.of(made.getParameters()));
        }
        String out = folder.resolve("onnx").toString();

        JsonNode result = commands.json(
                "export", "--run", run, "--format", "onnx", "--prototypes", "--names", names.toString(), "--out", out);

        Files.delete(encoder);
        assertThat(result.get("architecture").asText()).isEqualTo("resnet18");
        for (String file : List.of("encoder.onnx", "encoder-pictures.onnx")) {
            assertThat(Files.readString(Path.of(out, file), StandardCharsets.ISO_8859_1))
                    .contains("node_0", "probability_1", "hcsc.names.1", "\"colour of the sea\"");
        }
    }

    @Test
    void reportIsWrittenOfARunThatHasOnlyATree() throws IOException {
        JsonNode result = commands.json(
                "report", "--run", run, "--out", folder.resolve("report.html").toString());

        assertThat(result.get("notes").toString()).contains("kNN is not measured");
        assertThat(result.get("warnings")).hasSize(1);
        assertThat(result.at("/warnings/0").asText())
                .startsWith("Of the newest prototypes, level 0 has 9 prototypes for 60 images, fewer than 10 each.");
        assertThat(folder.resolve("report.html")).hasSize(result.get("bytes").asLong());
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("60 training images", "alt=\"query view: blue/0.png\"");
    }

    @Test
    void labelNamesAllImagesByThreeNames() throws IOException {
        Path table = folder.resolve("names.csv");
        Path labels = folder.resolve("labels.csv");
        assertThat(commands.json("label", "--run", run, "--export", table.toString(), "--nodes", "3")
                        .get("explained")
                        .asDouble())
                .isEqualTo(1);
        List<String> filled = Files.readAllLines(table).stream()
                .map(line -> line.replaceFirst("^(L\\d-\\d),,(.*)(blue|green|red)(/[^/]*)$", "$1,$3,$2$3$4"))
                .toList();
        Files.write(table, filled);
        assertThat(commands.json("label", "--run", run, "--export", table.toString(), "--nodes", "2")
                        .get("kept")
                        .asInt())
                .isEqualTo(3);
        assertThat(Files.readAllLines(table)).as("three names for two nodes").hasSize(4);
        String names = Files.readString(table);
        assertThat(commands.run("label", "--run", run, "--names", table.toString(), "--out", table.toString()))
                .isEqualTo(2);
        assertThat(table).hasContent(names);

        JsonNode result = commands.json(
                "label", "--run", run, "--names", table.toString(), "--threshold", "0", "--out", labels.toString());

        assertThat(result.get("named").asInt()).isEqualTo(3 * ColourRun.EACH);
        assertThat(result.get("agreement").asDouble()).isEqualTo(1);
        assertThat(Files.readAllLines(labels))
                .hasSize(61)
                .element(60)
                .asString()
                .startsWith("red/9.png,red,");
    }

    @Test
    void labelMeasuresItself() throws IOException {
        JsonNode result = commands.json("label", "--run", run, "--measure", "3,60", "--draws", "2");

        assertThat(result.get("results").findValuesAsText("prototypes")).containsExactly("100.0", "100.0");
        assertThat(result.at("/results/1/nearest").asDouble()).isEqualTo(100);
        assertThat(result.at("/results/0/nearest").asDouble()).isBetween(33.0, 100.0);
    }

    @Test
    void curatePicksAListThatCanBeTrainedOn() throws IOException {
        Path list = folder.resolve("picked.txt");
        JsonNode result = commands.json("curate", "--run", run, "--count", "12", "--out", list.toString());

        assertThat(result.at("/balance/smallest").asInt()).isEqualTo(4);
        assertThat(result.at("/balance/entropy").asDouble()).isCloseTo(1, within(1e-9));
        try (ImageSource images = ImageSources.open(list)) {
            assertThat(images.size()).isEqualTo(12);
            assertThat(images.image(0).width()).isEqualTo(16);
        }
    }

    @Test
    void curatePicksAmongASubsetAndRepeats() throws IOException {
        Path few = Files.write(folder.resolve("few.txt"), List.of("red/3.png", folder + "/data/blue/1.png"));
        JsonNode result = commands.json(
                "curate",
                "--run",
                run,
                "--count",
                "5",
                "--subset",
                few.toString(),
                "--repeat",
                "3",
                "--pick",
                "nearest");

        assertThat(result.get("lines")).hasSize(5);
        assertThat(result.at("/balance/largest").asInt()).isEqualTo(3);
    }

    @Test
    void curateSpreadsAndTakesWhatIsNear() throws IOException {
        JsonNode spread = commands.json("curate", "--run", run, "--count", "3", "--pick", "spread");
        assertThat(spread.at("/balance/smallest").asInt()).isEqualTo(1);
        assertThat(spread.get("farthest").asDouble()).isBetween(0.0, 30.0);

        Path wanted = NpyFiles.write(folder.resolve("wanted.npy"), new float[] {1, 0, 0}, 3);
        JsonNode near = commands.json("curate", "--run", run, "--near", wanted.toString(), "--each", "7");
        assertThat(near.get("lines")).hasSize(7).allSatisfy(line -> assertThat(line.asText())
                .contains("red"));
    }

    @Test
    void curatePicksFromAListToo() throws IOException {
        Path list = Files.writeString(folder.resolve("data/all.txt"), "");
        Path picked = folder.resolve("elsewhere/picked.txt");
        commands.json("curate", "--run", run, "--data", list.toString(), "--count", "12", "--out", picked.toString());
        Files.delete(list);

        assertThat(Files.readAllLines(picked)).hasSize(12).allSatisfy(line -> assertThat(Path.of(line))
                .exists());
    }

    @Test
    void curateListsDuplicatesAndOutliers() throws IOException {
        JsonNode duplicates = commands.json("curate", "--run", run, "--duplicates", "0.9");
        assertThat(duplicates.get("groups").asInt()).isEqualTo(3);
        assertThat(duplicates.get("superfluous").asInt()).isEqualTo(57);

        JsonNode outliers = commands.json("curate", "--run", run, "--outliers", "2");
        assertThat(outliers.get("lines")).hasSize(2).allSatisfy(line -> assertThat(line.asText())
                .matches("[01]\\.\\d{4}\t(red|green|blue)/\\d+\\.png"));
    }

    @Test
    void evalPrototypesComparesClassifiers() throws IOException {
        JsonNode result = commands.json(
                "eval",
                "prototypes",
                "--run",
                run,
                "--data",
                folder + "/data",
                "--labels",
                "20,100",
                "--epochs",
                "20",
                "--no-cache",
                "--device",
                "cpu");

        assertThat(result.get("results").findValuesAsText("labelled")).containsExactly("9", "48");
        assertThat(result.at("/results/1/both").asDouble()).isEqualTo(100);
        assertThat(result.at("/results/1/linear").asDouble()).isEqualTo(100);
    }
}
