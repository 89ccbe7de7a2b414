package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.method.Learner;
import io.github.hcsc.core.method.Method;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.torch.GpuArithmetic;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.view.TrainingViews;
import java.util.List;

/**
 * The exchangeable parts of a pretraining: what a configuration names, or what a researcher brings instead.
 *
 * @param encoder makes encoders
 * @param clusterer finds prototypes
 * @param method what is learnt from a batch
 * @param views how the random views of an image are made: query, key, local views
 * @param fixedView how the view for clustering and evaluation is made
 */
record Components(
        EncoderFactory encoder, Clusterer clusterer, Method method, List<ViewRecipe> views, ViewRecipe fixedView) {

    static Components of(PretrainConfig config) {
        return of(config, new Cancellation());
    }

    /** @param cancellation ends a clustering before its end */
    static Components of(PretrainConfig config, Cancellation cancellation) {
        ViewsConfig views = config.views();
        return new Components(
                ConfiguredEncoder.of(
                        config.encoder(), views.imageSize(), ConfiguredMethod.head(config), precision(config)),
                Clusterers.of(config, cancellation),
                ConfiguredMethod.of(config),
                TrainingViews.of(views),
                FixedView.BILINEAR.recipe(views));
    }

    Components withEncoder(EncoderFactory other) {
        return new Components(other, clusterer, method, views, fixedView);
    }

    Components withClusterer(Clusterer other) {
        return new Components(encoder, other, method, views, fixedView);
    }

    Components withMethod(Method other) {
        return new Components(encoder, clusterer, other, views, fixedView);
    }

    /** Begins the method and makes its optimisers, initialised from the run's seed. */
    TrainingState newState(NDManager manager, PretrainConfig config, int images) {
        TorchOps.seed(config.run().seed());
        Learner learner = method.begin(new Method.Beginning(
                manager,
                encoder,
                config.encoder().dimension(),
                Backbone.images(config.optimizer().batchSize(), config.views().imageSize()),
                images));
        return new TrainingState(
                manager,
                learner,
                Descent.of(config),
                (part, weights) -> ConfiguredOptimizer.of(config.optimizer(), part, weights));
    }

    /** How GPUs compute by the configuration. */
    static GpuArithmetic arithmetic(PretrainConfig config) {
        return new GpuArithmetic(config.run().deterministic(), config.run().tf32());
    }

    /** What the activations of the configuration's encoder are, {@code AUTO} if that is left to the device. */
    static Precision precision(PretrainConfig config) {
        return switch (config.run().precision()) {
            case AUTO -> Precision.AUTO;
            case FP32 -> Precision.FP32;
            case BF16 -> Precision.BF16;
        };
    }
}
