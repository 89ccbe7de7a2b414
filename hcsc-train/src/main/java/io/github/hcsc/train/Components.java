package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.LevelReduction;
import io.github.hcsc.core.LocalSelection;
import io.github.hcsc.core.PrototypeCandidates;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.MomentumEncoder;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.loss.ContrastiveLoss;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.config.Fidelity;
import io.github.hcsc.train.config.ObjectiveConfig;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.List;
import java.util.Optional;

/**
 * The exchangeable parts of a pretraining: what a configuration names, or what a researcher brings instead.
 *
 * @param encoder makes encoders
 * @param clusterer finds prototypes
 * @param objective what is minimised
 * @param views how the random views of an image are made: query, key, local views
 * @param fixedView how the view for clustering and evaluation is made
 */
record Components(
        EncoderFactory encoder,
        Clusterer clusterer,
        HcscObjective objective,
        List<ViewRecipe> views,
        ViewRecipe fixedView) {

    /** The released code's floor below the densities, for instances only. */
    private static final double RELEASED_DENSITY_FLOOR = 1e-3;

    static Components of(PretrainConfig config) {
        ViewsConfig views = config.views();
        return new Components(
                ConfiguredEncoder.of(config.encoder(), precision(config)),
                Clusterers.of(config),
                objective(config.objective()),
                TrainingViews.of(views),
                ViewRecipes.evaluation(views.evaluationResize(), views.imageSize(), Interpolation.BILINEAR));
    }

    Components withEncoder(EncoderFactory other) {
        return new Components(other, clusterer, objective, views, fixedView);
    }

    Components withClusterer(Clusterer other) {
        return new Components(encoder, other, objective, views, fixedView);
    }

    Components withObjective(HcscObjective other) {
        return new Components(encoder, clusterer, other, views, fixedView);
    }

    /** Makes encoders, queue, optimiser and room for the images' keys, initialised from the run's seed. */
    TrainingState newState(NDManager manager, PretrainConfig config, int images) {
        TorchOps.seed(config.run().seed());
        MomentumEncoder encoders = MomentumEncoder.create(
                encoder,
                config.encoder().dimension(),
                config.queue().keyMomentum(),
                manager,
                Backbone.images(config.optimizer().batchSize(), config.views().imageSize()));
        KeyQueue queue = KeyQueue.create(
                manager, config.queue().capacity(), config.encoder().dimension());
        Sgd optimizer = new Sgd(
                encoders.query().weights(),
                config.optimizer().sgdMomentum(),
                config.optimizer().weightDecay());
        Optional<GatheredKeys> gathered = config.prototypes().gathersKeys()
                ? Optional.of(
                        GatheredKeys.create(manager, images, config.encoder().dimension()))
                : Optional.empty();
        return new TrainingState(manager, encoders, queue, gathered, optimizer);
    }

    /** What the activations of the configuration's encoder are, {@code AUTO} if that is left to the device. */
    static Precision precision(PretrainConfig config) {
        return Precision.valueOf(config.run().precision().name());
    }

    private static HcscObjective objective(ObjectiveConfig config) {
        ObjectiveConfig.Selection selection = config.selection();
        double floor = config.fidelity() == Fidelity.RELEASED ? RELEASED_DENSITY_FLOOR : 0;
        NegativeSelector instances = selection.instance()
                ? new SemanticSelector(0, selection.maximumKeep(), floor)
                : NegativeSelector.KEEP_ALL;
        NegativeSelector prototypes = selection.prototype()
                ? new SemanticSelector(selection.minimumPrototypeKeep(), selection.maximumKeep(), 0)
                : NegativeSelector.KEEP_ALL;
        return new HcscObjective(
                config.temperature(),
                instances,
                prototypes,
                localSelection(selection),
                loss(config),
                candidates(config),
                selection.instance()
                        ? LevelReduction.valueOf(config.instanceLevels().name())
                        : LevelReduction.MEAN);
    }

    private static LocalSelection localSelection(ObjectiveConfig.Selection selection) {
        if (selection.local()) {
            return LocalSelection.BOTH;
        }
        return switch (selection.localMasks()) {
            case PROTOTYPES_ALWAYS -> LocalSelection.PROTOTYPES;
            case ONE_SWITCH -> LocalSelection.NONE;
        };
    }

    private static ContrastiveLoss loss(ObjectiveConfig config) {
        return new InfoNce(
                switch (config.rejectedNegatives()) {
                    case ZERO_LOGIT -> InfoNce.Rejected.ZERO_LOGIT;
                    case REMOVED -> InfoNce.Rejected.REMOVED;
                });
    }

    private static PrototypeCandidates candidates(ObjectiveConfig config) {
        return new PrototypeCandidates(
                PrototypeCandidates.Range.valueOf(config.prototypeNegatives().name()),
                PrototypeCandidates.Excluded.valueOf(config.positivesExcluded().name()));
    }
}
