package io.github.hcsc.train.view;

import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.SquareCenterCrop;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.config.ViewsConfig;
import java.util.List;

/** How evaluations look at an image: resized, then the centre, without anything random. */
public enum FixedView {
    /** The shorter side resized bicubically: the protocols of kNN and of clusters. */
    BICUBIC {
        @Override
        public ViewRecipe recipe(ViewsConfig views) {
            return ViewRecipes.evaluation(views.evaluationResize(), views.imageSize(), Interpolation.BICUBIC);
        }
    },
    /**
     * The shorter side resized bilinearly: the protocols of linear classification, fine-tuning and SVM, and what a run
     * clusters and measures itself by.
     */
    BILINEAR {
        @Override
        public ViewRecipe recipe(ViewsConfig views) {
            return ViewRecipes.evaluation(views.evaluationResize(), views.imageSize(), Interpolation.BILINEAR);
        }
    },
    /** Resized to a square bilinearly: the protocol of Places205. */
    SQUARE {
        @Override
        public ViewRecipe recipe(ViewsConfig views) {
            return new ViewRecipe(views.imageSize(), new SquareCenterCrop(views.evaluationResize()), List.of());
        }
    };

    /** Returns the view at the sizes that suit an encoder. */
    public abstract ViewRecipe recipe(ViewsConfig views);
}
