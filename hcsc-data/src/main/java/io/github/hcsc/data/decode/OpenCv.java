package io.github.hcsc.data.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** OpenCV's decoders, which get files of known format and size only. */
final class OpenCv {
    private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    /*
     * JavaCPP would hold the memory of the whole process, tensors of an engine included, against the size of the Java
     * heap and refuse to work beyond it; 0 switches that off unless the user has set a limit.
     */
    static {
        if (System.getProperty(PHYSICAL_LIMIT) == null) {
            System.setProperty(PHYSICAL_LIMIT, "0");
        }
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /**
     * Samples as a file stores them.
     *
     * @param channels samples of a pixel: one, or blue, green, red and perhaps one more
     * @param depth bytes of a sample, 1 or 2
     * @param bytes row by row, the lower byte first
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Samples(int width, int height, int channels, int depth, byte[] bytes) {

        /** The upper 8 bits of a sample: red, green, blue or the fourth. */
        int get(int pixel, int channel) {
            int stored = channel < 3 ? 2 - channel : channel;
            return bytes[(pixel * channels + stored) * depth + depth - 1] & 0xff;
        }
    }

    /** Decodes to red, green and blue of 8 bits. */
    static Image colours(byte[] encoded) throws IOException {
        Samples samples = decode(encoded, IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION);
        return new Image(samples.width, samples.height, samples.bytes);
    }

    /** Decodes without changing samples. */
    static Samples samples(byte[] encoded) throws IOException {
        return decode(encoded, IMREAD_UNCHANGED);
    }

    private static Samples decode(byte[] encoded, int how) throws IOException {
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, CV_8UC1, bytes);
                Mat pixels = imdecode(input, how)) {
            if (pixels.empty()) {
                throw new IOException("not an image, or a damaged one");
            }
            byte[] all = new byte[Math.toIntExact(pixels.total() * pixels.elemSize())];
            pixels.data().get(all);
            return new Samples(pixels.cols(), pixels.rows(), pixels.channels(), (int) pixels.elemSize1(), all);
        }
    }
}
