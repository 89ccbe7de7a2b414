package io.github.hcsc.train;

import ai.djl.nn.Block;
import io.github.hcsc.core.Attraction;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.LevelReduction;
import io.github.hcsc.core.LocalSelection;
import io.github.hcsc.core.PrototypeCandidates;
import io.github.hcsc.core.encoder.PredictionHead;
import io.github.hcsc.core.encoder.design.Head;
import io.github.hcsc.core.loss.ContrastiveLoss;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.method.HcscMethod;
import io.github.hcsc.core.method.HirlMethod;
import io.github.hcsc.core.method.KeyMomentum;
import io.github.hcsc.core.method.Method;
import io.github.hcsc.core.method.MocoV3Method;
import io.github.hcsc.core.method.PathDiscrimination;
import io.github.hcsc.core.method.SimClrMethod;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.train.config.EncoderConfig;
import io.github.hcsc.train.config.HcscConfig;
import io.github.hcsc.train.config.HirlConfig;
import io.github.hcsc.train.config.MocoV3Config;
import io.github.hcsc.train.config.ObjectiveConfig;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.QueueConfig;
import io.github.hcsc.train.config.StockMethod;
import java.util.function.IntFunction;

/** The method that a configuration names. */
public final class ConfiguredMethod {

    private ConfiguredMethod() {}

    static Method of(PretrainConfig config) {
        Method instances = instances(config);
        HirlConfig hirl = config.hirl();
        return config.method() == StockMethod.HIRL
                ? new HirlMethod(
                        instances,
                        config.prototypes().counts().size(),
                        hirl.headLayers(),
                        new PathDiscrimination(hirl.negatives()))
                : instances;
    }

    private static Method instances(PretrainConfig config) {
        if (config.instances() == StockMethod.MOCO_V3) {
            return mocoV3(config);
        }
        HcscConfig hcsc = config.hcsc();
        HcscConfig.Attraction drawn = hcsc.attraction();
        HcscObjective objective = objective(config.objective())
                .withPrototypes(
                        hcsc.prototypeWeight(), new Attraction(drawn.weight(), drawn.temperature(), drawn.outsiders()));
        QueueConfig queue = config.queue();
        return config.hasQueue()
                ? new HcscMethod(
                        objective,
                        queue.capacity(),
                        momentum(queue.keyMomentum(), queue.momentumSchedule()),
                        config.prototypes().gathersKeys())
                : new SimClrMethod(objective);
    }

    private static Method mocoV3(PretrainConfig config) {
        MocoV3Config values = config.mocoV3();
        int hidden = values.hiddenWidth();
        IntFunction<Block> predictor = config.encoder().architecture().isTransformer()
                ? dim -> PredictionHead.normalized(dim, hidden)
                : dim -> PredictionHead.plain(dim, hidden);
        return new MocoV3Method(
                config.objective().temperature(), momentum(values.keyMomentum(), values.momentumSchedule()), predictor);
    }

    /** Returns what the projection head of a method looks like, by the values of an embedding. */
    static IntFunction<Head> head(PretrainConfig config) {
        EncoderConfig encoder = config.encoder();
        if (config.instances() == StockMethod.MOCO_V3) {
            int layers = encoder.architecture().isTransformer() ? 3 : 2;
            return dim -> Head.normalized(config.mocoV3().hiddenWidth(), layers, dim);
        }
        return encoder.mlpHead() ? Head::mlp : Head::linear;
    }

    private static KeyMomentum momentum(double first, QueueConfig.MomentumSchedule schedule) {
        return new KeyMomentum(first, schedule == QueueConfig.MomentumSchedule.COSINE);
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
