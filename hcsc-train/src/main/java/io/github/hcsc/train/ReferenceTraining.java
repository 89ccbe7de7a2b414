package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.method.Batch.Progress;
import io.github.hcsc.core.method.Parts;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.view.Normalization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Thirty steps of training on a device beside those that the reference computed: released and paper, one group of batch
 * normalisation and several, one crop and several, without prototypes and from the first clustering on.
 *
 * <p>Pictures, random numbers and weights are formulas or files, so nothing depends on a device but the arithmetic. The files
 * come with the program {@code hcsc}.
 */
public final class ReferenceTraining {

    /** The names of what the reference computed. */
    public static final List<String> CASES = List.of(
            "moco",
            "moco-groups4",
            "moco-multicrop",
            "released",
            "paper",
            "released-groups4",
            "paper-groups4",
            "released-multicrop",
            "released-multicrop-unselected",
            "paper-multicrop",
            "released-multicrop-groups2",
            "first-clustering");

    /** How many steps the reference took. */
    public static final int STEPS = 30;

    private static final String EXACT = "integers";

    private final ReferenceRun golden;
    private final NDManager manager;
    private final Deviations deviations;
    private final Components components;
    private final TrainingState state;
    private final Normalization normalization;
    private final TrainingStep step;
    /**
     * Trains on the device of a manager, from the reference's weights on, and compares everything.
     *
     * @param name one of {@link #CASES}
     * @param steps how many steps, 30 at most; the queue is compared after 30
     * @throws IllegalStateException if what the reference computed is not on the class path
     */
    public static Deviations follow(String name, NDManager manager, int steps) {
        return follow(name, manager, steps, ReferenceRun.BATCH);
    }

    /** Returns the fewest steps after which all of a state is compared: two, or four where prototypes come before the last. */
    public static int firstSteps(String name) {
        return ReferenceRun.read(name).detailedSteps().get(1) + 1;
    }

    /** Trains as above in chunks of so many images. */
    static Deviations follow(String name, NDManager manager, int steps, int microBatch) {
        Deviations deviations = new Deviations(name);
        new ReferenceTraining(ReferenceRun.read(name), manager, microBatch, deviations).follow(steps);
        return deviations;
    }

    /**
     * Returns how far a quantity may be off on a CPU.
     *
     * <p>Both compute in float32, so that one step agrees to 1e-5; over the first four, rounding in another order, which
     * depends on the number of threads, was seen to add up to 1.1e-5, and the distance grows from step to step. A gradient is
     * a sum in which much cancels, hence the wider bound for the velocity.
     */
    public static double bound(String quantity) {
        if (quantity.equals(EXACT)) {
            return 0;
        }
        if (quantity.startsWith("30")) {
            return quantity.endsWith("losses") ? 1e-4 : 1e-3;
        }
        return quantity.endsWith("velocity") ? 3e-5 : 2e-5;
    }

    private ReferenceTraining(ReferenceRun golden, NDManager manager, int microBatch, Deviations deviations) {
        this.golden = golden;
        this.manager = manager;
        this.deviations = deviations;
        PretrainConfig config = golden.config();
        components = Components.of(config);
        state = Autograd.paused(() -> components.newState(manager, config, 0));
        normalization =
                new Normalization(manager, config.views().mean(), config.views().std());
        BatchShare share = new BatchShare(
                Collectives.single(),
                config.optimizer().batchSize(),
                config.encoder().bnGroups(),
                1,
                state.learner().shuffledViews(),
                golden);
        step = new TrainingStep(
                state,
                Collectives.single(),
                share,
                Chunks.of(share.rows(), microBatch, share.groups(), true),
                normalization,
                golden);
        Autograd.paused(this::start);
    }

    private void start() {
        StateDict encoder = ReferenceRun.file("tiny-encoder").filter(tensor -> !tensor.endsWith("num_batches_tracked"));
        encoder.copyInto(arrays(query()));
        encoder.copyInto(arrays(key()));
        NDArray columns = ReferenceRun.file("trajectory-inputs").get("queue").toArray(manager);
        TorchOps.copyInPlace(List.of(kept("queue.keys")), List.of(columns.transpose()));
    }

    private void follow(int steps) {
        for (int s = 0; s < steps; s++) {
            if (golden.clusteredBefore(s)) {
                cluster();
            }
            try (ViewBatch batch = golden.batch(s);
                    NDArray losses =
                            step.run(manager, batch, state.hierarchy(), golden.learningRate(), new Progress(s, 0, 1))) {
                compareLosses(s, losses.toFloatArray());
            }
            if (golden.has("step" + s + "/query_norm")) {
                compareState(s);
            }
        }
        if (steps == STEPS) {
            compareQueue();
        }
    }

    private void compareLosses(int s, float[] losses) {
        int levels = golden.levels();
        int shared = golden.paper() ? levels : 1;
        float[] expected = {
            golden.row("total", s)[0],
            sum(golden.row("instance", s)) / shared,
            sum(golden.row("prototype", s)) / Math.max(1, levels),
            sum(golden.row("local_instance", s)) / shared,
            sum(golden.row("local_prototype", s)) / Math.max(1, levels)
        };
        for (int i = 0; i < expected.length; i++) {
            deviations.add(when(s) + " losses", "loss " + i + " of step " + s, losses[i], expected[i]);
        }
    }

    private void compareState(int s) {
        compare(s, "query", query());
        compare(s, "key", key());
        List<String> names = query().weightNames();
        Map<String, NDArray> velocities = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            velocities.put(
                    names.get(i),
                    Objects.requireNonNull(
                                    state.optimizer(Parts.ENCODER).state().get("velocity"))
                            .get(i));
        }
        compareAll(s, "velocity", velocities);
    }

    private void compare(int s, String side, Encoder encoder) {
        compareAll(s, side, arrays(encoder));
        float[] norms = new float[encoder.weights().size()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = norm(encoder.weights().get(i));
        }
        String tensor = "step" + s + "/" + side + "_norm";
        deviations.add(when(s) + " " + side, tensor, norms, golden.floats(tensor));
    }

    private void compareAll(int s, String side, Map<String, NDArray> arrays) {
        arrays.forEach((name, array) -> {
            String tensor = "step" + s + "/" + side + "/" + name;
            if (golden.has(tensor)) {
                String quantity = when(s) + " " + (name.contains("running") ? "statistics" : side);
                deviations.add(quantity, tensor, TensorData.of(array).toFloats(), golden.floats(tensor));
            }
        });
    }

    private void compareQueue() {
        float[] columns = kept("queue.keys").transpose().toFloatArray();
        deviations.add("30 queue", "queue", columns, golden.floats("queue"));
        deviations.add(EXACT, "queue_index", kept("queue.indices").toLongArray(), golden.longs("queue_index"));
        String pointer = Objects.requireNonNull(state.save().metadata().get("hcsc.queue_pointer"));
        deviations.add(EXACT, "pointer", new long[] {Long.parseLong(pointer)}, golden.longs("pointer"));
    }

    /** Finds prototypes as a run does, and compares them. */
    private void cluster() {
        FeatureExtractor extractor =
                new FeatureExtractor(components.fixedView(), normalization, LoaderConfig.sequential(8, 1));
        NDArray embeddings = extractor
                .extract(manager, key(), new ReferenceImages(), done -> {})
                .rows()
                .normalize(2, 1, 1e-12);
        state.renew(Autograd.paused(() -> components.clusterer().cluster(embeddings, PrototypeHierarchy.NONE, 0)));
        deviations.add("1 features", "features", embeddings.toFloatArray(), golden.floats("features"));
        List<PrototypeLevel> levels = state.hierarchy().levels();
        for (int l = 0; l < levels.size(); l++) {
            compare("level" + l + "/", levels.get(l));
        }
        for (int l = 1; l < levels.size(); l++) {
            String own = "level" + l + "/own";
            long[] parents = state.hierarchy().parents().get(l - 1).toLongArray();
            deviations.add(EXACT, own, parents, golden.longs(own));
        }
    }

    private void compare(String name, PrototypeLevel level) {
        String assignments = name + "assignments";
        deviations.add(EXACT, assignments, level.assignments().toLongArray(), golden.longs(assignments));
        for (var tensor : Map.of("centroids", level.centroids(), "density", level.density())
                .entrySet()) {
            String full = name + tensor.getKey();
            deviations.add("1 prototypes", full, tensor.getValue().toFloatArray(), golden.floats(full));
        }
    }

    private NDArray kept(String name) {
        return Objects.requireNonNull(state.parts().tensors().get(name), name);
    }

    private Encoder query() {
        return state.learner().trained();
    }

    private Encoder key() {
        return state.learner().embedder();
    }

    private String when(int s) {
        return s <= 3 ? "1" : "30";
    }

    private static Map<String, NDArray> arrays(Encoder encoder) {
        Map<String, NDArray> arrays = new HashMap<>();
        encoder.getParameters()
                .forEach(named -> arrays.put(named.getKey(), named.getValue().getArray()));
        return arrays;
    }

    private static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static float norm(NDArray array) {
        double squares = 0;
        for (float value : TensorData.of(array).toFloats()) {
            squares += (double) value * value;
        }
        return (float) Math.sqrt(squares);
    }
}
