package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.nio.file.Path;
import java.util.Optional;

/** PLACEHOLDER: the real work. */
public final class TrainingJobs implements Jobs {

    @Override
    public Report pretrain(PretrainConfig config, Path run, TrainingProgress progress) {
        throw new UnsupportedOperationException("pretrain is not there yet");
    }

    @Override
    public Report resume(Path run, TrainingProgress progress) {
        throw new UnsupportedOperationException("resume is not there yet");
    }

    @Override
    public Report demo(Optional<Path> out, int seed, String device, TrainingProgress progress) {
        throw new UnsupportedOperationException("demo is not there yet");
    }

    @Override
    public NDArray features(Path encoder, ImageSource images, NDManager manager) {
        throw new UnsupportedOperationException("features are not there yet");
    }

    @Override
    public NDList embeddings(Path encoder, ImageSource images, NDManager manager) {
        throw new UnsupportedOperationException("embeddings are not there yet");
    }
}
