package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 300 features in three groups, ten of which nearly repeat others and four of which have a wrong class. */
final class AuditCommandTest {
    private final Commands commands = new Commands();

    private static final int ROWS = 300;
    private static final int COPIES = 10;

    @TempDir
    private Path folder = Path.of("");

    private String tree = "";

    @BeforeEach
    void cluster() throws IOException {
        Random random = new Random(3);
        List<double[]> rows = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double[] row =
                    random.doubles(6).map(unused -> 0.3 * random.nextGaussian()).toArray();
            row[i % 3] += 2;
            rows.add(row);
            classes.add("class" + (i % 3 + (i % 75 == 20 ? 1 : 0)) % 3);
        }
        for (int i = 0; i < COPIES; i++) {
            rows.set(ROWS - 1 - 3 * i, rows.get(3 * i + 2).clone());
            rows.get(ROWS - 1 - 3 * i)[0] += 1e-4;
        }
        write("features.csv", rows.subList(0, ROWS), "row");
        double[] leaked = rows.get(7).clone();
        leaked[1] += 1e-4;
        List<double[]> tests = new ArrayList<>(List.of(leaked));
        for (int i = 0; i < 60; i++) {
            tests.add(random.doubles(6).map(unused -> random.nextGaussian()).toArray());
        }
        write("test.csv", tests, "test");
        Files.write(folder.resolve("classes.txt"), classes);
        tree = folder.resolve("tree").toString();
        commands.json(
                "cluster",
                folder + "/features.csv",
                "--out",
                tree,
                "--counts",
                "9,3",
                "--labels",
                folder + "/classes.txt");
    }

    private void write(String name, List<double[]> rows, String prefix) throws IOException {
        List<String> lines = new ArrayList<>(List.of("name,f0,f1,f2,f3,f4,f5"));
        for (double[] row : rows) {
            lines.add(prefix + (lines.size() - 1) + ","
                    + String.join(
                            ",", Arrays.stream(row).mapToObj(Double::toString).toList()));
        }
        Files.write(folder.resolve(name), lines);
    }

    @Test
    void featuresThatDoNotTellTheClassesAreNotBelieved() throws IOException {
        List<String> classes = Files.readAllLines(folder.resolve("classes.txt"));
        Collections.shuffle(classes, new Random(1));
        Files.write(folder.resolve("shuffled.txt"), classes);
        String other = folder.resolve("other").toString();
        commands.json(
                "cluster",
                folder + "/features.csv",
                "--out",
                other,
                "--counts",
                "9,3",
                "--labels",
                folder + "/shuffled.txt");

        JsonNode found = commands.json("audit", "--run", other);
        assertThat(found.get("classesTold").asDouble()).isLessThan(.5);
        assertThat(commands.run("audit", "--run", other)).isZero();
        assertThat(commands.out.toString()).contains("hard ones rather than wrong ones");
        commands.out.getBuffer().setLength(0);
        assertThat(commands.json("audit", "--run", tree).get("classesTold").asDouble())
                .isGreaterThan(.9);
        assertThat(commands.run("audit", "--run", tree)).isZero();
        assertThat(commands.out.toString()).doesNotContain("hard ones");
    }

    @Test
    void findsWhatWasPlantedAndCurateLeavesItOut() throws IOException {
        JsonNode found = commands.json(
                "audit", "--run", tree, "--against", folder + "/test.csv", "--keep", "first", "--threshold", "0.99999");

        assertThat(found.get("superfluous").asInt()).isEqualTo(COPIES);
        assertThat(found.get("leaked").asInt()).isEqualTo(1);
        assertThat(found.get("wrongLabels").asDouble()).isBetween(2.0, 8.0);
        assertThat(lines("leaks.tsv")).hasSize(2).element(1).asString().startsWith("test0\trow7\t1.0000000\t");
        assertThat(lines("labels.tsv").subList(1, 4))
                .allSatisfy(line -> assertThat(line).matches("row(20|95|170|245)\t.*"));
        assertThat(lines("duplicates.tsv")).hasSize(2 * COPIES + 1);
        assertThat(lines("coverage.tsv")).anyMatch(line -> line.startsWith("class class0\timages\t"));
        assertThat(Path.of(tree, "audit/neighbours.safetensors")).exists();

        Path kept = folder.resolve("kept.txt");
        commands.json(
                "curate",
                "--run",
                tree,
                "--out",
                kept.toString(),
                "--without",
                tree + "/audit/duplicates.tsv",
                tree + "/audit/leaks.tsv");
        assertThat(Files.readAllLines(kept))
                .hasSize(ROWS - COPIES - 1)
                .contains("row2")
                .doesNotContain("row7", "row299");
    }

    @Test
    void sayWhatIsWrongWithAnOption() throws IOException {
        Path bad = Files.writeString(folder.resolve("two.csv"), "name,f0,f1\na,1,2\n");

        assertThat(commands.run("audit", "--run", tree, "--against", bad.toString()))
                .isEqualTo(1);
        assertThat(commands.err.toString()).contains("has rows of 2 values, but the images of 6");
        assertThat(commands.run("audit", "--run", tree, "--neighbours", "2")).isEqualTo(2);
        assertThat(commands.run("audit", "--run", tree, "--neighbours", "300")).isEqualTo(1);
        assertThat(commands.err.toString()).contains("lower --neighbours");
        assertThat(commands.run("audit", "--run", tree, "--keep", "largest")).isEqualTo(2);
        assertThat(commands.err.toString()).contains("--keep largest needs the images");
    }

    @Test
    void aClassIsNotEmptiedUnasked() throws IOException {
        List<String> rare = Files.readAllLines(folder.resolve("classes.txt")).stream()
                .distinct()
                .toList();
        List<String> names = new ArrayList<>();
        List<String> classes = Files.readAllLines(folder.resolve("classes.txt"));
        for (int i = 0; i < ROWS; i++) {
            if (classes.get(i).equals(rare.get(0))) {
                names.add("row" + i);
            }
        }
        String list = Files.write(folder.resolve("out.txt"), names).toString();

        assertThat(commands.run("curate", "--run", tree, "--without", list)).isEqualTo(1);
        assertThat(commands.err.toString()).contains("--without would leave no image of class0", "--empty-classes");
        assertThat(commands.run("curate", "--run", tree, "--without", list, "--empty-classes"))
                .isZero();
    }

    private List<String> lines(String table) throws IOException {
        return Files.readAllLines(Path.of(tree, "audit", table));
    }
}
