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
import io.github.hcsc.train.distributed.GradientMean;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One batch: momentum update, keys, queries, local views, loss, gradient descent, enqueue.
 *
 * <p>View 0 of a batch is the query, view 1 the key, all others are local views. With several batch groups the keys come
 * shuffled and are brought in order after their encoder, and each group has its own masks and loss, as on several devices.
 * In a job of several processes each has some of the groups; keys and gradients are exchanged.
 */
public final class TrainingStep {

    private final MomentumEncoder encoders;
    private final KeyQueue queue;
    private final Optional<GatheredKeys> gathered;
    private final HcscObjective objective;
    private final Sgd optimizer;
    private final GradientMean gradients;
    private final BatchShare share;
    private final BatchGroups groups;
    private final Normalization normalization;
    private final StepRandom random;

    TrainingStep(
            TrainingState state,
            HcscObjective objective,
            GradientMean gradients,
            BatchShare share,
            Normalization normalization,
            StepRandom random) {
        this.encoders = state.encoders();
        this.queue = state.queue();
        this.gathered = state.gathered();
        this.optimizer = state.optimizer();
        this.objective = objective;
        this.gradients = gradients;
        this.share = share;
        groups = share.groups();
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

            encoders.update();
            NDArray keys = Autograd.paused(() -> embedKeys(scope, batch, step));
            ContrastBatch embedded = Autograd.recording(() -> embed(scope, batch, keys, indices));
            ObjectiveTerms terms = Autograd.recording(() -> evaluate(embedded, hierarchy, random.uniforms(step)));
            Autograd.backward(Autograd.recording(terms::total));
            NDArray losses = LossMeter.losses(terms);
            losses.attach(manager);
            gradients.average();
            optimizer.step(learningRate);
            queue.enqueue(keys, indices);
            gathered.ifPresent(latest -> latest.put(indices, keys));
            return losses;
        }
    }

    private NDArray embedKeys(NDManager scope, ViewBatch batch, long step) {
        try (NDArray shuffled = embed(encoders.key(), normalization.images(scope, batch, 1))) {
            return share.wholeBatch(scope, shuffled, step);
        }
    }

    private ContrastBatch embed(NDManager scope, ViewBatch batch, NDArray keys, NDArray indices) {
        NDArray queries = embed(encoders.query(), normalization.images(scope, batch, 0));
        List<NDArray> locals = new ArrayList<>();
        for (int view = 2; view < batch.views(); view++) {
            locals.add(embed(encoders.query(), normalization.images(scope, batch, view)));
        }
        return new ContrastBatch(queries, share.own(keys), locals, share.own(indices));
    }

    private NDArray embed(Block encoder, NDArray images) {
        try (images) {
            return groups.embed(encoder, images);
        }
    }

    private ObjectiveTerms evaluate(
            ContrastBatch batch, PrototypeHierarchy hierarchy, IntFunction<UniformSource> uniforms) {
        List<ContrastBatch> parts = batch.split(groups.count());
        List<ObjectiveTerms> terms = new ArrayList<>();
        for (int g = 0; g < parts.size(); g++) {
            UniformSource random = uniforms.apply(groups.before() + g);
            terms.add(objective.evaluate(parts.get(g), queue, hierarchy, random));
        }
        return ObjectiveTerms.mean(terms);
    }
}
