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
 * without turning by EXIF, alpha dropped.
 */
public final class ImageDecoder {

    private ImageDecoder() {}

    /**
     * Decodes one image.
     *
     * @param encoded a whole file: JPEG, PNG, WebP, BMP, TIFF, PNM or GIF
     * @return the pixels
     * @throws IOException when the bytes are no image, or a damaged one
     */
    public static Image decode(byte[] encoded) throws IOException {
        OpenCv.load();
        if (encoded.length == 0) {
            throw new IOException("the file is empty");
        }
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, CV_8UC1, bytes);
                Mat pixels = imdecode(input, IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION)) {
            if (pixels.empty()) {
                throw new IOException("not an image, or a damaged one");
            }
            byte[] rgb = new byte[Math.multiplyExact(3 * pixels.cols(), pixels.rows())];
            pixels.data().get(rgb);
            return new Image(pixels.cols(), pixels.rows(), rgb);
        }
    }
}
