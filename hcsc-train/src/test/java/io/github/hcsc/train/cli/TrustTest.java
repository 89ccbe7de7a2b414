package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TrustTest {
    private final Path run;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    TrustTest(@TempDir Path folder) throws IOException {
        run = ColourRun.create(folder);
    }

    @Test
    void resultsOfACollapsedEncoderAreSaidToBeWorthless() throws IOException {
        collapse();

        JsonNode found = json("search", "--like", "red/3.png");
        assertThat(found.get("worthless").asText())
                .startsWith("all hits are at 1.0000, so they are copies or the encoder does not tell images apart.");
        assertThat(err.toString()).contains("worthless: all hits are at 1.0000");
        JsonNode groups = json("curate", "--duplicates", "0.99");
        assertThat(groups.get("worthless").asText()).startsWith("one group joins 60 of 60 images");
        for (JsonNode result : List.of(found, groups, json("tree"))) {
            assertThat(result.get("health").asText())
                    .startsWith("collapsed: all images get nearly the same embeddings");
        }
    }

    @Test
    void resultsOfASoundEncoderAreNot() throws IOException {
        for (JsonNode result : List.of(
                json("search", "--like", "red/3.png", "--most", "30"),
                json("curate", "--duplicates", "0.9"),
                json("tree"))) {
            assertThat(result.get("health").asText()).startsWith("healthy: the embeddings use about ");
            assertThat(result.has("worthless")).isFalse();
        }
        assertThat(err.toString()).doesNotContain("worthless").doesNotContain("health of the encoder is doubtful");
    }

    @Test
    void aPickLessBalancedThanARandomOneIsWorthless() throws IOException {
        shuffleClasses();
        int worse = 0;
        for (int seed = 0; seed < 10; seed++) {
            JsonNode result = json("curate", "--count", "7", "--seed", "" + seed);
            boolean below = result.at("/balance/entropy").asDouble()
                    < result.at("/balanceOfRandom/entropy").asDouble();
            assertThat(result.has("worthless")).isEqualTo(below);
            worse += below ? 1 : 0;
        }
        assertThat(worse).isBetween(1, 9);
    }

    /** All embeddings nearly the same, with a tree of them. */
    private void collapse() throws IOException {
        Random random = new Random(1);
        PrototypeStore store = PrototypeStore.of(run);
        Embeddings sound = store.embeddings(store.newest());
        float[] values = new float[sound.size() * sound.dimension()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % sound.dimension() == 0 ? 1 : 0) + 1e-3f * random.nextFloat();
        }
        try (NDManager manager = NDManager.newBaseManager();
                ImageSource images = ImageSources.open(run.resolveSibling("data"))) {
            NDArray rows = manager.create(values, new Shape(sound.size(), sound.dimension()))
                    .normalize(2, 1, 1e-12);
            Embeddings alike = Embeddings.of(sound.epoch(), rows);
            PrototypeTree tree = PrototypeTree.of(
                    HierarchicalKMeans.fast(List.of(9, 3), 0.1f).cluster(rows, PrototypeHierarchy.NONE, 0), alike);
            store.save(tree, alike, images);
        }
    }

    private void shuffleClasses() throws IOException {
        PrototypeStore store = PrototypeStore.of(run);
        ImageTable images = store.imageTable(store.newest());
        List<String> classes = new ArrayList<>(images.classes());
        Collections.shuffle(classes, new Random(1));
        new ImageTable(images.names(), classes).write(run.resolve("prototypes/images.tsv"));
    }

    private JsonNode json(String... command) throws IOException {
        String[] whole = Arrays.copyOf(command, command.length + 3);
        whole[command.length] = "--run";
        whole[command.length + 1] = run.toString();
        whole[command.length + 2] = "--json";
        out.getBuffer().setLength(0);
        CommandLine line = Hcsc.commandLine(new FakeJobs());
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(line.execute(whole)).as(err.toString()).isZero();
        return new JsonMapper().readTree(out.toString());
    }
}
