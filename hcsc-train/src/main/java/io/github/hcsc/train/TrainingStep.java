package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.github.hcsc.core.ContrastBatch;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.ObjectiveTerms;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.MomentumEncoder;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One batch: queries, momentum update, keys, local views, loss, gradient descent, enqueue.
 *
 * <p>View 0 of a batch is the query, view 1 the key, all others are local views. With several batch groups the keys are
 * shuffled before and restored after their encoder, and each group has its own masks and loss, as on several devices.
 */
public final class TrainingStep {

    private final MomentumEncoder encoders;
    private final KeyQueue queue;
    private final Optional<GatheredKeys> gathered;
    private final HcscObjective objective;
    private final Sgd optimizer;
    private final BatchGroups groups;
    private final Normalization normalization;
    private final StepRandom random;

    TrainingStep(
            TrainingState state,
            HcscObjective objective,
            BatchGroups groups,
            Normalization normalization,
            StepRandom random) {
        this.encoders = state.encoders();
        this.queue = state.queue();
        this.gathered = state.gathered();
        this.optimizer = state.optimizer();
        this.objective = objective;
        this.groups = groups;
        this.normalization = normalization;
        this.random = random;
    }

    /**
     * Trains on a batch.
     *
     * @param manager receives the result
     * @param hierarchy the prototypes of this epoch, none before the first clustering
     * @param step how many steps came before
     * @return the losses of this step, in the order of {@link LossMeter}
     */
    NDArray run(NDManager manager, ViewBatch batch, PrototypeHierarchy hierarchy, double learningRate, long step) {
        try (NDManager scope = manager.newSubManager()) {
            queue.lendTo(scope);
            hierarchy.lendTo(scope);
            NDArray indices = scope.create(batch.indices());
            UniformSource uniforms = random.uniforms(step);

            ContrastBatch embedded = Autograd.recording(() -> embed(scope, batch, indices, step));
            ObjectiveTerms terms = Autograd.recording(() -> evaluate(embedded, hierarchy, uniforms));
            Autograd.backward(Autograd.recording(terms::total));
            NDArray losses = LossMeter.losses(terms, embedded, queue);
            losses.attach(manager);
            optimizer.step(learningRate);
            queue.enqueue(embedded.keys(), indices);
            gathered.ifPresent(latest -> latest.put(indices, embedded.keys()));
            return losses;
        }
    }

    private ContrastBatch embed(NDManager scope, ViewBatch batch, NDArray indices, long step) {
        NDArray queries = embed(encoders.query(), normalization.images(scope, batch, 0));
        encoders.update();
        NDArray keys = Autograd.paused(() -> embedKeys(scope, batch, step));
        List<NDArray> locals = new ArrayList<>();
        for (int view = 2; view < batch.views(); view++) {
            locals.add(embed(encoders.query(), normalization.images(scope, batch, view)));
        }
        return new ContrastBatch(queries, keys, locals, indices);
    }

    private NDArray embedKeys(NDManager scope, ViewBatch batch, long step) {
        if (groups.count() == 1) {
            return embed(encoders.key(), normalization.images(scope, batch, 1));
        }
        long[] order = random.keyOrder(step, batch.size());
        try (NDArray pixels = normalization.pixels(scope, batch, 1);
                NDArray shuffled = pixels.get(scope.create(order));
                NDArray keys = embed(encoders.key(), normalization.images(shuffled))) {
            return keys.get(scope.create(inverse(order)));
        }
    }

    private static long[] inverse(long[] order) {
        long[] inverse = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[(int) order[i]] = i;
        }
        return inverse;
    }

    private NDArray embed(Block encoder, NDArray images) {
        try (images) {
            return groups.embed(encoder, images);
        }
    }

    private ObjectiveTerms evaluate(ContrastBatch batch, PrototypeHierarchy hierarchy, UniformSource uniforms) {
        List<ObjectiveTerms> terms = batch.split(groups.count()).stream()
                .map(group -> objective.evaluate(group, queue, hierarchy, uniforms))
                .toList();
        return ObjectiveTerms.mean(terms);
    }
}
