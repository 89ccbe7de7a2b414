package io.github.hcsc.examples.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.view.Normalization;

/**
 * The images of the study.
 *
 * @param known the training images
 * @param heldOut images that are not trained on, of the same classes
 */
record StudyImages(LabelledImages known, LabelledImages heldOut) {

    private static final int BATCH = 250;

    static StudyImages of(TrainingData data) {
        LabelledImages known = LabelledImages.of(data.training());
        return new StudyImages(
                known, LabelledImages.of(data.heldOut().orElseThrow()).namedAs(known));
    }

    /** Returns the backbone's features of whole images, in their order, float32 {@code [n, d]}. */
    static NDArray features(NDManager scope, Encoder encoder, ViewsConfig views, LabelledImages images) {
        FeatureExtractor extractor = new FeatureExtractor(
                ViewRecipes.evaluation(views.evaluationResize(), views.imageSize(), Interpolation.BILINEAR),
                new Normalization(scope, views.mean(), views.std()),
                LoaderConfig.sequential(BATCH, 2));
        return extractor
                .extract(scope, encoder.backbone(), images.images(), done -> {})
                .rows();
    }
}
