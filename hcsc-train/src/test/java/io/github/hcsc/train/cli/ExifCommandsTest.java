package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Two photos, the second taken with the camera on its side. */
final class ExifCommandsTest {
    private static final String ON_ITS_SIDE =
            "ffe10022457869660000" + "49492a0008000000" + "0100" + "120103000100000006000000" + "00000000";

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    ExifCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writePhotos() throws IOException {
        ByteArrayOutputStream photo = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_3BYTE_BGR), "jpg", photo);
        byte[] plain = photo.toByteArray();
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        noted.write(plain, 0, 2);
        noted.writeBytes(HexFormat.of().parseHex(ON_ITS_SIDE));
        noted.write(plain, 2, plain.length - 2);
        Files.createDirectory(folder.resolve("in"));
        Files.write(folder.resolve("in/1.jpg"), plain);
        Files.write(folder.resolve("in/2.jpg"), noted.toByteArray());
    }

    @Test
    void weightsAloneSeeImagesAsPillowDoesAndThatIsSaid() {
        assertSaid("1 left on their side or head, against EXIF (data.exif)", "--weights", "w");
    }

    @Test
    void aRunSeesImagesAsItWasTrainedTo() {
        RunDirectory.create(
                        folder.resolve("run"),
                        PretrainConfig.read(Path.of("smoke")).with("data.exif=apply"))
                .close();
        RunDirectory.create(folder.resolve("old"), PretrainConfig.read(Path.of("smoke")))
                .close();

        assertSaid("1 turned by EXIF", "--run", folder + "/run");
        assertSaid("1 left on their side or head, against EXIF (data.exif)", "--run", folder + "/old");
    }

    private void assertSaid(String what, String... encoder) {
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);
        CommandLine line = Hcsc.commandLine(new FakeJobs())
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true));

        assertThat(line.execute(
                        "embed",
                        encoder[0],
                        encoder[1],
                        "--data",
                        folder + "/in",
                        "--no-cache",
                        "--json",
                        "--device",
                        "cpu",
                        "--out",
                        folder + "/e.csv"))
                .as(err.toString())
                .isZero();

        assertThat(err.toString())
                .contains("folder %s/in with 2 images, no classes, of those read: %s".formatted(folder, what));
        assertThat(out.toString()).contains("\"altered\":[{").contains("\"" + what.substring(2) + "\":1");
    }
}
