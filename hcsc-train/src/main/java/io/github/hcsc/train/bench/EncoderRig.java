package io.github.hcsc.train.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.Optional;

/**
 * One encoder trained over and over on one batch of random images: forward, a linear loss of the unit embeddings,
 * backward, gradient descent.
 */
public final class EncoderRig implements AutoCloseable {

    private static final Optional<PassRows> ROWS = Optional.of(new PassRows(0, 0, 0, 0));

    private final NDManager manager;
    private final Encoder encoder;
    private final Sgd optimizer;
    private final BatchGroups groups;
    private final NDArray images; // [N, 3, H, W]
    private final NDArray direction; // [N, d]
    private final double learningRate;

    /** Prepares everything up to the first step. */
    public EncoderRig(PretrainConfig config, EncoderFactory factory) {
        manager = Devices.newManager(Devices.usable(config.run().device()));
        int batch = config.optimizer().batchSize();
        int dimension = config.encoder().dimension();
        Shape shape = Backbone.images(batch, config.views().imageSize());
        TorchOps.seed(config.run().seed());
        encoder = factory.newEncoder(dimension);
        encoder.initialize(manager, DataType.FLOAT32, shape);
        images = Autograd.paused(() -> TorchOps.channelsLast(manager.randomNormal(shape)));
        direction = manager.randomNormal(new Shape(batch, dimension));
        optimizer = new Sgd(
                Encoder.trainedWeights(encoder),
                config.optimizer().sgdMomentum(),
                config.optimizer().weightDecay());
        groups = new BatchGroups(config.encoder().bnGroups());
        learningRate = config.optimizer().learningRate();
    }

    /** Trains once and returns the loss, read from the device, so that all work of the step is done. */
    public double run() {
        try (NDManager scope = manager.newSubManager()) {
            images.tempAttach(scope);
            direction.tempAttach(scope);
            NDArray loss = Autograd.recording(() -> groups.forward(encoder, images, ROWS)
                    .normalize(2, 1, 1e-12)
                    .mul(direction)
                    .sum());
            Autograd.backward(loss);
            optimizer.step(learningRate);
            return loss.getFloat();
        }
    }

    /** Returns how many tensors are open between steps. */
    int openTensors() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
