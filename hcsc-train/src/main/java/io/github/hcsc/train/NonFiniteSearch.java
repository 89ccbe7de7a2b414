package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Lesson;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.NonFiniteStep.Sample;
import io.github.hcsc.train.TrainingState.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Looks into every step until one is not finite in its terms, its gradients or the state that it leaves. */
final class NonFiniteSearch implements TrainingObserver {

    private final TrainingState state;
    private final BatchShare share;
    private final ImageSource source;
    private Step step = new Step();
    private Optional<NonFiniteStep> found = Optional.empty();

    /** What is known of the step so far. */
    private static final class Step {
        private Position position = Position.START;
        private long[] images = {};
        private long[] affected = {};
        private Optional<String> tensor = Optional.empty();
        private Optional<String> term = Optional.empty();
        private boolean broken;
    }

    /** @param source the training images */
    NonFiniteSearch(TrainingState state, BatchShare share, ImageSource source) {
        this.state = state;
        this.share = share;
        this.source = source;
    }

    /** Returns the step, once it is found. */
    Optional<NonFiniteStep> found() {
        return found;
    }

    @Override
    public boolean stopping() {
        return found.isPresent();
    }

    @Override
    public void features(int view, NDArray rows) {
        suspect("the features of view " + view, rows, view);
    }

    @Override
    public void shown(String name, NDArray tensor) {
        if (step.tensor.isEmpty() && NonFinite.isIn(tensor)) {
            step.tensor = Optional.of(name);
        }
    }

    @Override
    public void learnt(ViewBatch images, Lesson lesson, NDArray losses, Set<String> idle) {
        suspect("the embedding", lesson.embedding(), 0);
        step.images = images.indices();
        step.position = state.position();
        step.term = NonFinite.firstIn(lesson.terms().minimised());
        Optional<String> gradient = state.parts().weights().entrySet().stream()
                .filter(part -> !idle.contains(part.getKey()))
                .flatMap(part -> brokenGradient(part.getKey(), part.getValue()).stream())
                .findFirst();
        step.tensor = step.tensor.or(() -> step.term).or(() -> gradient);
        step.broken = step.term.isPresent() || gradient.isPresent();
    }

    private static Optional<String> brokenGradient(String part, Map<String, NDArray> weights) {
        return weights.entrySet().stream()
                .filter(weight -> {
                    try (NDArray gradient = weight.getValue().getGradient()) {
                        return NonFinite.isIn(gradient);
                    }
                })
                .map(weight -> "the gradient of " + part + weight.getKey())
                .findFirst();
    }

    /** Remembers the first tensor that is not finite, and the images in whose rows it is not. */
    private void suspect(String name, NDArray rows, int view) {
        if (step.tensor.isEmpty() && NonFinite.isIn(rows)) {
            Position at = state.position();
            int size = Math.toIntExact(rows.size(0));
            int[] shown = share.positions(at.epoch(), at.batch(), size, view);
            step.tensor = Optional.of(name);
            step.affected = Arrays.stream(NonFinite.rows(rows))
                    .map(row -> shown[row])
                    .sorted()
                    .asLongStream()
                    .toArray();
        }
    }

    @Override
    public void stepped(Stepped done) {
        Optional<String> left = NonFinite.firstIn(state.tensors());
        if (step.broken || left.isPresent()) {
            found = Optional.of(new NonFiniteStep(
                    step.position.step() + 1,
                    step.position.epoch(),
                    step.term,
                    step.tensor.or(() -> left).orElseThrow(),
                    samples(),
                    step.images.length));
        }
        step = new Step();
    }

    private List<Sample> samples() {
        LongStream positions =
                step.affected.length > 0 ? Arrays.stream(step.affected) : LongStream.range(0, step.images.length);
        return positions
                .map(position -> step.images[(int) position])
                .mapToObj(index -> new Sample(index, source.name((int) index)))
                .toList();
    }
}
