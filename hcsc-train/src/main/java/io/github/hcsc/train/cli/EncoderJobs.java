package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.FineTuneProtocol;
import io.github.hcsc.train.eval.finetune.FineTuner.FineTuneResult;
import io.github.hcsc.train.eval.linear.FeatureBatches;
import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.features.FeatureCache;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What commands do with trained encoders, so that options can be tested without it. */
interface EncoderJobs {

    /**
     * Features of images by a trained encoder's backbone, one row per image that can be read, each from its fixed view.
     *
     * @param manager owner of the result, on the device that computes
     * @return {@code [n, featureSize]}
     */
    Features features(FeatureRequest wanted, ImageSource images, NDManager manager) throws IOException;

    /**
     * Features of images by an untrained backbone of the same network, one row per image that can be read, each from its
     * fixed view.
     *
     * @param seed decides the weights
     * @param manager owner of the result, on the device that computes
     * @return {@code [n, featureSize]}
     */
    Features untrained(FeatureRequest wanted, long seed, ImageSource images, NDManager manager) throws IOException;

    /**
     * Embeddings that the projection head of a trained encoder makes of features.
     *
     * @param features {@code [n, featureSize]} of the same encoder
     * @return rows of unit length {@code [n, dimension]}, owned by the manager of the features
     */
    NDArray project(EncoderSource encoder, NDArray features) throws IOException;

    /** Whether a trained encoder has a projection head, and so embeddings. */
    boolean hasHead(EncoderSource encoder) throws IOException;

    /**
     * Features of random views of images, new ones in each epoch.
     *
     * @param manager owner of the network, on the device that computes
     */
    FeatureBatches randomViews(
            EncoderSource encoder, ImageSource images, RandomView view, int batch, int seed, NDManager manager)
            throws IOException;

    /**
     * Fine-tunes a trained encoder.
     *
     * @param start the encoder, and how images of the test are looked at
     * @param deviation replaces the encoder's own normalisation
     * @param manager owner of the network, on the device that computes
     */
    FineTuneResult fineTune(
            FeatureRequest start,
            Optional<List<Double>> deviation,
            FineTuneProtocol protocol,
            LabelledImages training,
            LabelledImages test,
            TrainingProgress progress,
            NDManager manager)
            throws IOException;

    /**
     * Embeddings of two random views of images by a trained encoder with its head.
     *
     * @param cache where embeddings are kept from one evaluation to the next, none to compute them always
     * @param manager owner of the result, on the device that computes
     * @return two arrays {@code [n, dimension]}, row by row of the same images, those that can be read
     */
    NDList embeddings(EncoderSource encoder, Optional<FeatureCache> cache, ImageSource images, NDManager manager)
            throws IOException;
}
