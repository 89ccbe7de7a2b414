package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.method.Learner;
import io.github.hcsc.core.method.Parts;
import io.github.hcsc.core.method.Parts.Counter;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.distributed.Replicas;
import io.github.hcsc.train.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Everything that training changes: saved whole, restored whole, so that a resumed run is the uninterrupted one. */
final class TrainingState implements AutoCloseable {

    static final String EPOCH = "hcsc.epoch";
    static final String BATCH = "hcsc.batch";
    static final String STEP = "hcsc.step";
    static final String METERED = "hcsc.metered_steps";
    static final String MICRO_BATCH = "hcsc.micro_batch";

    private final NDManager manager;
    private final Learner learner;
    private final Parts parts;
    private final Descent descent;
    private final Map<String, Optimizer> optimizers;
    private final LossMeter meter;
    private PrototypeHierarchy hierarchy = PrototypeHierarchy.NONE;
    private Position position = Position.START;
    private OptionalInt microBatch = OptionalInt.empty();

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

    /**
     * @param descent what the optimisers have in common
     * @param optimizer makes the optimiser of a part, by its prefix and its weights
     */
    TrainingState(
            NDManager manager,
            Learner learner,
            Descent descent,
            BiFunction<String, Map<String, NDArray>, Optimizer> optimizer) {
        this.descent = descent;
        this.manager = manager;
        this.learner = learner;
        parts = learner.parts();
        optimizers = new LinkedHashMap<>();
        parts.weights().forEach((part, weights) -> optimizers.put(part, optimizer.apply(part, weights)));
        meter = new LossMeter(manager, parts.terms());
    }

    NDManager manager() {
        return manager;
    }

    Learner learner() {
        return learner;
    }

    Parts parts() {
        return parts;
    }

    /** Returns what the optimisers have in common. */
    Descent descent() {
        return descent;
    }

    /** Returns the optimiser of a trained part. */
    Optimizer optimizer(String part) {
        return Objects.requireNonNull(optimizers.get(part), part);
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

    /** Returns the images of a chunk that were chosen for the run, so that it goes on with the same. */
    OptionalInt microBatch() {
        return microBatch;
    }

    void chooseMicroBatch(int images) {
        microBatch = OptionalInt.of(images);
    }

    /** Chooses what a checkpoint of the same run has chosen, if anything. */
    void chooseMicroBatchOf(StateDict saved) {
        if (saved.metadata().containsKey(MICRO_BATCH)) {
            chooseMicroBatch(number(saved, MICRO_BATCH));
        }
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
        parts.judged().values().forEach(Candidates::forget);
        hierarchy.close();
        hierarchy = next;
    }

    /** Returns all tensors and positions; the tensors are read when the state is written. */
    StateDict save() {
        StateDict.Builder builder = StateDict.builder()
                .metadata(EPOCH, "" + position.epoch())
                .metadata(BATCH, "" + position.batch())
                .metadata(STEP, "" + position.step())
                .metadata(METERED, "" + meter.count());
        EncoderDesign.of(learner.trained()).map(EncoderDesign::metadata).ifPresent(builder::metadata);
        microBatch.ifPresent(images -> builder.metadata(MICRO_BATCH, "" + images));
        counters()
                .forEach((name, counter) ->
                        builder.metadata(name, "" + counter.get().getAsInt()));
        tensors().forEach(builder::put);
        hierarchy.toMap().forEach(builder::put);
        parts.judged().forEach((name, candidates) -> savePartitions(builder, name, candidates));
        return builder.build();
    }

    private void savePartitions(StateDict.Builder builder, String name, Candidates candidates) {
        Map<PrototypeLevel, NDArray> partitions = candidates.partitions();
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            NDArray kept = partitions.get(hierarchy.levels().get(l));
            if (kept != null) {
                builder.put(partition(l, name), kept);
            }
        }
    }

    /** Takes over the tensors of process 0, so that all start from the same bits. */
    void copyFromFirst(Collectives group) {
        Replicas.copyFromFirst(tensors().values(), group);
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
            parts.judged().forEach((name, candidates) -> restorePartitions(prototypes, name, candidates));
        });
        counters().forEach((name, counter) -> counter.set().accept(number(saved, name)));
        chooseMicroBatchOf(saved);
        meter.restore(number(saved, METERED));
        position = new Position(number(saved, EPOCH), number(saved, BATCH), number(saved, STEP));
    }

    private void copyFixed(StateDict saved) {
        try {
            saved.copyInto(tensors());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the checkpoint is not of the encoder and method that the configuration describes: "
                            + e.getMessage(),
                    e);
        }
    }

    /** What is kept of candidates may differ in its last bits from what would be computed anew. */
    private void restorePartitions(Map<String, NDArray> prototypes, String name, Candidates candidates) {
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            NDArray kept = prototypes.get(partition(l, name));
            if (kept != null) {
                candidates.restore(hierarchy.levels().get(l), kept);
            }
        }
    }

    private static String partition(int level, String candidates) {
        return "prototypes." + level + "." + candidates + "_partition";
    }

    private static int number(StateDict saved, String name) {
        String text = saved.metadata().get(name);
        if (text == null || !text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("the checkpoint must hold a number \"" + name + "\", but has "
                    + Printable.of(String.valueOf(text)));
        }
        return Integer.parseInt(text);
    }

    private Map<String, Counter> counters() {
        Map<String, Counter> counters = new LinkedHashMap<>(parts.counters());
        optimizers.forEach((part, optimizer) -> optimizer
                .counters()
                .forEach((name, counter) ->
                        counters.put("hcsc." + name + "." + part.substring(0, part.length() - 1), counter)));
        return counters;
    }

    /** Returns every tensor that is there throughout the run, by its name in checkpoints. */
    Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = parts.tensors();
        parts.weights().forEach((part, weights) -> {
            List<String> names = List.copyOf(weights.keySet());
            new TreeMap<>(optimizer(part).state()).forEach((what, remembered) -> {
                for (int i = 0; i < names.size(); i++) {
                    tensors.put(remembered(what, part, names.get(i)), remembered.get(i));
                }
            });
        });
        tensors.put("meter.sums", meter.sums());
        return tensors;
    }

    /** What is remembered of the encoder's weights has no prefix, as when nothing else was trained. */
    private static String remembered(String what, String part, String weight) {
        return what + "." + (part.equals(Parts.ENCODER) ? "" : part) + weight;
    }

    @Override
    public void close() {
        manager.close();
    }
}
