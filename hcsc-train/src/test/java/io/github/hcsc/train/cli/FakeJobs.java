package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.compare.Arm;
import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.Accuracy;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.FineTuneProtocol;
import io.github.hcsc.train.eval.finetune.FineTuner.FineTuneResult;
import io.github.hcsc.train.eval.linear.FeatureBatches;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.features.FeatureCache;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers what it was asked; an image's features are its mean colour. */
final class FakeJobs implements Jobs, EncoderJobs {
    final List<PretrainConfig> configs = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();

    @Override
    public Report pretrain(
            PretrainConfig config,
            Optional<Path> official,
            Optional<EncoderFactory> own,
            Path run,
            TrainingProgress progress) {
        failure.ifPresent(e -> {
            throw e;
        });
        configs.add(config);
        return done("pretrain " + run + official.map(file -> " after " + file).orElse(""));
    }

    @Override
    public Report resume(Path run, Optional<EncoderFactory> own, TrainingProgress progress) {
        return done("resume " + run);
    }

    @Override
    public Report demo(DemoTask task, TrainingProgress progress) {
        return done("demo " + task.out().map(Path::toString).orElse("-") + " "
                + task.demo().config().run().seed() + " "
                + task.demo().config().run().device() + " " + task.page() + " "
                + task.rivals().stream().map(Arm::name).toList());
    }

    @Override
    public Report compare(Comparison comparison, Path out, TrainingProgress progress) {
        configs.add(comparison.common());
        return done("compare " + comparison.arms() + " " + comparison.seeds() + " " + comparison.images());
    }

    @Override
    public Features features(FeatureRequest wanted, ImageSource images, NDManager manager) throws IOException {
        calls.add("features of " + wanted.encoder());
        List<float[]> means = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        for (int index = 0; index < images.size(); index++) {
            try {
                means.add(mean(images.image(index).rgb()));
                read.add(index);
            } catch (IOException e) {
                calls.add("cannot read " + images.name(index));
            }
        }
        return new Features(
                manager.create(means.toArray(float[][]::new)),
                read.stream().mapToInt(Integer::intValue).toArray());
    }

    private static float[] mean(byte[] rgb) {
        float[] mean = new float[3];
        for (int i = 0; i < rgb.length; i++) {
            mean[i % 3] += (rgb[i] & 255) * 3f / rgb.length;
        }
        return mean;
    }

    @Override
    public Features untrained(FeatureRequest wanted, long seed, ImageSource images, NDManager manager)
            throws IOException {
        calls.add("untrained " + seed);
        Features features = features(wanted, images, manager);
        return new Features(features.rows().mul(0), features.images());
    }

    @Override
    public NDArray project(EncoderSource encoder, NDArray features) {
        return features.normalize(2, 1);
    }

    @Override
    public boolean hasHead(EncoderSource encoder) {
        return true;
    }

    @Override
    public FeatureBatches randomViews(
            EncoderSource encoder, ImageSource images, RandomView view, int batch, int seed, NDManager manager)
            throws IOException {
        return new KeptBatches(
                features(new FeatureRequest(encoder, FixedView.BICUBIC, Optional.empty()), images, manager)
                        .rows(),
                batch,
                seed);
    }

    @Override
    public FineTuneResult fineTune(
            FeatureRequest start,
            Optional<List<Double>> deviation,
            FineTuneProtocol protocol,
            LabelledImages training,
            LabelledImages test,
            TrainingProgress progress,
            NDManager manager) {
        calls.add("fine-tune " + start.encoder() + " " + deviation + " " + protocol);
        Accuracy half = new Accuracy(test.labels().length, 50, 100);
        return new FineTuneResult(training.labels().length, half, 1, half);
    }

    @Override
    public NDList embeddings(EncoderSource encoder, Optional<FeatureCache> cache, ImageSource images, NDManager manager)
            throws IOException {
        NDArray features = features(new FeatureRequest(encoder, FixedView.BICUBIC, Optional.empty()), images, manager)
                .rows();
        return new NDList(features, features.mul(2));
    }

    private Report done(String call) {
        calls.add(call);
        return new Report("done: " + call, Map.of("call", call));
    }
}
