package io.github.hcsc.train.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.ContrastBatch;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.selection.SeededUniforms;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.List;

/** The objective of random embeddings, evaluated and differentiated over and over; and the queue that takes their keys. */
public final class ObjectiveRig implements AutoCloseable {

    private final NDManager manager;
    private final HcscObjective objective;
    private final KeyQueue queue;
    private final PrototypeHierarchy hierarchy;
    private final ContrastBatch batch;
    private final SeededUniforms random;

    /**
     * Prepares everything up to the first evaluation.
     *
     * @param images how many training images are assigned to prototypes
     */
    public ObjectiveRig(PretrainConfig config, HcscObjective objective, int images) {
        if (!config.hasQueue()) {
            throw new ConfigException("this benchmark is of a queue, which the configuration must have");
        }
        this.objective = objective;
        manager = Devices.newManager(Devices.usable(config.run().device()));
        random = new SeededUniforms(config.run().seed());
        int dimension = config.encoder().dimension();
        Shape shape = new Shape(config.optimizer().batchSize(), dimension);
        queue = Autograd.paused(() -> KeyQueue.create(manager, config.queue().capacity(), dimension));
        hierarchy = Autograd.paused(() -> RandomPrototypes.of(manager, config, images));
        batch = Autograd.paused(() -> new ContrastBatch(
                manager.randomNormal(shape).normalize(2, 1),
                manager.randomNormal(shape).normalize(2, 1),
                List.of(),
                manager.randomInteger(0, images, new Shape(shape.get(0)), DataType.INT64)));
        batch.queries().setRequiresGradient(true);
    }

    /** Evaluates once with gradients to the queries, and returns the loss, read from the device. */
    public double run() {
        try (NDManager scope = manager.newSubManager()) {
            lendTo(scope);
            NDArray loss = Autograd.recording(
                    () -> objective.evaluate(batch, queue, hierarchy, random).total());
            Autograd.backward(loss);
            return loss.getFloat();
        }
    }

    /** Enters the keys of a batch into the queue, and returns one of its values, read from the device. */
    public double enqueue() {
        try (NDManager scope = manager.newSubManager()) {
            lendTo(scope);
            queue.enqueue(batch.keys(), batch.indices());
            return queue.keys().get(0).getFloat(0);
        }
    }

    private void lendTo(NDManager scope) {
        queue.lendTo(scope);
        hierarchy.lendTo(scope);
        scope.tempAttachAll(batch.queries(), batch.keys(), batch.indices());
    }

    /** Returns how many tensors are open between evaluations. */
    int openTensors() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
