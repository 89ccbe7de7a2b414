package io.github.hcsc.train.page;

import io.github.hcsc.data.augment.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for pages as JPEG files. */
public final class Jpeg {

    private static final float QUALITY = 0.72f;

    private Jpeg() {}

    /** Encodes an image. */
    public static byte[] encode(Image image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        draw(image, picture, 0, 0);
        return encode(picture);
    }

    /** Draws an image into a picture, its corner at the given place. */
    public static void draw(Image image, BufferedImage target, int left, int top) {
        int[] pixels = new int[image.width() * image.height()];
        byte[] rgb = image.rgb();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
        }
        target.setRGB(left, top, image.width(), image.height(), pixels, 0, image.width());
    }

    static byte[] encode(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), quality);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
