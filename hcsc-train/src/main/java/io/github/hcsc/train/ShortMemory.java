package io.github.hcsc.train;

import ai.djl.Device;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to do where a device's memory is too short for a run.
 *
 * @param chunks how batches are cut
 * @param together images that an encoder must see together
 */
record ShortMemory(PretrainConfig config, Chunks chunks, int together, Device device) {

    /** What PyTorch says on GPUs, and on CPUs of Linux, Windows and macOS. */
    private static final Pattern SAID = Pattern.compile(
            "out of memory|can't allocate memory|not enough memory|bad_alloc|bad alloc", Pattern.CASE_INSENSITIVE);

    private static final int NAMED = 200;

    /** Returns the error in the user's words, nothing if it is of another kind. */
    Optional<ConfigException> explained(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return SAID.matcher(message).find()
                ? Optional.of(new ConfigException(inWords(message), error))
                : Optional.empty();
    }

    private String inWords(String message) {
        String first = message.lines().findFirst().orElse("");
        return "the memory of " + device + " is too short for batches of "
                + config.optimizer().batchSize()
                + " images (optimizer.batchSize) of which " + chunks.size()
                + " pass the encoder at a time (run.microBatch). " + advice() + " PyTorch said: "
                + first.substring(0, Math.min(NAMED, first.length()));
    }

    private String advice() {
        int half = chunks.size() / 2 / together * together;
        if (half > 0) {
            return "run.microBatch=" + half
                    + " takes about half of it at the same results; run.microBatch=auto tries out how many"
                    + " images fit.";
        }
        int fewer = Math.max(1, config.optimizer().batchSize() / 2);
        return together == 1
                ? "optimizer.batchSize=" + fewer + " takes less."
                : "The " + together + " images of a batch-norm group pass together: encoder.bnGroups="
                        + 2 * config.encoder().bnGroups() + " with run.microBatch=" + Math.max(1, together / 2)
                        + " takes about half of it, and so does optimizer.batchSize=" + fewer + ".";
    }
}
