package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.demo.Demo;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.FineTuneProtocol;
import io.github.hcsc.train.eval.finetune.FineTuneResult;
import io.github.hcsc.train.eval.linear.FeatureBatches;
import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.features.FeatureCache;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The work behind the commands, so that options can be tested without it. */
public interface Jobs {

    /**
     * Trains from the start, or from where a run of the authors' code stopped.
     *
     * @param official a checkpoint of the authors' code
     * @param own builds the encoder instead of what the configuration names
     * @param run the folder to make for the run
     */
    Report pretrain(
            PretrainConfig config,
            Optional<Path> official,
            Optional<EncoderFactory> own,
            Path run,
            TrainingProgress progress)
            throws IOException;

    /**
     * Goes on exactly where a run stopped.
     *
     * @param own builds the encoder of a run that was begun with that
     */
    Report resume(Path run, Optional<EncoderFactory> own, TrainingProgress progress) throws IOException;

    /**
     * Trains on generated shapes and measures what was learnt.
     *
     * @param demo what to run
     * @param out folder for the run, none for a temporary one
     */
    Report demo(Demo demo, Optional<Path> out, TrainingProgress progress) throws IOException;

    /**
     * Compares ways to pretrain.
     *
     * @param out holds a folder of each run
     */
    Report compare(Comparison comparison, Path out, TrainingProgress progress) throws IOException;

    /**
     * Features of images by a trained encoder's backbone, one row per image, each from its fixed view.
     *
     * @param manager owner of the result, on the device that computes
     * @return {@code [n, featureSize]}
     */
    NDArray features(FeatureRequest wanted, ImageSource images, NDManager manager) throws IOException;

    /**
     * Embeddings that the projection head of a trained encoder makes of features.
     *
     * @param features {@code [n, featureSize]} of the same encoder
     * @return rows of unit length {@code [n, dimension]}, owned by the manager of the features
     */
    NDArray project(EncoderSource encoder, NDArray features) throws IOException;

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
     * @return two arrays {@code [n, dimension]}, row by row of the same images
     */
    NDList embeddings(EncoderSource encoder, Optional<FeatureCache> cache, ImageSource images, NDManager manager)
            throws IOException;
}
