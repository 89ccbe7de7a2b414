package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.decode.ImageDecoder;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluationChainTest {
    private static final Golden GOLDEN = new Golden("evaluation-transform.safetensors");

    @ParameterizedTest
    @CsvSource({
        "exact, BILINEAR", "grey, BILINEAR", "square, BILINEAR", "tall, BILINEAR", "tiny, BILINEAR", "wide, BILINEAR",
        "exact, BICUBIC", "grey, BICUBIC", "square, BICUBIC", "tall, BICUBIC", "tiny, BICUBIC", "wide, BICUBIC"
    })
    void givesTheBytesOfTorchvisionsResizeAndCentreCrop(String picture, Interpolation interpolation)
            throws IOException {
        Image image = ImageDecoder.decode(Golden.resource("picture-" + picture + ".png"));
        String name = "%s/%s/cropped".formatted(picture, interpolation.name().toLowerCase(Locale.ROOT));

        Image view = ViewRecipes.evaluation(32, 28, interpolation).apply(image, RandomStream.of());

        assertThat(view.rgb()).isEqualTo(GOLDEN.tensor(name).bytes());
    }

    @Test
    void leavesAnImageOfTheRightSizeUntouched() {
        byte[] rgb = new byte[3 * 32 * 40];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 31);
        }

        Image view =
                ViewRecipes.evaluation(32, 32, Interpolation.BICUBIC).apply(new Image(32, 40, rgb), RandomStream.of());

        assertThat(view.rgb()).containsExactly(java.util.Arrays.copyOfRange(rgb, 4 * 32 * 3, 36 * 32 * 3));
    }

    @Test
    void refusesAViewLargerThanTheResizedSide() {
        assertThatThrownBy(() -> ViewRecipes.evaluation(32, 33, Interpolation.BILINEAR))
                .hasMessage("view size must be at most the resized side 32, but was 33");
    }
}
