package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.method.Batch.Progress;
import io.github.hcsc.core.method.Learner;
import io.github.hcsc.core.method.Lesson;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.distributed.GradientMean;
import io.github.hcsc.train.view.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One batch of any method: lesson, backward pass, mean of the gradients over the processes, descent, and what the method
 * does afterwards.
 */
final class TrainingStep {

    private final TrainingState state;
    private final Learner learner;
    private final Map<String, Part> trained = new LinkedHashMap<>();
    private final BatchShare share;
    private final Chunks chunks;
    private final Normalization normalization;
    private final StepRandom random;

    private record Part(List<NDArray> weights, GradientMean gradients) {}

    TrainingStep(
            TrainingState state,
            Collectives group,
            BatchShare share,
            Chunks chunks,
            Normalization normalization,
            StepRandom random) {
        this.state = state;
        this.learner = state.learner();
        this.share = share;
        this.chunks = chunks;
        this.normalization = normalization;
        this.random = random;
        state.parts().weights().forEach((name, weights) -> {
            List<NDArray> tensors = List.copyOf(weights.values());
            trained.put(name, new Part(tensors, GradientMean.of(tensors, group)));
        });
    }

    /**
     * Trains on a batch.
     *
     * @param manager receives the result
     * @param hierarchy the prototypes of this epoch, none before the first clustering
     * @return the loss and the terms of this step, in the order of {@link LossMeter}
     */
    NDArray run(
            NDManager manager, ViewBatch images, PrototypeHierarchy hierarchy, double learningRate, Progress progress) {
        return run(manager, images, hierarchy, learningRate, progress, TrainingObserver.NOBODY);
    }

    /**
     * Trains on a batch as above.
     *
     * @param observer may look into the step
     */
    NDArray run(
            NDManager manager,
            ViewBatch images,
            PrototypeHierarchy hierarchy,
            double learningRate,
            Progress progress,
            TrainingObserver observer) {
        try (NDManager scope = manager.newSubManager()) {
            state.parts().lendTo(scope);
            hierarchy.lendTo(scope);
            StepBatch batch =
                    new StepBatch(scope, images, progress, hierarchy, share, chunks, normalization, random, observer);

            Lesson lesson = Autograd.recording(() -> learner.learn(batch));
            NDArray total = Autograd.recording(lesson.terms()::total);
            batch.backward(total);
            NDArray values = state.meter().values(total, lesson.terms());
            values.attach(manager);
            Set<String> idle = learner.idle(batch);
            observer.learnt(images, lesson, values, idle);
            descend(idle, learningRate, progress);
            Autograd.paused(lesson.afterwards());
            return values;
        }
    }

    private void descend(Set<String> idle, double learningRate, Progress progress) {
        Map<String, Part> moving = new LinkedHashMap<>(trained);
        moving.keySet().removeAll(idle);
        moving.values().forEach(part -> part.gradients.average());
        Descent descent = state.descent();
        double epoch = progress.epoch();
        moving.keySet().forEach(part -> state.optimizer(part).hold(epoch));
        descent.clip()
                .apply(moving.values().stream()
                        .flatMap(part -> part.weights.stream())
                        .toList());
        double weightDecay = descent.weightDecay().at(epoch);
        moving.keySet().forEach(part -> state.optimizer(part).step(learningRate, weightDecay, epoch));
    }
}
