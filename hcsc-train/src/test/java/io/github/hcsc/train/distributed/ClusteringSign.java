package io.github.hcsc.train.distributed;

import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a file while a run clusters, so that another process knows when it does.
 *
 * @param file appears when images are embedded for prototypes, and goes when steps begin
 */
record ClusteringSign(Path file) implements TrainingProgress {

    @Override
    public ImageProgress pass(String title, long images) {
        try {
            Files.writeString(file, title);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ImageProgress.silent();
    }

    @Override
    public void epoch(int epoch, int epochs, int steps, int doneSteps) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
