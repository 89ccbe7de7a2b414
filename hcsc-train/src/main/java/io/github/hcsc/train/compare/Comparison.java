package io.github.hcsc.train.compare;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Pretrains with several methods and seeds on the same images, under the same budget, each from the same untrained
 * weights of a seed. Runs that are finished are not repeated, one that was stopped goes on.
 *
 * @param common configuration that all runs share; it must hold images out for kNN
 * @param methods what to compare
 * @param seeds every method is run with each
 * @param images how many training images to draw, the same for all runs; all if empty
 */
public record Comparison(PretrainConfig common, List<Method> methods, List<Integer> seeds, OptionalInt images) {
    private static final String KNN = "knn_top1";

    /** Copies the lists and checks that kNN can be measured. */
    public Comparison {
        methods = List.copyOf(methods);
        seeds = List.copyOf(seeds);
        if (methods.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one method and one seed");
        }
        if (common.run().knn().everyEpochs() == 0) {
            throw new IllegalArgumentException("run.knn.everyEpochs must be at least 1: kNN is what is compared");
        }
    }

    /**
     * Does the runs that are not finished yet, one after the other.
     *
     * @param folder holds a folder of each run, {@code METHOD-seedN}
     * @param train runs a pretrainer and tells whether it came to its end; if not, the comparison stops there
     * @return the outcomes of all finished runs
     */
    public List<Outcome> run(Path folder, TrainingProgress progress, Predicate<Pretrainer> train) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int seed : seeds) {
            for (Method method : methods) {
                progress.message(method.title() + ", seed " + seed);
                Optional<Outcome> outcome = outcome(method, seed, folder, progress, train);
                if (outcome.isEmpty()) {
                    return outcomes;
                }
                outcomes.add(outcome.get());
            }
        }
        return outcomes;
    }

    private Optional<Outcome> outcome(
            Method method, int seed, Path folder, TrainingProgress progress, Predicate<Pretrainer> train)
            throws IOException {
        Path run = folder.resolve(method.word() + "-seed" + seed);
        Optional<Outcome> known = Outcome.read(run);
        if (known.isPresent()) {
            return known;
        }
        PretrainConfig config = method.of(common, seed);
        Stopwatch time = Stopwatch.start();
        try (Pretrainer pretrainer =
                builder(run, config).optData(data()).optProgress(progress).build()) {
            if (!train.test(pretrainer)) {
                return Optional.empty();
            }
        }
        List<Double> course = course(run);
        Outcome outcome = new Outcome(
                method.word(), seed, course.get(0), course.get(course.size() - 1), time.seconds(), time.cpuSeconds());
        outcome.write(run);
        return Optional.of(outcome);
    }

    private static PretrainerBuilder builder(Path run, PretrainConfig config) {
        if (!RunDirectory.holdsRun(run)) {
            return Pretrainer.create(config, run);
        }
        if (!RunDirectory.readConfig(run).equals(config)) {
            throw new RunException(run + " is a run of another configuration; name another folder for the comparison");
        }
        return Pretrainer.resume(run);
    }

    private TrainingData data() {
        int seed = common.run().seed();
        TrainingData all = TrainingData.open(common.data(), seed);
        if (all.heldOut().isEmpty()) {
            throw new RunException("kNN needs held-out images: data.heldOut or data.heldOutShare must name some");
        }
        ImageSource training = all.training();
        return images.isPresent()
                ? new TrainingData(Subset.random(training, images.getAsInt(), seed), all.heldOut())
                : all;
    }

    private static List<Double> course(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey(KNN))
                .map(values -> values.get(KNN))
                .toList();
    }
}
