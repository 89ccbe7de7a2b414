package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hcsc.data.augment.Resampler.Box;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors give what one pixel after the other gives, for widths that are no whole number of vectors too. */
final class VectorMathTest {
    private static final PixelMath PLAIN = new PlainMath();
    private static final int[] SIDES = {1, 7, 16, 33, 64};

    @BeforeEach
    void needsWideVectors() {
        assumeTrue(VectorMath.isWide(), "this processor's vectors are too short");
    }

    @ParameterizedTest
    @ValueSource(ints = {25, -25})
    void turnsEveryColourThereIs(int step) {
        for (int red = 0; red < 256; red++) {
            Planes plain = allOf(red);
            Planes vector = allOf(red);

            PLAIN.turn(plain, step);
            new VectorMath().turn(vector, step);

            assertSame(plain, vector);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.6f, 0.999f, 1, 1.2345f, 1.4f, 2})
    void mixesEveryColourThereIs(float factor) {
        for (int red = 0; red < 256; red += 5) {
            Planes plain = allOf(red);
            Planes vector = allOf(red);

            PLAIN.saturate(plain, factor);
            PLAIN.mix(plain.red(), plain.pixels(), red, factor);
            new VectorMath().saturate(vector, factor);
            new VectorMath().mix(vector.red(), vector.pixels(), red, factor);

            assertSame(plain, vector);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 255})
    void greysAndTheirSum(int red) {
        Planes plain = allOf(red);
        Planes vector = allOf(red);

        assertThat(new VectorMath().luma(vector)).isEqualTo(PLAIN.luma(plain));
        PLAIN.desaturate(plain);
        new VectorMath().desaturate(vector);

        assertSame(plain, vector);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 1000})
    void takesApartAndPutsTogether(int pixels) {
        byte[] rgb = new byte[3 * pixels];
        new Random(1).nextBytes(rgb);
        Planes plain = Planes.of(pixels);
        Planes vector = Planes.of(pixels);
        byte[] joined = new byte[rgb.length];

        plain.fill(rgb);
        vector.fill(rgb);
        new VectorMath().join(vector, joined);

        assertSame(plain, vector);
        assertThat(joined).isEqualTo(rgb);
        assertThat(new VectorMath().luma(vector)).isEqualTo(PLAIN.luma(plain));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "40, 64", "100, 64", "223, 50", "500, 224", "1837, 224", "64, 7"})
    void resizesPartsOfImagesAtTheirVeryEdge(int from, int to) {
        byte[] rgb = new byte[3 * from * from];
        new Random(from).nextBytes(rgb);
        Image image = new Image(from, from, rgb);
        for (Interpolation interpolation : Interpolation.values()) {
            Resampler whole = new Resampler(image, new Box(0, 0, from, from), interpolation);
            Resampler corner =
                    new Resampler(image, new Box(from / 3, from / 2, from - from / 3, from - from / 2), interpolation);

            assertThat(filled(whole, to, new VectorMath())).isEqualTo(filled(whole, to, PLAIN));
            assertThat(filled(corner, to, new VectorMath())).isEqualTo(filled(corner, to, PLAIN));
        }
    }

    @Test
    void wholeViews() {
        byte[] rgb = new byte[3 * 90 * 70];
        new Random(2).nextBytes(rgb);
        Image image = new Image(90, 70, rgb);
        for (int side : SIDES) {
            ViewRecipe recipe = ViewRecipes.mocoV2(side);
            View plain = new View(side, side, PLAIN);
            View vector = new View(side, side, new VectorMath());
            for (int i = 0; i < 50; i++) {
                recipe.render(image, plain, RandomStream.of(i));
                recipe.render(image, vector, RandomStream.of(i));

                assertThat(vector.rgb()).isEqualTo(plain.rgb());
            }
        }
    }

    private static byte[] filled(Resampler resampler, int side, PixelMath math) {
        View view = new View(side, side, math);
        resampler.fill(view, side, side, 0, 0);
        return view.rgb();
    }

    /** Every green and blue beside one red. */
    private static Planes allOf(int red) {
        Planes planes = Planes.of(256 * 256);
        for (int i = 0; i < 256 * 256; i++) {
            planes.red()[i] = red;
            planes.green()[i] = i >> 8;
            planes.blue()[i] = i & 0xff;
        }
        return planes;
    }

    private static void assertSame(Planes expected, Planes actual) {
        byte[] joined = new byte[3 * expected.pixels()];
        byte[] same = new byte[joined.length];
        PLAIN.join(expected, joined);
        PLAIN.join(actual, same);
        assertThat(same).isEqualTo(joined);
    }
}
