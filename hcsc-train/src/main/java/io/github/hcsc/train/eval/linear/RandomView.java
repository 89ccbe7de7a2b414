package io.github.hcsc.train.eval.linear;

import io.github.hcsc.data.augment.ColorJitter;
import io.github.hcsc.data.augment.GaussianBlur;
import io.github.hcsc.data.augment.HorizontalFlip;
import io.github.hcsc.data.augment.RandomApply;
import io.github.hcsc.data.augment.RandomGrayscale;
import io.github.hcsc.data.augment.RandomResizedCrop;
import io.github.hcsc.data.augment.SquareRandomCrop;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.train.config.ViewsConfig;
import java.util.List;

/** How the training images of a classifier are varied. */
@FunctionalInterface
public interface RandomView {
    /** The smallest box of the ImageNet protocol, as a share of the image's area. */
    double PUBLISHED_MIN_SCALE = 0.08;

    /** Returns the view at the sizes that suit an encoder. */
    ViewRecipe recipe(ViewsConfig views);

    /**
     * A box of any part to all of the image, sometimes mirrored.
     *
     * @param minScale the smallest box, as a share of the image's area
     */
    static RandomView imageNet(double minScale) {
        return views ->
                new ViewRecipe(views.imageSize(), new RandomResizedCrop(minScale, 1), List.of(new HorizontalFlip(0.5)));
    }

    /** Any part of the squared image, with the colours, blur and mirroring of MoCo v2. */
    static RandomView places205() {
        return views -> new ViewRecipe(
                views.imageSize(),
                new SquareRandomCrop(views.evaluationResize()),
                List.of(
                        new RandomApply(0.8, new ColorJitter(0.4, 0.4, 0.4, 0.1)),
                        new RandomGrayscale(0.2),
                        new RandomApply(0.5, new GaussianBlur(0.1, 2)),
                        new HorizontalFlip(0.5)));
    }
}
