package io.github.hcsc.train.compare;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.LabelLevels;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Pretrains with several arms and seeds on the same images, those of a seed from the same untrained weights. Runs that
 * are finished are not repeated, one that was stopped goes on.
 *
 * @param common configuration that all runs share; it must hold images out for kNN
 * @param arms what to compare, the first being what the others are held against
 * @param seeds every arm is run with each
 * @param images how many training images to draw, the same for all runs; all if empty
 * @param levels a table of further levels of labels; found beside the images if empty
 */
public record Comparison(
        PretrainConfig common, List<Arm> arms, List<Integer> seeds, OptionalInt images, Optional<Path> levels) {

    /** Copies the lists and checks that kNN can be measured and every run has a folder of its own. */
    public Comparison {
        arms = List.copyOf(arms);
        seeds = List.copyOf(seeds);
        if (arms.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one arm and one seed");
        }
        if (arms.stream().map(Arm::word).distinct().count() < arms.size()
                || seeds.stream().distinct().count() < seeds.size()) {
            throw new IllegalArgumentException("arms and seeds must differ, but were "
                    + arms.stream().map(Arm::word).toList() + " and " + seeds);
        }
        if (common.run().knn().everyEpochs() == 0) {
            throw new IllegalArgumentException("run.knn.everyEpochs must be at least 1: kNN is what is compared");
        }
    }

    /** Returns the number of runs. */
    public int runs() {
        return arms.size() * seeds.size();
    }

    /**
     * Does the runs that are not finished yet, one after the other.
     *
     * @param folder holds a folder of each run, {@code ARM-seedN}
     * @param train runs a pretrainer and tells whether it came to its end; if not, the comparison stops there
     * @param finished is told the outcomes of all finished runs after each
     * @return the outcomes of all finished runs
     * @throws ConfigException naming the arm if a setting is unusable, before anything is trained
     * @throws RunException if a folder holds a run of other images or another configuration
     */
    public List<Outcome> run(
            Path folder, TrainingProgress progress, Predicate<Pretrainer> train, Consumer<List<Outcome>> finished)
            throws IOException {
        requireOwn(folder);
        List<Outcome> outcomes = new ArrayList<>();
        for (int seed : seeds) {
            for (Arm arm : arms) {
                Path run = run(folder, arm, seed);
                if (!isFinished(run)) {
                    progress.message(
                            arm.name() + ", seed " + seed + " (run " + (outcomes.size() + 1) + " of " + runs() + ")");
                    if (!trains(arm, seed, run, progress, train)) {
                        return outcomes;
                    }
                }
                outcomes.add(Outcome.read(arm, seed, run));
                finished.accept(List.copyOf(outcomes));
            }
        }
        return outcomes;
    }

    private static Path run(Path folder, Arm arm, int seed) {
        return folder.resolve(arm.word() + "-seed" + seed);
    }

    /** The encoder is the last that a run writes. */
    private static boolean isFinished(Path run) {
        return Files.exists(run.resolve("encoder/encoder.safetensors"));
    }

    /** Every configuration is made, and every run that is there looked at, before hours are spent. */
    private void requireOwn(Path folder) throws IOException {
        try (TrainingData data = data()) {
            for (int seed : seeds) {
                for (Arm arm : arms) {
                    PretrainConfig config = arm.of(common, seed);
                    Path run = run(folder, arm, seed);
                    if (RunDirectory.holdsRun(run)) {
                        require(RunDirectory.readConfig(run).equals(config), run, "another configuration");
                        require(hasSameImages(run, data), run, "other images");
                    }
                }
            }
        }
    }

    private static void require(boolean same, Path run, String difference) {
        if (!same) {
            throw new RunException(run + " is a run of " + difference + "; name another folder for the comparison");
        }
    }

    private static boolean hasSameImages(Path run, TrainingData data) throws IOException {
        Path record = run.resolve("provenance.json");
        return !Files.exists(record)
                || Provenance.read(record).stream()
                        .allMatch(process -> process.data().equals(data.fingerprint()));
    }

    private boolean trains(Arm arm, int seed, Path run, TrainingProgress progress, Predicate<Pretrainer> train)
            throws IOException {
        TrainingData data = data();
        PretrainerBuilder builder =
                RunDirectory.holdsRun(run) ? Pretrainer.resume(run) : Pretrainer.create(arm.of(common, seed), run);
        LabelLevels beside = levels.map(LabelLevels::read)
                .orElseGet(() -> LabelLevels.find(common.data().path(), data.training()));
        try (Pretrainer pretrainer =
                builder.optData(data).optLevels(beside).optProgress(progress).build()) {
            return train.test(pretrainer);
        }
    }

    private TrainingData data() throws IOException {
        int seed = common.run().seed();
        TrainingData all = TrainingData.open(common.data(), seed);
        if (all.heldOut().isEmpty()) {
            all.close();
            throw new RunException("kNN needs held-out images: data.heldOut or data.heldOutShare must name some");
        }
        ImageSource training = all.training();
        return images.isPresent()
                ? new TrainingData(Subset.random(training, images.getAsInt(), seed), all.heldOut())
                : all;
    }
}
