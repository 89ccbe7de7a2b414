package io.github.hcsc.data.decode;

import static io.github.hcsc.data.decode.Alteration.DEPTH_REDUCED;
import static io.github.hcsc.data.decode.Alteration.FIRST_TAKEN;
import static io.github.hcsc.data.decode.Alteration.INKS_MIXED;
import static io.github.hcsc.data.decode.Alteration.NOT_TURNED;
import static io.github.hcsc.data.decode.Alteration.TRANSPARENCY_DROPPED;
import static io.github.hcsc.data.decode.Alteration.TURNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.Pictures;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of kinds that decoders differ about, equal to the byte to what Pillow 11.3 makes of them. */
final class PillowPicturesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgba.tif",
                "rgba-planes.tif",
                "rgba-big-endian.tif",
                "rgba-lzw.tif",
                "rgba-multiplied.tif",
                "rgba-16.tif",
                "rgba-16-multiplied.tif",
                "rgb-16.tif",
                "inks.tif",
                "inks-16.tif",
                "rgb-turned.tif",
                "palette.gif",
                "transparent.gif",
                "animated.gif",
                "transparent-on-larger-screen.gif",
                "beyond-its-screen.gif",
                "colours-555.bmp",
                "colours-565.bmp",
                "white-1.pgm",
                "white-100.pgm",
                "white-254.pgm",
                "white-1000.ppm",
                "text.ppm",
                "text-bits.pbm",
                "bits.pbm",
                "animated.webp",
            })
    void hasThePixelsThatPillowGives(String name) throws IOException {
        assertEqual(ImageDecoder.decode(Pictures.resource(name)), name + ".png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "held-1.jpg",
                "held-2.jpg",
                "held-3.jpg",
                "held-4.jpg",
                "held-5.jpg",
                "held-6.jpg",
                "held-7.jpg",
                "held-8.jpg",
                "held-3.png",
                "held-6.png",
                "held-3.webp",
                "held-6.webp",
            })
    void isTurnedUprightAsPillowDoesWhenAskedTo(String name) throws IOException {
        ImageDecoder.Decoded upright = ImageDecoder.decode(Pictures.resource(name), Exif.APPLY);
        ImageDecoder.Decoded stored = ImageDecoder.decode(Pictures.resource(name), Exif.IGNORE);

        assertEqual(upright.image(), name + "-upright.png");
        assertThat(stored.image().width()).isEqualTo(37);
        assertThat(upright.alterations()).isEqualTo(name.contains("-1") ? Set.of() : Set.of(TURNED));
        assertThat(stored.alterations()).isEqualTo(name.contains("-1") ? Set.of() : Set.of(NOT_TURNED));
    }

    @Test
    void saysWhatWasDone() throws IOException {
        assertThat(done("rgba-16.tif")).containsExactlyInAnyOrder(TRANSPARENCY_DROPPED, DEPTH_REDUCED);
        assertThat(done("inks.tif")).containsExactly(INKS_MIXED);
        assertThat(done("cmyk.jpg")).containsExactly(INKS_MIXED);
        assertThat(done("transparent.gif")).containsExactly(TRANSPARENCY_DROPPED);
        assertThat(done("animated.gif")).containsExactly(FIRST_TAKEN);
        assertThat(done("animated.webp")).contains(FIRST_TAKEN);
        assertThat(done("white-1000.ppm")).containsExactly(DEPTH_REDUCED);
        for (String name :
                new String[] {"chroma-halved.jpg", "lossy.webp", "palette.gif", "rgb-turned.tif", "text.ppm"}) {
            assertThat(done(name)).as(name).isEmpty();
        }
    }

    private static Set<Alteration> done(String name) throws IOException {
        return ImageDecoder.decode(Pictures.resource(name), Exif.IGNORE).alterations();
    }

    private static void assertEqual(Image image, String expected) throws IOException {
        Image pillow = ImageDecoder.decode(Pictures.resource(expected));
        assertThat(image.width()).isEqualTo(pillow.width());
        assertThat(image.height()).isEqualTo(pillow.height());
        assertThat(image.rgb()).isEqualTo(pillow.rgb());
    }
}
