package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.MomentumEncoder;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.distributed.Replicas;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that training changes: saved whole, restored whole, so that a resumed run is the uninterrupted one. */
final class TrainingState implements AutoCloseable {

    static final String EPOCH = "hcsc.epoch";
    static final String BATCH = "hcsc.batch";
    static final String STEP = "hcsc.step";
    static final String POINTER = "hcsc.queue_pointer";
    static final String METERED = "hcsc.metered_steps";

    private final NDManager manager;
    private final MomentumEncoder encoders;
    private final KeyQueue queue;
    private final Optional<GatheredKeys> gathered;
    private final Sgd optimizer;
    private final LossMeter meter;
    private PrototypeHierarchy hierarchy = PrototypeHierarchy.NONE;
    private Position position = Position.START;

    /** Where training stands: the next batch of an epoch, and the steps done since the start. */
    record Position(int epoch, int batch, long step) {

        static final Position START = new Position(0, 0, 0);

        Position nextBatch() {
            return new Position(epoch, batch + 1, step + 1);
        }

        Position nextEpoch() {
            return new Position(epoch + 1, 0, step);
        }
    }

    TrainingState(
            NDManager manager,
            MomentumEncoder encoders,
            KeyQueue queue,
            Optional<GatheredKeys> gathered,
            Sgd optimizer) {
        this.manager = manager;
        this.encoders = encoders;
        this.queue = queue;
        this.gathered = gathered;
        this.optimizer = optimizer;
        meter = new LossMeter(manager);
    }

    NDManager manager() {
        return manager;
    }

    MomentumEncoder encoders() {
        return encoders;
    }

    KeyQueue queue() {
        return queue;
    }

    /** The latest key of each image, if prototypes are to be found among them. */
    Optional<GatheredKeys> gathered() {
        return gathered;
    }

    Sgd optimizer() {
        return optimizer;
    }

    LossMeter meter() {
        return meter;
    }

    PrototypeHierarchy hierarchy() {
        return hierarchy;
    }

    Position position() {
        return position;
    }

    void moveTo(Position next) {
        position = next;
    }

    /** Takes over new prototypes and frees the old ones, unless they are the same. */
    void renew(PrototypeHierarchy next) {
        if (next.equals(hierarchy)) {
            return;
        }
        next.attach(manager);
        queue.candidates().forget();
        hierarchy.close();
        hierarchy = next;
    }

    /** Returns all tensors and positions; the tensors are read when the state is written. */
    StateDict save() {
        StateDict.Builder builder = StateDict.builder()
                .metadata(EPOCH, "" + position.epoch())
                .metadata(BATCH, "" + position.batch())
                .metadata(STEP, "" + position.step())
                .metadata(POINTER, "" + queue.pointer())
                .metadata(METERED, "" + meter.count());
        fixedTensors().forEach(builder::put);
        hierarchy.toMap().forEach(builder::put);
        Map<PrototypeLevel, NDArray> partitions = queue.candidates().partitions();
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            NDArray kept = partitions.get(hierarchy.levels().get(l));
            if (kept != null) {
                builder.put(queuePartition(l), kept);
            }
        }
        return builder.build();
    }

    /** Takes over the tensors of process 0, so that all start from the same bits. */
    void copyFromFirst(Collectives group) {
        Replicas.copyFromFirst(fixedTensors().values(), group);
    }

    /**
     * Continues from what {@link #save} returned.
     *
     * @throws IllegalArgumentException if tensors are missing, unexpected or of other shapes
     */
    void restore(StateDict saved) {
        Autograd.paused(() -> {
            copyFixed(saved.filter(name -> !name.startsWith("prototypes.")));
            Map<String, NDArray> prototypes = new LinkedHashMap<>();
            saved.filter(name -> name.startsWith("prototypes."))
                    .tensors()
                    .forEach((name, tensor) -> prototypes.put(name, tensor.toArray(manager)));
            renew(PrototypeHierarchy.fromMap(prototypes));
            restorePartitions(prototypes);
        });
        queue.moveTo(number(saved, POINTER));
        meter.restore(number(saved, METERED));
        position = new Position(number(saved, EPOCH), number(saved, BATCH), number(saved, STEP));
    }

    private void copyFixed(StateDict saved) {
        try {
            saved.copyInto(fixedTensors());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the checkpoint is not of the encoder and queue that the configuration describes: "
                            + e.getMessage(),
                    e);
        }
    }

    /** What is kept of the queue may differ in its last bits from what would be computed anew. */
    private void restorePartitions(Map<String, NDArray> prototypes) {
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            NDArray kept = prototypes.get(queuePartition(l));
            if (kept != null) {
                queue.candidates().restore(hierarchy.levels().get(l), kept);
            }
        }
    }

    private static String queuePartition(int level) {
        return "prototypes." + level + ".queue_partition";
    }

    private static int number(StateDict saved, String name) {
        String text = saved.metadata().get(name);
        if (text == null || !text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("the checkpoint must hold a number \"" + name + "\", but has " + text);
        }
        return Integer.parseInt(text);
    }

    private Map<String, NDArray> fixedTensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        put(tensors, "query.", encoders.query());
        put(tensors, "key.", encoders.key());
        List<NDArray> velocities = optimizer.velocities();
        List<String> names = encoders.query().weightNames();
        for (int i = 0; i < velocities.size(); i++) {
            tensors.put("velocity." + names.get(i), velocities.get(i));
        }
        tensors.putAll(queue.toMap());
        gathered.ifPresent(keys -> tensors.putAll(keys.toMap()));
        tensors.put("meter.sums", meter.sums());
        return tensors;
    }

    private static void put(Map<String, NDArray> tensors, String prefix, Encoder encoder) {
        for (Pair<String, Parameter> named : encoder.getParameters()) {
            tensors.put(prefix + named.getKey(), named.getValue().getArray());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
