package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hcsc.train.features.NpyFiles;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexCommandTest {
    private final Commands commands = new Commands();

    @TempDir
    private Path folder;

    private String run = "";
    private String data = "";
    private String index = "";

    @BeforeEach
    void prepare() throws IOException {
        run = ColourRun.create(folder).toString();
        data = folder.resolve("new pictures").toString();
        index = folder.resolve("index").toString();
        paint("scarlet.png", new Color(230, 35, 35));
        paint("olive.png", new Color(35, 190, 35));
    }

    private void paint(String name, Color colour) throws IOException {
        ColourRun.paint(Path.of(data, name), colour);
    }

    @Test
    void commandsOfARunTakeTheIndex() throws IOException {
        JsonNode made = commands.json("index", "--run", run, "--data", data, "--out", index);
        assertThat(made.get("pictures").asInt()).isEqualTo(2);

        JsonNode found = commands.json("search", "--run", index, "--query", folder + "/data/red/3.png", "--most", "1");
        assertThat(found.at("/results/0/matches/0/name").asText()).isEqualTo("scarlet.png");
        assertThat(commands.run("tree", "--run", index))
                .as(commands.err::toString)
                .isZero();
        assertThat(Path.of(index, "tree.html")).exists();
        assertThat(commands.run("label", "--run", index, "--export", folder + "/names.csv"))
                .as(commands.err::toString)
                .isZero();
    }

    /** A picture of the run itself is where it was when the tree was made. */
    @Test
    void placesAreThoseOfTheTree() throws IOException {
        commands.json("index", "--run", run, "--data", folder + "/data", "--out", index);
        PrototypeTree tree = PrototypeTree.open(Path.of(run));
        PrototypeTree placed = PrototypeTree.open(Path.of(index));

        assertThat(placed.hasNodesOf(tree)).isTrue();
        for (int l = 0; l < tree.levels().size(); l++) {
            for (int image = 0; image < tree.images(); image++) {
                assertThat(placed.levels().get(l).nodeOf(image))
                        .isEqualTo(tree.levels().get(l).nodeOf(image));
                assertThat(placed.levels().get(l).similarity(image))
                        .isEqualTo(tree.levels().get(l).similarity(image));
            }
        }
    }

    @Test
    void onlyNewPicturesAreLookedAt() throws IOException {
        commands.json("index", "--run", run, "--data", data, "--out", index);
        paint("navy.png", new Color(30, 40, 200));
        Files.delete(Path.of(data, "olive.png"));

        JsonNode again = commands.json("index", "--run", run, "--data", data, "--out", index);
        assertThat(again.get("lookedAt").asInt()).isEqualTo(1);
        assertThat(again.get("added").asInt()).isEqualTo(1);
        assertThat(again.get("removed").asInt()).isEqualTo(1);
        assertThat(names()).containsExactly("navy.png", "scarlet.png");

        commands.json("index", "--run", run, "--data", data, "--out", folder + "/fresh");
        for (String file : List.of("embeddings.safetensors", "images.tsv")) {
            assertThat(Path.of(index, "prototypes", file))
                    .hasSameBinaryContentAs(folder.resolve("fresh/prototypes/" + file));
        }
    }

    private List<String> names() throws IOException {
        PrototypeStore store = PrototypeStore.of(Path.of(index));
        return store.imageTable(store.newest()).names();
    }

    @Test
    void aStoppedReplacementLeavesWhatWasThere() throws IOException {
        commands.json("index", "--run", run, "--data", data, "--out", index);
        Files.move(Path.of(index, "prototypes"), Path.of(index, "earlier"));
        Files.createDirectories(Path.of(index, "update/prototypes"));

        assertThat(commands.json("index", "--run", run, "--data", data, "--out", index)
                        .get("lookedAt")
                        .asInt())
                .isZero();
        assertThat(names()).hasSize(2);
        assertThat(Path.of(index, "update")).doesNotExist();
    }

    @Test
    void unreadablePicturesAreLeftOut() throws IOException {
        Files.writeString(Path.of(data, "broken.png"), "no picture");

        assertThat(commands.json("index", "--run", run, "--data", data, "--out", index)
                        .get("pictures")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void featuresGoIntoATreeOfFeatures() throws IOException {
        String features = NpyFiles.write(
                        folder.resolve("x.npy"), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, .9f, .1f, 0}, 3)
                .toString();
        String tree = folder.resolve("tree").toString();
        commands.json("cluster", features, "--out", tree, "--counts", "3");
        String others = NpyFiles.write(folder.resolve("y.npy"), new float[] {0, 2, 0}, 3)
                .toString();

        assertThat(commands.json("index", "--run", tree, "--features", others, "--out", index)
                        .get("pictures")
                        .asInt())
                .isEqualTo(1);
        assertThat(commands.json("search", "--run", index, "--vector", features, "--most", "1")
                        .at("/results/1/matches/0/similarity")
                        .asDouble())
                .isEqualTo(1);
        assertThat(commands.run("index", "--run", tree, "--data", data, "--out", index))
                .isEqualTo(1);
        assertThat(commands.err.toString()).contains("--features FILE");
    }

    @Test
    void anotherTreeIsRefused() throws IOException {
        commands.json("index", "--run", run, "--data", data, "--out", index);
        String features = NpyFiles.write(folder.resolve("x.npy"), new float[] {1, 0, 0, 0, 1, 0}, 3)
                .toString();
        commands.json("cluster", features, "--out", folder + "/tree", "--counts", "2");

        assertThat(commands.run("index", "--run", folder + "/tree", "--features", features, "--out", index))
                .isEqualTo(1);
        assertThat(commands.err.toString()).contains("another tree or encoder");
    }
}
