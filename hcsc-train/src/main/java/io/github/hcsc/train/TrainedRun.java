package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a run has left, finished or not.
 *
 * @param folder the folder of the run
 */
public record TrainedRun(Path folder) {

    /** Returns its configuration. */
    public PretrainConfig config() {
        return RunDirectory.readConfig(folder);
    }

    /**
     * Returns its encoder, ready to map images to features.
     *
     * @param manager owns the network, on the device that computes
     * @throws IOException if it cannot be read
     */
    public TrainedEncoder encoder(NDManager manager) throws IOException {
        return TrainedEncoder.open(folder, manager);
    }

    /**
     * Returns the weights of its encoder.
     *
     * @throws IOException if they cannot be read
     */
    public EncoderWeights weights() throws IOException {
        return EncoderWeights.open(folder);
    }

    /**
     * Returns the newest tree of its prototypes.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    public PrototypeTree tree() throws IOException {
        return PrototypeStore.of(folder).newest();
    }

    /**
     * Returns how it went.
     *
     * @throws IOException if its records cannot be read
     */
    public RunReport report() throws IOException {
        return RunReport.of(folder);
    }
}
