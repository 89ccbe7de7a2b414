package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.method.Batch;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.ViewBatch;
import java.util.List;
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
    private final IntFunction<UniformSource> random;
    private final NDArray indices;

    StepBatch(
            NDManager scope,
            ViewBatch images,
            Progress progress,
            PrototypeHierarchy prototypes,
            BatchShare share,
            Normalization normalization,
            StepRandom random) {
        this.scope = scope;
        this.images = images;
        this.progress = progress;
        this.prototypes = prototypes;
        this.share = share;
        this.groups = share.groups();
        this.normalization = normalization;
        this.random = random.uniforms(progress.step());
        indices = scope.create(images.indices());
    }

    @Override
    public int views() {
        return images.views();
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public NDArray features(Encoder encoder, int view) {
        try (NDArray pictures = normalization.images(scope, images, view)) {
            return forward(encoder.backbone(), pictures);
        }
    }

    @Override
    public NDArray forward(Block head, NDArray x) {
        return groups.forward(head, x);
    }

    @Override
    public NDArray indices() {
        return indices;
    }

    @Override
    public NDArray all(NDArray rows, int view) {
        return Autograd.paused(() -> share.wholeBatch(scope, rows, view, progress.step()));
    }

    @Override
    public NDArray own(NDArray whole) {
        return share.own(whole);
    }

    @Override
    public List<Group> groups() {
        int each = images.size() / groups.count();
        return IntStream.range(0, groups.count())
                .mapToObj(g -> new Group(g * each, (g + 1) * each, () -> random.apply(groups.before() + g)))
                .toList();
    }

    @Override
    public PrototypeHierarchy prototypes() {
        return prototypes;
    }
}
