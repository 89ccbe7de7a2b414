package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The trainings behind the commands, so that options can be tested without them. */
interface Jobs {

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

    /** Trains on generated shapes and measures what was learnt. */
    Report demo(DemoTask task, TrainingProgress progress) throws IOException;

    /**
     * Compares ways to pretrain.
     *
     * @param out holds a folder of each run
     */
    Report compare(Comparison comparison, Path out, TrainingProgress progress) throws IOException;
}
