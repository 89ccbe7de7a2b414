package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Lesson;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.replay.ReplayedStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies what one step computes. */
final class StepRecorder implements TrainingObserver {

    private final TrainingState state;
    private final BatchShare share;
    private final ImageSource source;
    private final Map<String, TensorData> shown = new LinkedHashMap<>();
    private final Map<String, Double> losses = new LinkedHashMap<>();
    private final Map<String, Double> gradientNorms = new LinkedHashMap<>();
    private final List<ReplayedStep.Sample> images = new ArrayList<>();
    private Position position = Position.START;
    private double learningRate;

    /** @param source the training images */
    StepRecorder(TrainingState state, BatchShare share, ImageSource source) {
        this.state = state;
        this.share = share;
        this.source = source;
    }

    /** Returns the step, once it is done. */
    ReplayedStep step() {
        return new ReplayedStep(
                position.step() + 1,
                position.epoch(),
                position.batch(),
                learningRate,
                images,
                losses,
                gradientNorms,
                shown);
    }

    @Override
    public boolean stopping() {
        return false;
    }

    @Override
    public void features(int view, NDArray rows) {
        show("features.view" + view, rows, view);
    }

    /** Further rows of the same name follow those before. */
    @Override
    public void shown(String name, NDArray tensor) {
        TensorData rows =
                TensorData.of(NonFinite.floats(tensor), tensor.getShape().getShape());
        shown.merge(name, rows, StepRecorder::joined);
    }

    private static TensorData joined(TensorData first, TensorData second) {
        float[] values =
                new float[Math.toIntExact(first.shape().size() + second.shape().size())];
        System.arraycopy(
                first.toFloats(), 0, values, 0, Math.toIntExact(first.shape().size()));
        System.arraycopy(
                second.toFloats(),
                0,
                values,
                Math.toIntExact(first.shape().size()),
                Math.toIntExact(second.shape().size()));
        long[] shape = first.shape().getShape();
        shape[0] += second.shape().get(0);
        return TensorData.of(values, shape);
    }

    @Override
    public void learnt(ViewBatch batch, Lesson lesson, NDArray values, Set<String> idle) {
        position = state.position();
        show("embedding", lesson.embedding(), 0);
        float[] numbers = values.toFloatArray();
        losses.put(LossMeter.TOTAL, (double) numbers[0]);
        List<String> terms = state.parts().terms();
        for (int i = 0; i < terms.size(); i++) {
            losses.put(terms.get(i), (double) numbers[1 + i]);
        }
        state.parts().weights().forEach((part, weights) -> {
            if (!idle.contains(part)) {
                weights.forEach((name, weight) -> gradientNorms.put(part + name, gradientNorm(weight)));
            }
        });
        images.addAll(samples(batch));
    }

    @Override
    public void stepped(Stepped step) {
        learningRate = step.learningRate();
    }

    private static double gradientNorm(NDArray weight) {
        try (NDArray gradient = weight.getGradient()) {
            double squares = 0;
            for (float value : NonFinite.floats(gradient)) {
                squares += (double) value * value;
            }
            return Math.sqrt(squares);
        }
    }

    /** Brings rows that came in the order of a view into the order of the batch. */
    private void show(String name, NDArray rows, int view) {
        int[] order = order(view, Math.toIntExact(rows.size(0)));
        float[] values = NonFinite.floats(rows);
        int width = values.length / order.length;
        float[] ordered = new float[values.length];
        for (int row = 0; row < order.length; row++) {
            System.arraycopy(values, row * width, ordered, order[row] * width, width);
        }
        shown.put(name, TensorData.of(ordered, rows.getShape().getShape()));
    }

    /** Returns which image of the batch each row of a view shows. */
    private int[] order(int view, int rows) {
        Position at = state.position();
        return share.positions(at.epoch(), at.batch(), rows, view);
    }

    private List<ReplayedStep.Sample> samples(ViewBatch batch) {
        List<List<Image>> views = new ArrayList<>();
        for (int view = 0; view < batch.views(); view++) {
            views.add(pictures(batch, view));
        }
        long[] indices = batch.indices();
        List<ReplayedStep.Sample> samples = new ArrayList<>();
        for (int i = 0; i < indices.length; i++) {
            int image = i;
            samples.add(new ReplayedStep.Sample(
                    indices[i],
                    source.name((int) indices[i]),
                    views.stream().map(view -> view.get(image)).toList()));
        }
        return samples;
    }

    private List<Image> pictures(ViewBatch batch, int view) {
        int size = batch.viewSize(view);
        ByteBuffer pixels = batch.view(view).duplicate();
        int[] order = order(view, batch.size());
        Image[] pictures = new Image[order.length];
        for (int image : order) {
            byte[] rgb = new byte[3 * size * size];
            pixels.get(rgb);
            pictures[image] = new Image(size, size, rgb);
        }
        return List.of(pictures);
    }
}
