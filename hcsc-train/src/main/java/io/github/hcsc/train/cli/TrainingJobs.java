package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.compare.ComparisonPage;
import io.github.hcsc.train.compare.Outcome;
import io.github.hcsc.train.compare.Summary;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.EmbeddingHealth;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.FineTuneProtocol;
import io.github.hcsc.train.eval.finetune.FineTuner;
import io.github.hcsc.train.eval.finetune.FineTuner.FineTuneResult;
import io.github.hcsc.train.eval.linear.FeatureBatches;
import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.features.FeatureCache;
import io.github.hcsc.train.features.FeatureSource;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.weights.EncoderOrigin;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real work, done in this process. */
final class TrainingJobs implements Jobs, EncoderJobs {

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Override
    public Report pretrain(
            PretrainConfig config,
            Optional<Path> official,
            Optional<EncoderFactory> own,
            Path run,
            TrainingProgress progress) {
        return Launch.current().run(Pretrainer.engine(config), group -> {
            PretrainerBuilder builder = Pretrainer.create(config, run).optCollectives(group);
            official.ifPresent(builder::optContinue);
            own.ifPresent(builder::optEncoder);
            return train(builder, config, new Going(run, own), progress);
        });
    }

    @Override
    public Report resume(Path run, Optional<EncoderFactory> own, TrainingProgress progress) {
        PretrainConfig config = RunDirectory.readConfig(run);
        return Launch.current().run(Pretrainer.engine(config), group -> {
            PretrainerBuilder builder = Pretrainer.resume(run).optCollectives(group);
            own.ifPresent(builder::optEncoder);
            return train(builder, config, new Going(run, own), progress);
        });
    }

    /** How to go on with a run. */
    private record Going(Path run, Optional<EncoderFactory> own) {
        @Override
        public String toString() {
            return "hcsc resume " + Ending.quoted(run)
                    + own.map(factory -> " " + EncoderFactoryOption.of(EncoderOrigin.of(factory)))
                            .orElse("");
        }
    }

    private static Report train(
            PretrainerBuilder builder, PretrainConfig config, Going going, TrainingProgress progress) {
        long start = System.nanoTime();
        boolean done;
        SourceFacts facts = new SourceFacts();
        Forecast forecast = new Forecast(progress, System::nanoTime);
        try (TrainingData images = TrainingData.open(config.data(), config.run().seed());
                Pretrainer pretrainer =
                        builder.optData(images).optProgress(forecast).build()) {
            facts.opened(images.training()).forEach(progress::message);
            images.heldOut().filter(held -> config.data().heldOut().isPresent()).ifPresent(held -> facts.opened(held)
                    .forEach(progress::message));
            done = StopOnSignal.run(pretrainer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        facts.found().forEach(progress::message);
        double seconds = (System.nanoTime() - start) / 1e9;
        try {
            RunReport report = RunReport.of(going.run());
            Optional<Duration> left = done ? Optional.empty() : forecast.left();
            return facts.addTo(new Ending(going.run(), report, done, left, going.toString()).inWords(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Report demo(DemoTask task, TrainingProgress progress) throws IOException {
        return task.run(progress);
    }

    @Override
    public Report compare(Comparison comparison, Path out, TrainingProgress progress) throws IOException {
        Path page = out.resolve(ComparisonPage.FILE);
        List<Outcome> outcomes = comparison.run(out, progress, StopOnSignal::run, finished -> {
            try {
                new ComparisonPage(comparison, new Summary(finished)).write(page);
            } catch (IOException e) {
                throw new UncheckedIOException(page + " cannot be written: " + FileProblem.of(e), e);
            }
        });
        return new CompareReport(comparison, new Summary(outcomes), out).inWords();
    }

    @Override
    public Features features(FeatureRequest wanted, ImageSource images, NDManager manager) throws IOException {
        Features features = new FeatureSource(wanted.encoder().open(), wanted.cache(), THREADS)
                .features(images, wanted.view(), manager);
        EmbeddingHealth.requireFinite("features", features.rows());
        return features;
    }

    @Override
    public Features untrained(FeatureRequest wanted, long seed, ImageSource images, NDManager manager)
            throws IOException {
        try (ImageProgress progress = ImageProgress.onStandardError("features", images.size());
                NDManager network = manager.newSubManager()) {
            Features features = TrainedEncoder.untrained(wanted.encoder().open(), seed, network)
                    .features(network, images, wanted.view(), THREADS, progress);
            features.rows().attach(manager);
            return features;
        }
    }

    @Override
    public NDArray project(EncoderSource encoder, NDArray features) throws IOException {
        try (NDManager network = features.getManager().newSubManager()) {
            NDArray embeddings =
                    new TrainedEncoder(encoder.open(), network).embeddings(features.getManager(), features);
            EmbeddingHealth.requireFinite("embeddings", embeddings);
            return embeddings;
        }
    }

    @Override
    public boolean hasHead(EncoderSource encoder) throws IOException {
        return encoder.open().hasHead();
    }

    @Override
    public FeatureBatches randomViews(
            EncoderSource encoder, ImageSource images, RandomView view, int batch, int seed, NDManager manager)
            throws IOException {
        EncoderWeights weights = encoder.open();
        LoaderConfig loading = new LoaderConfig(batch, LoaderConfig.Order.SHUFFLED_ALL, seed, THREADS, 2, 0.01);
        return new TrainedEncoder(weights, manager).randomViews(images, view.recipe(weights.views()), loading);
    }

    @Override
    public FineTuneResult fineTune(
            FeatureRequest start,
            Optional<List<Double>> deviation,
            FineTuneProtocol protocol,
            LabelledImages training,
            LabelledImages test,
            TrainingProgress progress,
            NDManager manager)
            throws IOException {
        EncoderWeights weights = start.encoder().open();
        ViewsConfig views = weights.views();
        EncoderWeights normalized =
                weights.withViews(deviation.map(views::withStd).orElse(views));
        int classes = training.classNames().size();
        try (FineTuner tuner = new FineTuner(normalized, start.view(), protocol, classes, THREADS, manager)) {
            return tuner.run(training, test, progress);
        }
    }

    @Override
    public NDList embeddings(EncoderSource encoder, Optional<FeatureCache> cache, ImageSource images, NDManager manager)
            throws IOException {
        FeatureSource source = new FeatureSource(encoder.open(), cache, THREADS);
        Features first = source.embeddings(images, 0, manager);
        Features second = source.embeddings(first.of(images), 1, manager);
        return new NDList(first.only(second.images()).rows(), second.rows());
    }
}
