package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that go on, with what they began with and with something else. */
final class ContinuationTest {
    private static final int IMAGES = 32;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void beginRun() throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            write(i, i);
        }
        Pretrainer.create(
                        PretrainerTest.config(
                                "data.path='" + folder.resolve("images") + "'",
                                "prototypes.counts=[6,3]",
                                "schedule.epochs=2"),
                        folder.resolve("run"))
                .build()
                .close();
    }

    private void write(int name, int colour) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, colour);
        Path file = folder.resolve("images/" + name + ".bmp");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "bmp", file.toFile());
    }

    private void goOn() {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Pretrainer.resume(folder.resolve("run"))
                .optProgress(TrainingProgress.lines(out, Duration.ofHours(1)))
                .build()
                .close();
    }

    @Test
    void goOnWithCopiesOfTheirImages() throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            Files.setLastModifiedTime(folder.resolve("images/" + i + ".bmp"), FileTime.fromMillis(1_000_000L * i));
        }

        goOn();

        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void areRefusedWithOtherContentsOfTheSameNamesAndSizes() throws IOException {
        long before = Files.size(folder.resolve("images/7.bmp"));
        write(7, 0xff0000);
        assertThat(folder.resolve("images/7.bmp")).hasSize(before);

        assertThatThrownBy(this::goOn)
                .isInstanceOf(RunException.class)
                .hasMessageStartingWith("a run must go on with images of the contents it began with (sizes ")
                .hasMessageContaining(", contents of 32 images ");
        write(7, 7);
        goOn();
    }

    @ParameterizedTest
    @CsvSource({
        "optimizer, baseLearningRate, 0.5",
        "run, seed, 9",
        "schedule, epochs, 5",
        "views, minScale, 0.5",
        "run, precision, bf16"
    })
    void areRefusedWithAnotherValueOfAKeyThatDecidesTheResult(String group, String key, String value)
            throws IOException {
        edit(group, key, value);

        assertThatThrownBy(this::goOn)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.yaml: " + group + "." + key + " must stay ")
                .hasMessageEndingWith(" in a run that goes on, but was " + value + "; start a new run to change it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.loaderThreads 1", "data.cacheMegabytes 1", "run.logEverySteps 7", "run.device auto"})
    void goOnWithAnotherWayToCarryThemOut(String change) throws IOException {
        edit(change.split("[. ]", -1)[0], change.split("[. ]", -1)[1], change.split(" ", -1)[1]);

        goOn();
    }

    @Test
    void goOnWhereTheirImagesLieNow() throws IOException {
        Files.move(folder.resolve("images"), folder.resolve("moved"));
        edit("data", "path", folder.resolve("moved").toString());

        goOn();
    }

    private void edit(String group, String key, String value) throws IOException {
        Path file = folder.resolve("run/config.yaml");
        String yaml = Files.readString(file);
        String edited = yaml.replaceFirst("(?s)(\\n" + group + ":.*?\\n  " + key + ": )[^\\n]*", "$1" + value);
        assertThat(edited).isNotEqualTo(yaml);
        Files.writeString(file, edited);
    }

    @Test
    void goOnFromOlderRecordsAndSaySo() throws IOException {
        Path record = folder.resolve("run/provenance.json");
        Files.writeString(
                record,
                Files.readString(record)
                        .replaceFirst("\"contents\" : \"[^\"]*\",", "")
                        .replaceFirst("(?s),\\s*\"settings\" : \\{[^}]*}", ""));

        goOn();

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("its record is older than that");
    }

    @Test
    void imagesWithoutFilesAreComparedByTheirPixels() {
        String one = DataContents.of(new GeneratedShapes(40, 16, 0), 1);

        assertThat(DataContents.of(new GeneratedShapes(40, 16, 0), 1)).isEqualTo(one);
        assertThat(DataContents.of(new GeneratedShapes(40, 16, 2), 1)).isNotEqualTo(one);
    }

    @Test
    void filesOfManyImagesAreLookedInto() throws IOException {
        Path cifar = Files.createDirectories(folder.resolve("cifar"));
        byte[] images = new byte[10 * 3073];
        for (int batch = 1; batch <= 5; batch++) {
            Files.write(cifar.resolve("data_batch_" + batch + ".bin"), images);
        }
        String one = contents(cifar);
        images[7 * 3073 + 5] = 1;
        Files.write(cifar.resolve("data_batch_3.bin"), images);

        assertThat(contents(cifar)).isNotEqualTo(one);
    }

    private static String contents(Path cifar) throws IOException {
        try (var images = ImageSources.open(cifar)) {
            assertThat(images.size()).isEqualTo(50);
            return DataContents.of(images, 1);
        }
    }
}
