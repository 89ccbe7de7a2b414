package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.augment.ColorJitter.Blend;
import io.github.hcsc.data.augment.Resampler.Box;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation gives the bytes that Pillow and torchvision gave for the same picture. */
final class PillowEqualityTest {
    private static final Golden GOLDEN = new Golden("image-operations.safetensors");
    private static final Image INPUT = GOLDEN.tensor("input").image();

    static Stream<String> factors() {
        return GOLDEN.in("brightness");
    }

    static Stream<String> shifts() {
        return GOLDEN.in("hue");
    }

    static Stream<String> sigmas() {
        return GOLDEN.in("blur");
    }

    static Stream<String> boxes() {
        return GOLDEN.in("resized_crop");
    }

    @ParameterizedTest
    @MethodSource("factors")
    void brightness(String factor) {
        View view = input();

        Blend.brightness(view, Float.parseFloat(factor));

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("brightness/" + factor).bytes());
    }

    @ParameterizedTest
    @MethodSource("factors")
    void contrast(String factor) {
        View view = input();

        Blend.contrast(view, Float.parseFloat(factor));

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("contrast/" + factor).bytes());
    }

    @ParameterizedTest
    @MethodSource("factors")
    void saturation(String factor) {
        View view = input();

        Blend.saturation(view, Float.parseFloat(factor));

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("saturation/" + factor).bytes());
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void hue(String shift) {
        View view = input();

        Hue.shift(view, Double.parseDouble(shift));

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("hue/" + shift).bytes());
    }

    @ParameterizedTest
    @MethodSource("sigmas")
    void blur(String sigma) {
        View view = input();

        BoxBlur.ofSigma(Float.parseFloat(sigma)).apply(view);

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("blur/" + sigma).bytes());
    }

    @ParameterizedTest
    @MethodSource("boxes")
    void resizedCrop(String box) {
        int[] sides =
                Arrays.stream(box.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        View view = new View(24, 24);

        new Resampler(INPUT, new Box(sides[1], sides[0], sides[3], sides[2]), Interpolation.BILINEAR)
                .fill(view, 24, 24, 0, 0);

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("resized_crop/" + box).bytes());
    }

    @Test
    void greyscale() {
        View view = input();

        view.math().desaturate(view.planes());

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("grayscale").bytes());
    }

    @Test
    void flip() {
        View view = input();

        HorizontalFlip.mirror(view);

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("flip").bytes());
    }

    @Test
    void chain() {
        View view = input();

        Blend.brightness(view, 1.3f);
        Blend.contrast(view, 0.7f);
        Blend.saturation(view, 1.2f);
        Hue.shift(view, -0.07);
        HorizontalFlip.mirror(view);
        BoxBlur.ofSigma(1.3f).apply(view);

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor("chain").bytes());
    }

    private static View input() {
        View view = new View(INPUT.width(), INPUT.height());
        System.arraycopy(INPUT.rgb(), 0, view.rgb(), 0, INPUT.rgb().length);
        return view;
    }
}
