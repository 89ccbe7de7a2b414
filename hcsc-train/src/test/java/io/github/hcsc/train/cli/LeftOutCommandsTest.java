package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class LeftOutCommandsTest {
    private final Path folder;
    private final FakeJobs jobs = new FakeJobs();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LeftOutCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeImagesAndOthers() throws IOException {
        for (int i = 0; i < 40; i++) {
            Path file = folder.resolve("in/" + i % 2 + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR), "png", file.toFile());
        }
        Files.createFile(folder.resolve("in/0/a.heic"));
    }

    @Test
    void everyCommandThatOpensImagesSaysWhatItLeftOut() {
        assertSaid("embed", "--out", folder + "/e.csv");
        assertSaid("eval", "health");
        assertSaid("eval", "knn", "--neighbours", "1");
        assertSaid("eval", "clusters");
    }

    @Test
    void imagesThatCannotBeReadAreCountedAndNamedAndHaveNoFeatures() throws IOException {
        Files.write(folder.resolve("in/0/4.png"), new byte[0]);
        Files.write(folder.resolve("in/1/11.png"), new byte[] {1, 2, 3});

        for (String command : List.of(
                "embed --out " + folder + "/e.csv",
                "eval health",
                "eval knn --neighbours 1",
                "eval clusters",
                "eval linear --fast --epochs 1")) {
            err.getBuffer().setLength(0);
            out.getBuffer().setLength(0);
            assertThat(run(command.split(" "))).as(err.toString()).isZero();

            assertThat(err.toString())
                    .containsOnlyOnce(": 2 images cannot be read and have no features: 0/4.png (")
                    .contains("1/11.png (");
            assertThat(out.toString())
                    .contains("\"unreadable\":[{")
                    .contains("\"count\":2")
                    .contains("\"0/4.png\":\"");
        }

        List<String> rows = Files.readAllLines(folder.resolve("e.csv"));
        assertThat(rows).hasSize(1 + 38).noneMatch(row -> row.startsWith("0/4.png"));
        assertThat(rows.get(1 + 3)).startsWith("0/14.png,");
    }

    @Test
    void excludesWhatIsNamed() throws IOException {
        assertThat(run("embed", "--out", folder + "/e.csv", "--exclude", "1?.png", "--exclude", "*.heic"))
                .isZero();

        assertThat(err.toString()).contains("11 files left out: 11 excluded (such as 0/10.png)");
        assertThat(Files.readAllLines(folder.resolve("e.csv"))).hasSize(1 + 30);
    }

    @Test
    void exclusionsBecomePartOfARunsConfiguration() {
        CommandLine line =
                Hcsc.commandLine(jobs).setErr(new PrintWriter(err, true)).setOut(new PrintWriter(out, true));

        assertThat(line.execute(
                        "pretrain",
                        "--data",
                        folder + "/in",
                        "--show-config",
                        "--device",
                        "cpu",
                        "--exclude",
                        "3[0-3].png",
                        "--exclude",
                        "a,b"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("- \"3[0-3].png\"").contains("- \"a,b\"");
    }

    private void assertSaid(String... command) {
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);

        assertThat(run(command)).as(err.toString()).isZero();

        assertThat(err.toString())
                .contains("folder %s/in with 40 images, 2 classes: 1 file left out: 1 .heic (convert with"
                        .formatted(folder))
                .containsOnlyOnce("left out");
        assertThat(out.toString()).contains("\"leftOut\":[{").contains("\"counts\":{\".heic\":1}");
    }

    private int run(String... command) {
        CommandLine line =
                Hcsc.commandLine(jobs).setErr(new PrintWriter(err, true)).setOut(new PrintWriter(out, true));
        String[] more = {"--weights", "w", "--data", folder + "/in", "--device", "cpu", "--no-cache", "--json"};
        String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return line.execute(all);
    }
}
