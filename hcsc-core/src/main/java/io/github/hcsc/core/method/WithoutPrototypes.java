package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.selection.UniformSource;
import java.util.List;

/** A batch for a method that is to learn images alone. */
record WithoutPrototypes(Batch batch) implements Batch {

    @Override
    public PrototypeHierarchy prototypes() {
        return PrototypeHierarchy.NONE;
    }

    @Override
    public int views() {
        return batch.views();
    }

    @Override
    public Progress progress() {
        return batch.progress();
    }

    @Override
    public NDArray features(Encoder encoder, int view) {
        return batch.features(encoder, view);
    }

    @Override
    public NDArray forward(Block head, NDArray x) {
        return batch.forward(head, x);
    }

    @Override
    public NDArray forwardWhole(Block head, NDArray x) {
        return batch.forwardWhole(head, x);
    }

    @Override
    public NDArray indices() {
        return batch.indices();
    }

    @Override
    public NDArray all(NDArray rows, int view) {
        return batch.all(rows, view);
    }

    @Override
    public NDArray joined(NDArray rows, int view) {
        return batch.joined(rows, view);
    }

    @Override
    public NDArray own(NDArray whole) {
        return batch.own(whole);
    }

    @Override
    public List<Group> groups() {
        return batch.groups();
    }

    @Override
    public UniformSource random() {
        return batch.random();
    }

    @Override
    public void show(String name, NDArray tensor) {
        batch.show(name, tensor);
    }
}
