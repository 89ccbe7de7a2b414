package io.github.hcsc.train.accept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.torch.GpuArithmetic;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.ConfiguredMethod;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.bench.ClusteringRig;
import io.github.hcsc.train.bench.ObjectiveRig;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How fast the parts of a training with ResNet-50 at 224 pixels are on a device; {@code hcsc bench} times each alone. */
record Benches(Target target) {

    private static final int IMAGES = 100_000;
    private static final List<Integer> PROTOTYPES = List.of(3000, 2000, 1000);
    private static final int DIMENSION = 128;
    private static final int BATCH = 256;

    /** Times everything; a CPU of a few cores is spared what would take it an hour. */
    List<Bench> times() {
        List<Bench> times = new ArrayList<>();
        boolean gpu = target.device().isGpu();
        for (int batch : gpu ? new int[] {32, BATCH} : new int[] {32}) {
            times.add(step(batch, "fp32", false));
            if (gpu) {
                times.add(step(batch, "fp32", true));
            }
            times.add(step(batch, "bf16", false));
        }
        GpuArithmetic.EXACT.on(target.device());
        times.addAll(objective());
        times.add(clusters(gpu ? 1_000_000 : IMAGES));
        times.add(upload());
        return times;
    }

    private PretrainConfig config(int batch, String... settings) {
        return PretrainConfig.recipe("hcsc-single-200")
                .with(
                        "optimizer.batchSize=" + batch,
                        "encoder.bnGroups=1",
                        "run.deterministic=false",
                        "run.device=" + target.name())
                .with(settings);
    }

    private Timing timed(Runnable work) {
        return target.device().isGpu() ? Timing.of(3, 10, work) : Timing.of(1, 3, work);
    }

    private Bench step(int batch, String precision, boolean tf32) {
        PretrainConfig config = config(batch, "run.precision=" + precision, "run.tf32=" + tf32);
        GeneratedShapes images = new GeneratedShapes(batch, config.views().imageSize(), 0);
        try (StepRig rig = new StepRig(config, StepRig.configured(config), images)) {
            return bench(
                    "step of " + batch + " images in " + (tf32 ? "tf32" : precision), timed(rig::run), batch, "images");
        }
    }

    private static Bench bench(String name, Timing timing, double count, String unit) {
        return new Bench(name, timing.median(), count / timing.median(), unit);
    }

    private List<Bench> objective() {
        PretrainConfig config = config(BATCH);
        try (ObjectiveRig rig = new ObjectiveRig(config, ConfiguredMethod.objective(config.objective()), IMAGES)) {
            Bench objective = bench("objective of " + BATCH + " queries", timed(rig::run), BATCH, "queries");
            return List.of(objective, bench("enqueue of " + BATCH + " keys", timed(rig::enqueue), BATCH, "keys"));
        }
    }

    private Bench clusters(int count) {
        HierarchicalKMeans clusterer = HierarchicalKMeans.fast(PROTOTYPES, .2f);
        try (ClusteringRig rig = ClusteringRig.ofRandom(target.name(), count, DIMENSION)) {
            Timing timing = Timing.of(
                    0, 1, () -> rig.cluster(clusterer, PrototypeHierarchy.NONE).close());
            return bench(count + " points into " + PROTOTYPES, timing, count, "points");
        }
    }

    /** Of the pictures of a view, until one of their bytes is back. */
    private Bench upload() {
        Shape shape = new Shape(BATCH, 224, 224, 3);
        ByteBuffer pixels = ByteBuffer.allocateDirect(Math.toIntExact(shape.size()));
        try (NDManager manager = target.newManager()) {
            Timing timing = timed(() -> {
                try (NDArray there = manager.create(pixels.duplicate(), shape, DataType.UINT8);
                        NDArray last = there.get("-1, -1, -1, -1")) {
                    last.toUint8Array();
                }
            });
            return bench("upload of " + BATCH + " images", timing, shape.size() / 1e9, "GB");
        }
    }
}
