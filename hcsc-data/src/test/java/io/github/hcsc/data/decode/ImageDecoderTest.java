package io.github.hcsc.data.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.Pictures;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageDecoderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chroma-halved.jpg",
                "progressive.jpg",
                "grey.jpg",
                "turned.jpg",
                "cmyk.jpg",
                "ycck.jpg",
                "lossy.webp"
            })
    void givesThePixelsThatPillowGives(String name) throws IOException {
        Image image = ImageDecoder.decode(Pictures.resource(name));
        Image expected = ImageDecoder.decode(Pictures.resource(name.replaceFirst("\\.\\w+$", ".png")));

        assertThat(image.width()).isEqualTo(37);
        assertThat(image.height()).isEqualTo(26);
        assertThat(image.rgb()).isEqualTo(expected.rgb());
    }

    @ParameterizedTest
    @CsvSource({"png", "bmp", "tiff"})
    void keepsTheColoursOfLosslessFormats(String format) throws IOException {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0x010203);
        picture.setRGB(2, 1, 0xfdfeff);

        Image image = ImageDecoder.decode(Pictures.encode(picture, format));

        assertThat(image.rgb()).startsWith(1, 2, 3).endsWith(0xfd, 0xfe, 0xff).hasSize(18);
    }

    @Test
    void spreadsGreyOverAllColours() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, new byte[] {77});

        assertThat(ImageDecoder.decode(Pictures.encode(picture, "png")).rgb()).containsExactly(77, 77, 77, 0, 0, 0);
    }

    @Test
    void dropsAlphaWithoutMixing() throws IOException {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x10c08040);

        assertThat(ImageDecoder.decode(Pictures.encode(picture, "png")).rgb()).containsExactly(0xc0, 0x80, 0x40);
    }

    @Test
    void scales16BitGreysTo8() throws IOException {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        WritableRaster raster = picture.getRaster();
        raster.setSample(0, 0, 0, 0x1234);
        raster.setSample(1, 0, 0, 0xffff);

        assertThat(ImageDecoder.decode(Pictures.encode(picture, "png")).rgb())
                .containsExactly(0x12, 0x12, 0x12, 0xff, 0xff, 0xff, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chroma-halved.jpg", "progressive.jpg", "cmyk.jpg", "chroma-halved.png", "lossy.webp"})
    void refusesTruncatedFiles(String name) throws IOException {
        byte[] whole = Pictures.resource(name);

        for (int percent : new int[] {1, 10, 50, 90}) {
            byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);
            assertThatThrownBy(() -> ImageDecoder.decode(part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesWhatIsNoImage() {
        assertThatThrownBy(() -> ImageDecoder.decode(new byte[0])).hasMessage("the file is empty");
        assertThatThrownBy(
                        () -> ImageDecoder.decode("just some text".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("not an image, or a damaged one");
    }

    @Test
    void findsTheColoursOfAJpegInItsHeader() throws IOException {
        assertThat(JpegHeader.of(Pictures.resource("cmyk.jpg")).isCmyk()).isTrue();
        assertThat(JpegHeader.of(Pictures.resource("cmyk.jpg")).isYcck()).isFalse();
        assertThat(JpegHeader.of(Pictures.resource("ycck.jpg")).isYcck()).isTrue();
        assertThat(JpegHeader.of(Pictures.resource("turned.jpg")).isCmyk()).isFalse();
    }
}
