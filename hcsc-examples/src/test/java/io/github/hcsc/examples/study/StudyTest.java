package io.github.hcsc.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyTest {

    private static final int SIDE = 16;

    @TempDir
    private Path folder;

    @Test
    void aRunAddsOneLineHoweverOftenItIsStarted() throws IOException {
        write("data/train", new GeneratedShapes(162, SIDE, 0));
        write("data/test", new GeneratedShapes(54, SIDE, 1));
        Path table = folder.resolve("hierarchy.csv");
        StringBuilder lines = new StringBuilder("class,half\n");
        for (int c = 0; c < 27; c++) {
            lines.append(name(c)).append(c < 13 ? ",low\n" : ",high\n");
        }
        Files.writeString(table, lines);

        assertThat(Study.run(arguments(table))).isZero();
        assertThat(Study.run(arguments(table))).isZero();

        List<String> written = Files.readAllLines(folder.resolve("runs.jsonl"));
        assertThat(written).hasSize(1);
        JsonNode line = new JsonMapper().readTree(written.get(0));
        assertThat(line.get("images").asInt()).isEqualTo(48);
        assertThat(line.get("course")).hasSize(3);
        assertThat(line.get("course").get(2).get("knn_half").asDouble())
                .isGreaterThanOrEqualTo(
                        line.get("course").get(2).get("knn_top1").asDouble());
        assertThat(line.get("linear").properties()).hasSize(3);
        assertThat(line.get("prototypes")).hasSize(2);
    }

    private String[] arguments(Path table) {
        return new String[] {
            "--name=one",
            "--config=../configs/smoke.yaml",
            "--data=" + folder.resolve("data/train"),
            "--data-set=shapes",
            "--test=" + folder.resolve("data/test"),
            "--hierarchy=" + table,
            "--images=48",
            "--runs=" + folder.resolve("runs"),
            "--lines=" + folder.resolve("runs.jsonl"),
            "--machine=any",
            "--set=hcsc.base=batch",
            "--set=hcsc.attraction.weight=0.2",
            "--set=encoder.width=0.0625",
            "--set=views.imageSize=16",
            "--set=views.evaluationResize=16",
            "--set=optimizer.batchSize=16",
            "--set=prototypes.counts=[8, 4]",
            "--set=prototypes.firstClusteringEpoch=0",
            "--set=schedule.epochs=2",
            "--set=run.knn.everyEpochs=1",
            "--set=run.device=cpu"
        };
    }

    private void write(String place, ImageSource images) throws IOException {
        for (int i = 0; i < images.size(); i++) {
            byte[] rgb = images.image(i).rgb();
            BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < SIDE * SIDE; p++) {
                picture.getRaster().setPixel(p % SIDE, p / SIDE, new int[] {
                    rgb[3 * p] & 0xff, rgb[3 * p + 1] & 0xff, rgb[3 * p + 2] & 0xff
                });
            }
            Path file = folder.resolve(place)
                    .resolve(name(images.label(i).orElseThrow()))
                    .resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        }
    }

    private static String name(int label) {
        return "class" + label;
    }
}
