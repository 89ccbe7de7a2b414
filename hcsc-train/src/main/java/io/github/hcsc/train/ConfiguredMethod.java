package io.github.hcsc.train;

import io.github.hcsc.core.Attraction;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.LevelReduction;
import io.github.hcsc.core.LocalSelection;
import io.github.hcsc.core.PrototypeCandidates;
import io.github.hcsc.core.loss.ContrastiveLoss;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.method.HcscMethod;
import io.github.hcsc.core.method.KeyMomentum;
import io.github.hcsc.core.method.Method;
import io.github.hcsc.core.method.SimClrMethod;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.train.config.HcscConfig;
import io.github.hcsc.train.config.ObjectiveConfig;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.QueueConfig;

/** The method that a configuration names. */
public final class ConfiguredMethod {

    private ConfiguredMethod() {}

    static Method of(PretrainConfig config) {
        HcscConfig hcsc = config.hcsc();
        HcscConfig.Attraction drawn = hcsc.attraction();
        HcscObjective objective = objective(config.objective())
                .withPrototypes(
                        hcsc.prototypeWeight(), new Attraction(drawn.weight(), drawn.temperature(), drawn.outsiders()));
        return config.hasQueue()
                ? new HcscMethod(
                        objective,
                        config.queue().capacity(),
                        momentum(config.queue()),
                        config.prototypes().gathersKeys())
                : new SimClrMethod(objective);
    }

    private static KeyMomentum momentum(QueueConfig config) {
        return new KeyMomentum(config.keyMomentum(), config.momentumSchedule() == QueueConfig.MomentumSchedule.COSINE);
    }

    /** Returns the objective that a configuration describes. */
    public static HcscObjective objective(ObjectiveConfig config) {
        ObjectiveConfig.Selection selection = config.selection();
        NegativeSelector instances = selection.instance()
                ? new SemanticSelector(0, selection.maximumKeep(), selection.minimumInstanceDensity())
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
                reduction(selection.instance() ? config.instanceLevels() : config.unselectedLevels()));
    }

    private static LevelReduction reduction(ObjectiveConfig.Levels levels) {
        return switch (levels) {
            case SUM -> LevelReduction.SUM;
            case MEAN -> LevelReduction.MEAN;
        };
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
                switch (config.prototypeNegatives()) {
                    case BELOW_LARGEST -> PrototypeCandidates.Range.BELOW_LARGEST;
                    case ALL -> PrototypeCandidates.Range.ALL;
                },
                switch (config.positivesExcluded()) {
                    case BATCH -> PrototypeCandidates.Excluded.BATCH;
                    case OWN -> PrototypeCandidates.Excluded.OWN;
                });
    }
}
