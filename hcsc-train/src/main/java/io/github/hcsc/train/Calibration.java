package io.github.hcsc.train;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.torch.NativeFolders;
import io.github.hcsc.core.torch.NativeMemory;
import io.github.hcsc.core.torch.UsageTracking;
import io.github.hcsc.core.torch.WaitingThreads;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.RunConfig.Knn;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a run takes here, found by steps of a throw-away copy of the training.
 *
 * @param once what it takes whatever its length: measuring the untrained encoder, and the tree of the trained one
 * @param epoch the time of an epoch with its share of prototypes and measurements
 */
public record Calibration(Duration once, Duration epoch) {
    private static final int WARM_UP = 2;
    private static final int FEWEST_STEPS = 3;

    /** Of a run's time; the rest is for its start, its files and reports, and a reserve. */
    private static final double SHARE = 0.9;

    /**
     * Tries steps out.
     *
     * @param own makes the encoders, instead of the configuration's
     * @param limit how long the steps may take, unless a few take longer
     * @throws ConfigException if the configuration cannot run
     */
    public static Calibration of(PretrainConfig config, Optional<EncoderFactory> own, Duration limit)
            throws IOException {
        UsageTracking.switchOff();
        WaitingThreads.sleep();
        NativeFolders.secure();
        NativeMemory.keepFreedMemory();
        Components stock = Components.of(config);
        Components components = own.map(stock::withEncoder).orElse(stock);
        try (TrainingData data = TrainingData.open(config.data(), config.run().seed())) {
            ImageSource images = data.training();
            Demands.here(images.size()).check(config);
            try (StepRig rig = new StepRig(config, components, images, Collectives.single())) {
                int batch = config.optimizer().batchSize();
                int few = Math.min(images.size(), WARM_UP * batch);
                int steps = images.size() / batch;
                double step = seconds(rig::runNext, limit);
                double pass = seconds(() -> rig.pass(Subset.random(images, few, 0)), limit.dividedBy(4)) / few;
                int clustered = config.prototypes().counts().isEmpty() ? 0 : images.size();
                int measured = measured(config.run().knn(), data);
                double measuring =
                        (double) measured / Math.max(1, config.run().knn().everyEpochs());
                return new Calibration(
                        time(pass * (measured + clustered)), time(step * steps + pass * (measuring + clustered)));
            }
        }
    }

    private static Duration time(double seconds) {
        return Duration.ofNanos((long) (1e9 * seconds));
    }

    private static double seconds(Runnable work, Duration limit) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long start = System.nanoTime();
        int done = 0;
        do {
            work.run();
            done++;
        } while (done < FEWEST_STEPS || System.nanoTime() - start < limit.toNanos());
        return (System.nanoTime() - start) / 1e9 / done;
    }

    /** Images that are embedded for a measurement. */
    private static int measured(Knn knn, TrainingData data) {
        int most = knn.everyEpochs() == 0 ? 0 : knn.maximumImages();
        int heldOut = data.heldOut().map(ImageSource::size).orElse(0);
        return Math.min(data.training().size(), most) + Math.min(heldOut, most);
    }

    /** Returns the epochs that fit into a time, one at least. */
    public int epochs(Duration time) {
        double left = SHARE * time.toNanos() - once.toNanos();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / epoch.toNanos()));
    }
}
