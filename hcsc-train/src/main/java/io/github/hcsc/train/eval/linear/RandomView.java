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
public enum RandomView {
    /** A box of 8 % to all of the image, sometimes mirrored. */
    IMAGENET {
        @Override
        public ViewRecipe recipe(ViewsConfig views) {
            return new ViewRecipe(views.imageSize(), new RandomResizedCrop(0.08, 1), List.of(new HorizontalFlip(0.5)));
        }
    },
    /** Any part of the squared image, with the colours, blur and mirroring of MoCo v2. */
    PLACES {
        @Override
        public ViewRecipe recipe(ViewsConfig views) {
            return new ViewRecipe(
                    views.imageSize(),
                    new SquareRandomCrop(views.evaluationResize()),
                    List.of(
                            new RandomApply(0.8, new ColorJitter(0.4, 0.4, 0.4, 0.1)),
                            new RandomGrayscale(0.2),
                            new RandomApply(0.5, new GaussianBlur(0.1, 2)),
                            new HorizontalFlip(0.5)));
        }
    };

    /** Returns the view at the sizes that suit an encoder. */
    public abstract ViewRecipe recipe(ViewsConfig views);
}
