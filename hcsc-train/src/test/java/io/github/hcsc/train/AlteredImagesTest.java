package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.report.RunReport.Remark;
import io.github.hcsc.train.run.Provenance;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that decoding alters are counted once, in the record and in the report of the run. */
final class AlteredImagesTest {
    private static final Map<String, Integer> ALL = Map.of("transparency dropped", 8, "16 bits reduced to 8", 5);

    @TempDir
    private Path folder;

    private Path images() throws IOException {
        for (int i = 0; i < 48; i++) {
            int type = i < 8
                    ? BufferedImage.TYPE_4BYTE_ABGR
                    : i < 13 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_3BYTE_BGR;
            BufferedImage image = new BufferedImage(16, 16, type);
            image.setRGB(i % 16, i / 16, -1);
            Path file = folder.resolve("images/" + (i % 2 == 0 ? "even/" : "odd/") + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        return folder.resolve("images");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25})
    void areNamedOnceInRecordAndReport(double heldOut) throws IOException {
        PretrainConfig config = PretrainerTest.config(
                "data.path=" + images(), "data.heldOutShare=" + heldOut, "run.knn.everyEpochs=1", "schedule.epochs=2");
        Path run = folder.resolve("run");
        try (Pretrainer pretrainer = Pretrainer.create(config, run).build()) {
            assertThat(pretrainer.run()).isTrue();
        }

        assertThat(Provenance.read(run.resolve("provenance.json")))
                .singleElement()
                .satisfies(process -> assertThat(process.altered()).isEqualTo(ALL));
        assertThat(RunReport.of(run).remarks())
                .extracting(Remark::text)
                .filteredOn(text -> text.contains("transparency"))
                .containsExactly("Decoding altered images, and training sees them so: 16 bits reduced to 8 (5 images),"
                        + " transparency dropped (8 images).");
        assertThat(Files.readString(run.resolve(RunReport.FILE))).contains("transparency dropped (8 images)");
    }

    @Test
    void recordsOfEarlierVersionsNameNone() {
        Path file = Path.of("src/test/resources/runs/0.1/stopped/provenance.json");

        assertThat(Provenance.read(file))
                .allSatisfy(process -> assertThat(process.altered()).isEmpty());
    }
}
