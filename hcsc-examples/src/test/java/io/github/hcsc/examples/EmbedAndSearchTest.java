package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbedAndSearchTest {

    @Test
    void findsTheSamePhotoFirst(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 12; i++) {
            paint(folder.resolve("photos/" + i + ".png"), i);
        }
        paint(folder.resolve("wanted/a.png"), 3);
        paint(folder.resolve("wanted/b.png"), 10);

        assertThat(EmbedAndSearch.search(encoder(folder), folder.resolve("photos"), folder.resolve("wanted"), 3))
                .satisfiesExactly(
                        line -> assertThat(line).matches("a\\.png: 3\\.png, \\d+\\.png, \\d+\\.png"),
                        line -> assertThat(line).matches("b\\.png: 10\\.png, \\d+\\.png, \\d+\\.png"));
    }

    private static Path encoder(Path folder) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Encoder encoder =
                    ResNet.encoders(ResNetArchitecture.RESNET18, Stem.SMALL, 4).newEncoder(8);
            encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            Path file = folder.resolve("encoder.safetensors");
            Safetensors.write(file, StateDict.of(encoder.getParameters()));
            return file;
        }
    }

    private static void paint(Path file, int seed) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(seed);
        for (int i = 0; i < 1024; i++) {
            image.setRGB(i % 32, i / 32, random.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
