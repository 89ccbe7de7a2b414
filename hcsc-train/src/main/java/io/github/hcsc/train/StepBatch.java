package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.method.Batch;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.Chunks.Chunk;
import io.github.hcsc.train.view.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The batch of one step, on the device of the step's scope. */
final class StepBatch implements Batch {

    private final NDManager scope;
    private final ViewBatch images;
    private final Progress progress;
    private final PrototypeHierarchy prototypes;
    private final BatchShare share;
    private final BatchGroups groups;
    private final Normalization normalization;
    private final StepRandom random;
    private final NDArray indices;
    private final Chunks chunks;
    private final TrainingObserver observer;
    private final Map<Trunk, NDArray> cut = new LinkedHashMap<>();

    private record Trunk(Block backbone, int view) {}

    StepBatch(
            NDManager scope,
            ViewBatch images,
            Progress progress,
            PrototypeHierarchy prototypes,
            BatchShare share,
            Chunks chunks,
            Normalization normalization,
            StepRandom random,
            TrainingObserver observer) {
        this.scope = scope;
        this.images = images;
        this.progress = progress;
        this.prototypes = prototypes;
        this.share = share;
        this.groups = share.groups();
        this.chunks = chunks;
        this.normalization = normalization;
        this.random = random;
        this.observer = observer;
        indices = scope.create(share.wholeBatch(images.indices()));
    }

    @Override
    public int views() {
        return images.views();
    }

    @Override
    public Progress progress() {
        return progress;
    }

    /**
     * With several chunks and a recording thread, each chunk passes without being recorded, and what is recorded begins at
     * the features: {@link #backward} passes the chunks again, one at a time.
     */
    @Override
    public NDArray features(Encoder encoder, int view) {
        NDArray features = own(new Trunk(encoder.backbone(), view));
        observer.features(view, features);
        return share.isWhole() ? ofAllProcesses(features, view) : features;
    }

    private NDArray ofAllProcesses(NDArray features, int view) {
        try (features) {
            return Autograd.isRecording()
                    ? share.joined(scope, features, view, progress.step())
                    : share.wholeBatch(scope, features, view, progress.step());
        }
    }

    private NDArray own(Trunk trunk) {
        if (chunks.isWhole()) {
            return pass(trunk, new Chunk(0, images.size()), groups);
        }
        NDArray features = Autograd.paused(() -> inChunks(trunk));
        if (!Autograd.isRecording()) {
            return features;
        }
        features.setRequiresGradient(true);
        cut.put(trunk, features);
        return features.reshape(features.getShape());
    }

    private NDArray inChunks(Trunk trunk) {
        try (NDList parts = new NDList()) {
            for (Chunk chunk : chunks.all()) {
                parts.add(pass(trunk, chunk, chunks.groups(chunk, groups)));
            }
            return NDArrays.concat(parts);
        }
    }

    private NDArray pass(Trunk trunk, Chunk chunk, BatchGroups groups) {
        try (NDArray pictures = normalization.images(scope, images, trunk.view, chunk.from(), chunk.to())) {
            PassRows rows = random.rows(progress.step(), trunk.view, share.from() + chunk.from());
            return groups.forward(trunk.backbone, pictures, Optional.of(rows));
        }
    }

    /** Adds the gradients of the loss to the parameters'. */
    void backward(NDArray total) {
        Autograd.backward(total);
        cut.forEach((trunk, features) -> {
            try (features;
                    NDArray gradient = features.getGradient()) {
                chunks.all().forEach(chunk -> backward(trunk, chunk, gradient));
            }
        });
        cut.clear();
    }

    private void backward(Trunk trunk, Chunk chunk, NDArray gradient) {
        BatchGroups again = chunks.groups(chunk, groups).again();
        try (NDArray features = Autograd.recording(() -> pass(trunk, chunk, again));
                NDArray own = gradient.get(new NDIndex().addSliceDim(chunk.from(), chunk.to()))) {
            Autograd.backward(features, own);
        }
    }

    @Override
    public NDArray forward(Block head, NDArray x) {
        return share.groupsOf(x.size(0)).forward(head, x);
    }

    @Override
    public NDArray forwardWhole(Block head, NDArray x) {
        return new BatchGroups(1).forward(head, x);
    }

    @Override
    public NDArray indices() {
        return indices;
    }

    @Override
    public NDArray all(NDArray rows, int view) {
        return share.isWhole()
                ? rows.reshape(rows.getShape())
                : Autograd.paused(() -> share.wholeBatch(scope, rows, view, progress.step()));
    }

    @Override
    public NDArray joined(NDArray rows, int view) {
        return share.isWhole() ? rows : share.joined(scope, rows, view, progress.step());
    }

    @Override
    public UniformSource random() {
        return random.uniforms(progress.step()).apply(0);
    }

    @Override
    public NDArray own(NDArray whole) {
        return share.isWhole() ? whole : share.own(whole);
    }

    @Override
    public List<Group> groups() {
        IntFunction<UniformSource> uniforms = random.uniforms(progress.step());
        if (share.isWhole()) {
            return List.of(new Group(0, Math.toIntExact(indices.size()), () -> uniforms.apply(0)));
        }
        int each = images.size() / groups.count();
        return IntStream.range(0, groups.count())
                .mapToObj(g -> new Group(g * each, (g + 1) * each, () -> uniforms.apply(groups.before() + g)))
                .toList();
    }

    @Override
    public PrototypeHierarchy prototypes() {
        return prototypes;
    }

    @Override
    public void show(String name, NDArray tensor) {
        observer.shown(name, tensor);
    }
}
