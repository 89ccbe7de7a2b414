package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.Cancellation.Cancelled;
import io.github.hcsc.train.config.DataFacts;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.RunConfig;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.PixelFeatures;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What can be said before training about images on which it can hardly pay: few, tiny, or told apart without it.
 *
 * @param config the run
 * @param data its images
 * @param progress is told
 */
record Outlook(PretrainConfig config, TrainingData data, TrainingProgress progress) {
    private static final int FEW = 2000;
    private static final int TINY = 24;
    private static final double EASY = 90;
    private static final String INSTEAD = "or begin from trained weights (--init FILE)";

    /**
     * Says it.
     *
     * @param untrained what the encoder measured before training
     */
    void tell(NDManager manager, Map<String, Double> untrained) {
        int images = data.training().size();
        if (images < FEW && config.encoder().initialWeights().isEmpty()) {
            progress.message("few images: " + images + ". Pretraining from random weights rarely pays below about "
                    + FEW + ". Add images of the same kind, which need no labels, " + INSTEAD + ".");
        }
        int side = side();
        if (side < TINY) {
            progress.message("tiny images: about " + side + " pixels. Two random crops of so few pixels have little in"
                    + " common that training could find. Take larger versions of them, " + INSTEAD + ".");
        }
        if (untrained.containsKey(KnnEvaluation.TOP1)) {
            double encoder = untrained.getOrDefault(KnnEvaluation.TOP1, 0.0);
            double pixels = pixels(manager);
            if (Math.max(encoder, pixels) >= EASY) {
                progress.message(String.format(
                        Locale.ROOT,
                        "easy images: the nearest ones have the same class in %.1f %% by raw pixels and in %.1f %% by the"
                                + " untrained encoder. Pretraining can win little here and may lose. Train a classifier on"
                                + " the labels, %s; 'hcsc eval worth' tells in the end.",
                        pixels,
                        encoder,
                        INSTEAD));
            }
        }
    }

    private int side() {
        try {
            return DataFacts.side(config.data().path(), data.training());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kNN of raw pixels in per cent, of the images that the encoder is measured on; 0 if asked to stop meanwhile. */
    private double pixels(NDManager manager) {
        RunConfig.Knn knn = config.run().knn();
        int seed = config.run().seed();
        ImageSource bank = Subset.random(data.training(), knn.maximumImages(), seed);
        LabelledImages known = LabelledImages.of(bank);
        LabelledImages queries = LabelledImages.of(
                        Subset.random(data.heldOut().orElseThrow(), knn.maximumImages(), seed))
                .namedAs(known);
        long images = (long) bank.size() + queries.images().size();
        try (NDManager scope = manager.newSubManager();
                ImageProgress pass = progress.pass("measuring pixels", images)) {
            int threads = Math.max(1, config.data().loaderThreads());
            Features shown = PixelFeatures.of(scope, bank, threads, pass);
            Features asked = PixelFeatures.of(scope, queries.images(), threads, pass);
            return new KnnEvaluator(List.of(knn.neighbours()), knn.temperature())
                    .evaluate(
                            shown.rows(),
                            shown.of(known).labels(),
                            asked.rows(),
                            asked.of(queries).labels())
                    .get(0)
                    .top1();
        } catch (Cancelled e) {
            return 0;
        }
    }
}
