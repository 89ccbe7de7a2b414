package io.github.hcsc.data.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.source.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that claim to be large, and files that are something else. */
@Timeout(60)
final class BoundedDecodingTest {

    @ParameterizedTest
    @CsvSource({
        "progressive.jpg, 30000 x 30000",
        "chroma-halved.jpg, 30000 x 30000",
        "cmyk.jpg, 30000 x 30000",
        "chroma-halved.png, 30000 x 30000",
        "lossy.webp, 16383 x 16383",
        "animated.webp, 30000 x 30000",
        "palette.gif, 30000 x 30000",
        "colours-555.bmp, 30000 x 30000",
        "rgba.tif, 30000 x 30000",
        "bits.pbm, 30000 x 30000",
    })
    void refusesAPictureByTheSizeItClaims(String name, String size) throws IOException {
        byte[] bomb = claim(name, Pictures.resource(name));

        assertThatThrownBy(() -> ImageDecoder.decode(bomb))
                .isInstanceOf(IOException.class)
                .hasMessage("an image must have at most 178,956,970 pixels, but claims " + size);
    }

    @Test
    void refusesAFrameOfAGifBeyondItsScreen() throws IOException {
        byte[] file = Pictures.resource("palette.gif");
        int frame = new String(file, ISO_8859_1).indexOf(',', 13 + 3 * (2 << (file[10] & 7)));
        put(file, frame + 5, ByteOrder.LITTLE_ENDIAN, (short) 30000, (short) 30000);

        assertThatThrownBy(() -> ImageDecoder.decode(file)).hasMessageContaining("but claims 30000 x 30000");
    }

    @Test
    void findsTheFrameOfAJpegWhereLibjpegFindsIt() throws IOException {
        byte[] file = claim("progressive.jpg", Pictures.resource("progressive.jpg"));
        ByteArrayOutputStream hidden = new ByteArrayOutputStream();
        hidden.write(file, 0, 2);
        hidden.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 4, 1, 2, 0, 1, 2, (byte) 0xff, 0, 3, (byte) 0xff});
        hidden.write(file, 2, file.length - 2);

        assertThatThrownBy(() -> ImageDecoder.decode(hidden.toByteArray()))
                .hasMessageEndingWith("claims 30000 x 30000");
    }

    @Test
    void refusesManyScansOverManyPixels() throws IOException {
        byte[] file = Pictures.resource("progressive.jpg");
        put(file, frame(file) + 3, ByteOrder.BIG_ENDIAN, (short) 12000, (short) 12000);
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0};
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(file, 0, file.length - 2);
        for (int i = 0; i < 100; i++) {
            many.writeBytes(scan);
        }

        assertThatThrownBy(() -> ImageDecoder.decode(many.toByteArray()))
                .hasMessageContaining("in all its scans, but has 1")
                .hasMessageEndingWith("scans of 12000 x 12000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P5 30000 5000 255\n",
                "P6 10000 10000 65535\n",
                "P2 9000 9000 9\n1 2 3",
                "P1 9000 9000\n1",
                "P4 9000 9000\n"
            })
    void readsNoPictureThatAFileIsTooShortFor(String text) {
        assertThatThrownBy(() -> ImageDecoder.decode(text.getBytes(ISO_8859_1)))
                .hasMessage("a damaged image: it ends too early");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 4 +X 4\n0123456789abcdef",
                "v/1\u0001\u0002\0\0\0",
                "\0\0\0\u000cjP  \r\n\u0087\n",
                "\u00ffO\u00ffQ\0\u002f\0\0\0\0\0\4\0\0\0\4",
                "Y\u00a6j\u0095\0\0\0\4\0\0\0\4",
                "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\n012345",
                "PF\n2 1\n-1.0\n012345678901234567890123",
                "%PDF-1.7",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
            })
    void decodesNoFormatThatIsNotOffered(String content) throws IOException {
        long before = temporaryFiles();

        assertThatThrownBy(() -> ImageDecoder.decode(content.getBytes(ISO_8859_1)))
                .isInstanceOf(IOException.class)
                .hasMessage("not an image, or a damaged one");

        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void namesWhatConvertsPhotosOfTelephones() {
        assertThatThrownBy(() -> ImageDecoder.decode("\0\0\0\u0018ftypheic\0\0\0\0".getBytes(ISO_8859_1)))
                .hasMessage("a file of HEIF, which is not read; convert it with heif-convert or ImageMagick");
        assertThatThrownBy(() -> ImageDecoder.decode("\0\0\0\u0018ftypavif\0\0\0\0".getBytes(ISO_8859_1)))
                .hasMessage("a file of AVIF, which is not read; convert it with avifdec or ImageMagick");
    }

    @ParameterizedTest
    @CsvSource({"262, 8, CIE Lab", "339, 3, fractions of 16 bits", "339, 2, signed samples of 16 bits", "284, 2, planes"
    })
    void refusesKindsOfTiffThatWouldNotBeRight(int tag, int value, String reason) throws IOException {
        byte[] file = Pictures.resource("rgba-16.tif");
        int directory = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        int field = directory + 2;
        while (ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(field) != (tag == 339 ? 338 : tag)) {
            field += 12;
        }
        put(file, field, ByteOrder.LITTLE_ENDIAN, (short) tag);
        put(file, field + 8, ByteOrder.LITTLE_ENDIAN, (short) value);

        assertThatThrownBy(() -> ImageDecoder.decode(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason)
                .hasMessageEndingWith("convert it first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgba.tif",
                "palette.gif",
                "animated.gif",
                "colours-565.bmp",
                "white-100.pgm",
                "text.ppm",
                "held-6.jpg",
                "held-6.png",
                "held-6.webp",
                "progressive.jpg",
                "animated.webp",
                "inks-16.tif"
            })
    void failsInOneWayOnDamagedFiles(String name) throws IOException {
        byte[] whole = Pictures.resource(name);
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = i % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int hits = 0; hits < 3 && damaged.length > 0; hits++) {
                int at = random.nextInt(Math.min(damaged.length, i % 3 == 0 ? 60 : damaged.length));
                damaged[at] = (byte) random.nextInt(256);
            }
            try {
                ImageDecoder.decode(damaged, Exif.APPLY);
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static byte[] claim(String name, byte[] file) throws IOException {
        short side = 30000;
        switch (name.substring(name.lastIndexOf('.'))) {
            case ".jpg" -> put(file, frame(file) + 3, ByteOrder.BIG_ENDIAN, side, side);
            case ".png" -> put(file, 16, ByteOrder.BIG_ENDIAN, (short) 0, side, (short) 0, side);
            case ".gif" -> put(file, 6, ByteOrder.LITTLE_ENDIAN, side, side);
            case ".bmp" -> put(file, 18, ByteOrder.LITTLE_ENDIAN, side, (short) 0, (short) -side, (short) -1);
            case ".tif" -> put(file, directory(file, 0) + 8, ByteOrder.LITTLE_ENDIAN, side);
            case ".pbm" -> {
                return "P4 30000 30000\n".getBytes(ISO_8859_1);
            }
            default -> {
                boolean extended = new String(file, ISO_8859_1).contains("VP8X");
                if (extended) {
                    put(file, 24, ByteOrder.LITTLE_ENDIAN, (short) 29999, (short) (29999 << 8), (short) (29999 >> 8));
                } else {
                    put(file, 26, ByteOrder.LITTLE_ENDIAN, (short) 0x3fff, (short) 0x3fff);
                }
            }
        }
        if (name.endsWith(".tif")) {
            put(file, directory(file, 1) + 8, ByteOrder.LITTLE_ENDIAN, side);
        }
        return file;
    }

    private static int directory(byte[] tiff, int field) {
        return ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN).getInt(4) + 2 + 12 * field;
    }

    /** The place of the length of a JPEG file's frame. */
    private static int frame(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xfc) != 0xc0) {
            at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
        }
        return at + 2;
    }

    private static void put(byte[] file, int at, ByteOrder order, short... values) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(order).position(at);
        for (short value : values) {
            bytes.putShort(value);
        }
    }

    private static long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("__opencv_temp"))
                    .count();
        }
    }
}
