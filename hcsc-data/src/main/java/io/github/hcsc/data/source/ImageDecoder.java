package io.github.hcsc.data.source;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Turns the bytes of an image file into RGB pixels as Pillow's {@code convert("RGB")} does: by content and not by name,
 * without turning by EXIF, alpha dropped, CMYK as Adobe writes it. One thing differs: 16-bit greys are scaled to 8 bits
 * and not cut off at 255.
 */
public final class ImageDecoder {
    private static final long MAX_PIXELS = 178_956_970;

    private ImageDecoder() {}

    /**
     * Decodes one image.
     *
     * @param encoded a whole file: JPEG, PNG, WebP, BMP, TIFF or PNM
     * @return the pixels
     * @throws IOException when the bytes are no image, a damaged one, or one of more than 178,956,970 pixels
     */
    public static Image decode(byte[] encoded) throws IOException {
        if (encoded.length == 0) {
            throw new IOException("the file is empty");
        }
        OpenCv.load();
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, CV_8UC1, bytes);
                Mat pixels = imdecode(input, IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION)) {
            if (pixels.empty()) {
                throw new IOException("not an image, or a damaged one");
            }
            JpegHeader header = JpegHeader.of(encoded);
            return header.isCmyk() ? CmykJpeg.decode(encoded, header.isYcck()) : toImage(pixels);
        } catch (RuntimeException e) {
            throw new IOException("not an image that can be decoded", e);
        }
    }

    private static Image toImage(Mat pixels) throws IOException {
        if ((long) pixels.rows() * pixels.cols() > MAX_PIXELS) {
            throw new IOException("%dx%d pixels are too many".formatted(pixels.cols(), pixels.rows()));
        }
        byte[] rgb = new byte[3 * pixels.rows() * pixels.cols()];
        pixels.data().get(rgb);
        return new Image(pixels.cols(), pixels.rows(), rgb);
    }
}
