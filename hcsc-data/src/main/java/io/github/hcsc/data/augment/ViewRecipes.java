package io.github.hcsc.data.augment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The known augmentation chains. */
public final class ViewRecipes {
    private static final double MIN_SCALE = 0.2;
    private static final ColorJitter V1_JITTER = new ColorJitter(0.4, 0.4, 0.4, 0.4);
    private static final ColorJitter V2_JITTER = new ColorJitter(0.4, 0.4, 0.4, 0.1);

    private static final ColorJitter V3_JITTER = new ColorJitter(0.4, 0.4, 0.2, 0.1);
    private static final GaussianBlur BLUR = new GaussianBlur(0.1, 2);
    private static final Transform SOLARIZE = new RandomApply(0.2, new Solarize(128));

    private ViewRecipes() {}

    /**
     * The chain of MoCo v1: crop, greyscale, always a colour jitter with a strong hue, flip.
     *
     * @param size pixels along each side
     * @return the recipe
     */
    public static ViewRecipe mocoV1(int size) {
        return mocoV1(size, MIN_SCALE, 1);
    }

    /**
     * The chain of MoCo v1 on crops of other areas.
     *
     * @param size pixels along each side
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV1(int size, double minScale, double maxScale) {
        List<Transform> transforms = List.of(new RandomGrayscale(0.2), V1_JITTER, new HorizontalFlip(0.5));
        return new ViewRecipe(size, new RandomResizedCrop(minScale, maxScale), transforms);
    }

    /**
     * The chain of MoCo v2, also called aug-plus: crop, most often a colour jitter, greyscale, blur, flip.
     *
     * @param size pixels along each side
     * @return the recipe
     */
    public static ViewRecipe mocoV2(int size) {
        return mocoV2(size, MIN_SCALE, 1);
    }

    /**
     * The chain of MoCo v2 on crops of other areas.
     *
     * @param size pixels along each side
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV2(int size, double minScale, double maxScale) {
        List<Transform> transforms = List.of(
                new RandomApply(0.8, V2_JITTER),
                new RandomGrayscale(0.2),
                new RandomApply(0.5, new GaussianBlur(0.1, 2)),
                new HorizontalFlip(0.5));
        return new ViewRecipe(size, new RandomResizedCrop(minScale, maxScale), transforms);
    }

    /**
     * The chain of MoCo v2 without its blur, on the usual crops.
     *
     * @param size pixels along each side, 32 for CIFAR
     * @return the recipe
     */
    public static ViewRecipe mocoV2Small(int size) {
        return mocoV2Small(size, MIN_SCALE, 1);
    }

    /**
     * The chain of MoCo v2 without its blur, for images of a few dozen pixels, where a blur of two pixels leaves little.
     *
     * @param size pixels along each side, 32 for CIFAR
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV2Small(int size, double minScale, double maxScale) {
        List<Transform> transforms =
                List.of(new RandomApply(0.8, V2_JITTER), new RandomGrayscale(0.2), new HorizontalFlip(0.5));
        return new ViewRecipe(size, new RandomResizedCrop(minScale, maxScale), transforms);
    }

    /**
     * The chain of the first of two views in BYOL and MoCo v3: crop, most often a colour jitter, greyscale, always a blur,
     * flip.
     *
     * @param size pixels along each side
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV3First(int size, double minScale, double maxScale) {
        return mocoV3(size, minScale, maxScale, List.of(BLUR));
    }

    /**
     * The chain of the second of two views in BYOL and MoCo v3: as the first, but with a blur rarely and solarisation
     * sometimes.
     *
     * @param size pixels along each side
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV3Second(int size, double minScale, double maxScale) {
        return mocoV3(size, minScale, maxScale, List.of(new RandomApply(0.1, BLUR), SOLARIZE));
    }

    /**
     * The first chain of MoCo v3 without its blur, for images of a few dozen pixels.
     *
     * @param size pixels along each side, 32 for CIFAR
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV3SmallFirst(int size, double minScale, double maxScale) {
        return mocoV3(size, minScale, maxScale, List.of());
    }

    /**
     * The second chain of MoCo v3 without its blur, for images of a few dozen pixels.
     *
     * @param size pixels along each side, 32 for CIFAR
     * @param minScale the smallest share of the image's area
     * @param maxScale the largest share of the image's area
     * @return the recipe
     */
    public static ViewRecipe mocoV3SmallSecond(int size, double minScale, double maxScale) {
        return mocoV3(size, minScale, maxScale, List.of(SOLARIZE));
    }

    private static ViewRecipe mocoV3(int size, double minScale, double maxScale, List<Transform> between) {
        List<Transform> transforms =
                new ArrayList<>(List.of(new RandomApply(0.8, V3_JITTER), new RandomGrayscale(0.2)));
        transforms.addAll(between);
        transforms.add(new HorizontalFlip(0.5));
        return new ViewRecipe(size, new RandomResizedCrop(minScale, maxScale), transforms);
    }

    /**
     * The same recipe several times: two for a query and its key.
     *
     * @param recipe how each view is made
     * @param count how many
     * @return the recipes
     */
    public static List<ViewRecipe> repeated(ViewRecipe recipe, int count) {
        return Collections.nCopies(count, recipe);
    }

    /**
     * The views of HCSC's multi-crop: query and key of 224 pixels, then local views of 192, 160, 128 and 96 pixels on
     * ever smaller areas, all with the chain of MoCo v2.
     *
     * @return the six recipes, query first
     */
    public static List<ViewRecipe> multiCrop() {
        List<ViewRecipe> recipes = new ArrayList<>(repeated(mocoV2(224), 2));
        recipes.add(mocoV2(192, 0.172, 0.86));
        recipes.add(mocoV2(160, 0.143, 0.715));
        recipes.add(mocoV2(128, 0.114, 0.571));
        recipes.add(mocoV2(96, 0.086, 0.429));
        return List.copyOf(recipes);
    }

    /**
     * The chain of evaluation: resize the shorter side and take the centre; nothing random.
     *
     * @param shorterSide pixels of the shorter side, 256 for ImageNet
     * @param size pixels along each side of the view, 224 for ImageNet
     * @param interpolation how the resize weighs pixels
     * @return the recipe
     */
    public static ViewRecipe evaluation(int shorterSide, int size, Interpolation interpolation) {
        if (size > shorterSide) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "view size must be at most the resized side %d, but was %d", shorterSide, size));
        }
        return new ViewRecipe(size, new ResizeCenterCrop(shorterSide, interpolation), List.of());
    }
}
