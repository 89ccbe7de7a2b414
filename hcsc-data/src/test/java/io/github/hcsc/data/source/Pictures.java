package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Image files for tests: those of the test resources, and coloured squares written on the spot. */
public final class Pictures {
    private Pictures() {}

    public static byte[] resource(String name) throws IOException {
        try (InputStream in = Pictures.class.getResourceAsStream("/pictures/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** A square of one grey. */
    public static byte[] square(int grey, String format) throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, grey * 0x010101);
        }
        return encode(image, format);
    }

    public static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** Writes a square of one grey, the folders above it included. */
    static Path write(Path folder, String name, int grey) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.write(file, square(grey, "png"));
    }

    static int grey(Image image) {
        return image.rgb()[0] & 0xff;
    }
}
