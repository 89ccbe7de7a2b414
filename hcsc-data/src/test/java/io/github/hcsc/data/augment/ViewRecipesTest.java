package io.github.hcsc.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ViewRecipesTest {
    private static final Image IMAGE = noise(50, 37);

    static List<ViewRecipe> recipes() {
        return List.of(
                ViewRecipes.mocoV1(24),
                ViewRecipes.mocoV2(24),
                ViewRecipes.mocoV2Small(24, 0.2, 1),
                ViewRecipes.evaluation(32, 24, Interpolation.BICUBIC));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void dependOnTheRandomNumbersAlone(ViewRecipe recipe) {
        View used = new View(24, 24);
        recipe.render(noise(99, 80), used, RandomStream.of(1));

        recipe.render(IMAGE, used, RandomStream.of(7, 3));

        assertThat(used.rgb())
                .isEqualTo(recipe.apply(IMAGE, RandomStream.of(7, 3)).rgb());
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void acceptImagesOfOnePixel(ViewRecipe recipe) {
        assertThat(recipe.apply(new Image(1, 1, new byte[3]), RandomStream.of(1))
                        .rgb())
                .containsOnly(0);
    }

    @Test
    void renderTheSixViewsOfMultiCrop() {
        assertThat(ViewRecipes.multiCrop()).extracting(ViewRecipe::size).containsExactly(224, 224, 192, 160, 128, 96);
        assertThat(ViewRecipes.multiCrop().get(5).crop()).isEqualTo(new RandomResizedCrop(0.086, 0.429));
    }

    @Test
    void nameEveryParameter() {
        assertThat(ViewRecipes.mocoV2(224))
                .hasToString("ViewRecipe[size=224, crop=RandomResizedCrop[minScale=0.2, maxScale=1.0], transforms=["
                        + "RandomApply[probability=0.8, transform=ColorJitter[brightness=0.4, contrast=0.4, saturation=0.4,"
                        + " hue=0.1]], RandomGrayscale[probability=0.2], RandomApply[probability=0.5,"
                        + " transform=GaussianBlur[minSigma=0.1, maxSigma=2.0]], HorizontalFlip[probability=0.5]]]");
    }

    @Test
    void refuseParametersOutOfRange() {
        assertThatThrownBy(() -> new RandomResizedCrop(0, 1))
                .hasMessage("crop scale must satisfy 0 < min <= max <= 1, but was 0.0 to 1.0");
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0.6))
                .hasMessage("twice the hue must lie in [0, 1], but was 1.2");
        assertThatThrownBy(() -> new GaussianBlur(2, 1))
                .hasMessage("blur sigma must satisfy 0 < min <= max, but was 2.0 to 1.0");
        assertThatThrownBy(() -> new HorizontalFlip(Double.NaN)).hasMessageEndingWith("but was NaN");
        assertThatThrownBy(() -> new Image(2, 2, new byte[11])).hasMessageContaining("2x2 pixels, but was 11 bytes");
        assertThatThrownBy(() -> ViewRecipes.mocoV1(24).render(IMAGE, new View(24, 23), RandomStream.of()))
                .hasMessage("view size must be 24x24, but was 24x23");
    }

    private static Image noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(width).nextBytes(rgb);
        return new Image(width, height, rgb);
    }
}
