package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.loss.ContrastiveLogits;
import io.github.hcsc.core.loss.ContrastiveLoss;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The objective of HCSC: at every level of the hierarchy, queries are contrasted with selected keys, of a queue or of the
 * batch, and with selected prototypes.
 *
 * <p>Without prototypes this is MoCo v2's or SimCLR's. Tensors of the queue and of the hierarchy must be lent to the scope
 * that owns the batch.
 *
 * @param temperature the temperature of the instance contrast; prototypes bring their density instead
 * @param instances selects among the keys
 * @param prototypes selects among the prototypes of a level, judged by the level above
 * @param localSelection which of the two selections local views use
 * @param loss the loss of a contrast
 * @param candidates which prototypes may be negatives
 * @param instanceLevels how the instance losses of the levels are combined; prototype losses are always averaged
 * @param prototypeWeight what the prototype losses are multiplied by; published: 1
 * @param attraction what draws instances of the same prototype together; published: {@link Attraction#NONE}
 * @see <a href="https://arxiv.org/abs/2202.00455">HCSC</a>, section 3
 */
public record HcscObjective(
        double temperature,
        NegativeSelector instances,
        NegativeSelector prototypes,
        LocalSelection localSelection,
        ContrastiveLoss loss,
        PrototypeCandidates candidates,
        LevelReduction instanceLevels,
        double prototypeWeight,
        Attraction attraction) {

    /** Checks the temperature. */
    public HcscObjective {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be positive, but was " + temperature);
        }
        if (!(prototypeWeight >= 0)) {
            throw new IllegalArgumentException("prototypeWeight must not be negative, but was " + prototypeWeight);
        }
    }

    /** Makes an objective as published: of prototypes at full weight, and without attraction. */
    public HcscObjective(
            double temperature,
            NegativeSelector instances,
            NegativeSelector prototypes,
            LocalSelection localSelection,
            ContrastiveLoss loss,
            PrototypeCandidates candidates,
            LevelReduction instanceLevels) {
        this(temperature, instances, prototypes, localSelection, loss, candidates, instanceLevels, 1, Attraction.NONE);
    }

    /** Returns this objective with another weight of the prototype losses, and another attraction. */
    public HcscObjective withPrototypes(double weight, Attraction drawing) {
        return new HcscObjective(
                temperature, instances, prototypes, localSelection, loss, candidates, instanceLevels, weight, drawing);
    }

    /** Returns this objective with other rules of selection, among the keys and among the prototypes. */
    public HcscObjective withSelection(NegativeSelector ofInstances, NegativeSelector ofPrototypes) {
        return new HcscObjective(
                temperature,
                ofInstances,
                ofPrototypes,
                localSelection,
                loss,
                candidates,
                instanceLevels,
                prototypeWeight,
                attraction);
    }

    /** Returns this objective with another loss of each contrast. */
    public HcscObjective withLoss(ContrastiveLoss other) {
        return new HcscObjective(
                temperature,
                instances,
                prototypes,
                localSelection,
                other,
                candidates,
                instanceLevels,
                prototypeWeight,
                attraction);
    }

    /** Returns the loss of a batch against the queue as it was before the batch's keys enter it. */
    public ObjectiveTerms evaluate(
            ContrastBatch batch, KeyQueue queue, PrototypeHierarchy hierarchy, UniformSource random) {
        return evaluate(batch, InstanceCandidates.of(queue), hierarchy, random);
    }

    /**
     * Returns the loss of a batch.
     *
     * @param candidates what the instances are contrasted with
     * @param random the numbers for the selection, drawn per level for candidates and then prototypes, and then per local
     *     view
     */
    public ObjectiveTerms evaluate(
            ContrastBatch batch, InstanceCandidates candidates, PrototypeHierarchy hierarchy, UniformSource random) {
        return evaluate(batch, candidates, hierarchy, random, (name, mask) -> {});
    }

    /**
     * Returns the loss of a batch as above.
     *
     * @param shown is given each mask of the selection by name: 1 where a candidate stays a negative {@code [N, C]}, or one
     *     1 where all stay
     */
    public ObjectiveTerms evaluate(
            ContrastBatch batch,
            InstanceCandidates candidates,
            PrototypeHierarchy hierarchy,
            UniformSource random,
            BiConsumer<String, NDArray> shown) {
        List<NDArray> keptKeys = new ArrayList<>();
        List<NDArray> keptPrototypes = new ArrayList<>();
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            PrototypeLevel level = hierarchy.levels().get(l);
            keptKeys.add(instances.select(candidates.keys(), level.anchorsOf(batch.indices()), level, random));
            keptPrototypes.add(selectPrototypes(prototypes, batch.indices(), hierarchy, l, random));
            shown.accept("kept_keys.level" + l, keptKeys.get(l));
            shown.accept("kept_prototypes.level" + l, keptPrototypes.get(l));
        }
        Optional<NDArray> shares = attraction.shares(batch, candidates, hierarchy);
        ContrastiveLogits logits = instanceLogits(batch.queries(), batch.keys(), candidates, keptKeys);
        NDArray instance = instanceLoss(logits, shares);
        NDArray prototype = prototypeLoss(batch.queries(), batch.indices(), hierarchy, keptPrototypes);

        NDArray zero = batch.queries().getManager().zeros(new Shape());
        NDArray localInstance = zero;
        NDArray localPrototype = zero;
        for (int v = 0; v < batch.locals().size(); v++) {
            NDArray local = batch.locals().get(v);
            String view = "local" + v + ".";
            List<NDArray> kept = localSelection == LocalSelection.BOTH ? keptKeys : List.of();
            ContrastiveLogits seen = instanceLogits(local, batch.keys(), candidates, kept);
            localInstance = localInstance.add(instanceLoss(seen, shares));
            localPrototype = localPrototype.add(localPrototypeLoss(
                    local, batch.indices(), hierarchy, random, (name, mask) -> shown.accept(view + name, mask)));
        }
        return new ObjectiveTerms(instance, prototype, localInstance, localPrototype, accuracy(logits));
    }

    /** Contrasts views with the candidates once per mask, or once with all of them if there are no masks. */
    private ContrastiveLogits instanceLogits(
            NDArray views, NDArray keys, InstanceCandidates candidates, List<NDArray> masks) {
        NDArray scaled = TorchOps.divide(views, temperature); // [N, d]
        NDArray positive = scaled.mul(keys).sum(new int[] {1}); // [N]
        NDArray others = scaled.matMul(candidates.keys().vectors().transpose()); // [N, C]
        ContrastiveLogits all = ContrastiveLogits.withAll(positive, others);
        return new ContrastiveLogits(
                positive, others, candidates.eligible(), masks.isEmpty() ? all.selections() : masks);
    }

    private NDArray instanceLoss(ContrastiveLogits logits, Optional<NDArray> shares) {
        NDArray contrast = instanceLevels.of(losses(logits));
        return shares.map(spread -> contrast.add(attraction.loss(logits, spread)))
                .orElse(contrast);
    }

    private NDArray losses(ContrastiveLogits logits) {
        NDArray losses = loss.evaluate(logits);
        Shape expected = new Shape(logits.selections().size());
        if (!losses.getShape().equals(expected)) {
            throw new IllegalArgumentException(
                    "a loss must have one value per selection, " + expected + ", but was " + losses.getShape());
        }
        return losses;
    }

    /** Returns the share of queries whose positive is no less than any eligible candidate, selected or not. */
    private static NDArray accuracy(ContrastiveLogits logits) {
        return Autograd.paused(() -> {
            NDArray candidates = logits.candidates();
            NDArray largest = logits.eligible()
                    .map(mask -> TorchOps.largest(candidates, mask))
                    .orElseGet(() -> TorchOps.largest(candidates));
            return logits.positive()
                    .gte(largest)
                    .toType(DataType.FLOAT32, false)
                    .mean();
        });
    }

    /** Contrasts views with the prototypes of every level. */
    private NDArray prototypeLoss(NDArray views, NDArray indices, PrototypeHierarchy hierarchy, List<NDArray> masks) {
        if (hierarchy.levels().isEmpty()) {
            return views.getManager().zeros(new Shape());
        }
        List<NDArray> losses = new ArrayList<>();
        for (int l = 0; l < masks.size(); l++) {
            PrototypeLevel level = hierarchy.levels().get(l);
            NDArray anchors = level.anchorsOf(indices);
            NDArray logits = views.matMul(level.centroids().transpose()).div(level.density()); // [N, M]
            NDArray positive = logits.gather(anchors.expandDims(1), 1).squeeze(1); // [N]
            NDArray eligible = candidates.eligible(anchors, level);
            losses.add(losses(new ContrastiveLogits(positive, logits, Optional.of(eligible), List.of(masks.get(l)))));
        }
        NDArray mean = LevelReduction.MEAN.of(NDArrays.concat(new NDList(losses)));
        return prototypeWeight == 1 ? mean : TorchOps.divide(mean, 1 / prototypeWeight);
    }

    private NDArray localPrototypeLoss(
            NDArray local,
            NDArray indices,
            PrototypeHierarchy hierarchy,
            UniformSource random,
            BiConsumer<String, NDArray> shown) {
        NegativeSelector selector = localSelection == LocalSelection.NONE ? NegativeSelector.KEEP_ALL : prototypes;
        List<NDArray> kept = new ArrayList<>();
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            kept.add(selectPrototypes(selector, indices, hierarchy, l, random));
            shown.accept("kept_prototypes.level" + l, kept.get(l));
        }
        return prototypeLoss(local, indices, hierarchy, kept);
    }

    /** Lets the level above judge the prototypes of a level; those of the coarsest level all stay. */
    private static NDArray selectPrototypes(
            NegativeSelector selector, NDArray indices, PrototypeHierarchy hierarchy, int l, UniformSource random) {
        PrototypeLevel level = hierarchy.levels().get(l);
        if (l + 1 == hierarchy.levels().size()) {
            return indices.getManager().ones(new Shape(1, 1));
        }
        PrototypeLevel above = hierarchy.levels().get(l + 1);
        return selector.select(level.candidates(), above.anchorsOf(indices), above, random);
    }
}
