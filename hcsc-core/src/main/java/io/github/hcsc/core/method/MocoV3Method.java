package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.MomentumPair;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;
import java.util.function.IntFunction;

/**
 * MoCo v3: each of two views predicts the key of the other among the keys of the batch, without a queue.
 *
 * <p>Heads normalise over the whole batch, whatever processes and groups it is cut into; groups are the backbone's alone.
 * Every process computes heads and loss of the whole batch. There are no local views.
 *
 * @param temperature of the contrast; published: 0.2 on Vision Transformers, 1 on ResNets
 * @param keyMomentum how much of the key encoder stays at each step; published: from 0.99 to 1
 * @param predictor makes the head that predicts a key from an embedding of so many values
 * @see <a href="https://arxiv.org/abs/2104.02057">Chen, Xie and He, An Empirical Study of Training Self-Supervised Vision
 *     Transformers</a>, algorithm 1
 */
public record MocoV3Method(double temperature, KeyMomentum keyMomentum, IntFunction<Block> predictor)
        implements Method {

    private static final int FIRST = 0;
    private static final int SECOND = 1;

    /** @throws IllegalArgumentException if the temperature is not positive */
    public MocoV3Method {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be positive, but was " + temperature);
        }
    }

    @Override
    public Learner begin(Beginning run) {
        MomentumPair encoders =
                MomentumPair.create(run.encoders(), run.dim(), keyMomentum.first(), run.manager(), run.images());
        Block head = predictor.apply(run.dim());
        head.initialize(run.manager(), DataType.FLOAT32, new Shape(run.images().get(0), run.dim()));
        return new Run(temperature, keyMomentum, encoders, head);
    }

    /**
     * Returns the contrast of queries with the keys of their batch, times 2 temperature: the size of its gradients hardly
     * depends on the temperature then.
     *
     * @param queries {@code [B, d]}, rows of unit length
     * @param keys {@code [B, d]} of the same images, rows of unit length
     */
    static NDArray contrast(NDArray queries, NDArray keys, double temperature) {
        int images = Math.toIntExact(queries.size(0));
        try (NDArray turned = keys.transpose();
                NDArray cosines = queries.matMul(turned);
                NDArray logits = TorchOps.divide(cosines, temperature);
                NDArray logShares = logits.logSoftmax(1); // [B, B]
                NDArray places = queries.getManager().arange(0, images, 1, DataType.INT64);
                NDArray column = places.reshape(images, 1);
                NDArray own = logShares.gather(column, 1); // [B, 1]
                NDArray mean = own.mean()) {
            return TorchOps.divide(mean, -1 / (2 * temperature));
        }
    }

    private record Run(double temperature, KeyMomentum keyMomentum, MomentumPair encoders, Block predictor)
            implements Learner {

        @Override
        public Parts parts() {
            return Parts.builder()
                    .trained(Parts.ENCODER, encoders.query())
                    .trained("predictor.", predictor)
                    .frozen("key.", encoders.key())
                    .terms("first_loss", "second_loss")
                    .build();
        }

        @Override
        public Encoder trained() {
            return encoders.query();
        }

        @Override
        public Encoder embedder() {
            return encoders.key();
        }

        @Override
        public List<Encoder> followers() {
            return List.of(encoders.key());
        }

        @Override
        public Lesson learn(Batch batch) {
            encoders.update(keyMomentum.at(batch.progress()));
            NDArray firstKeys = key(batch, FIRST);
            NDArray secondKeys = key(batch, SECOND);
            NDArray first = embed(batch, FIRST);
            NDArray second = embed(batch, SECOND);
            Terms terms = Terms.of("first_loss", contrast(query(batch, first), secondKeys, temperature))
                    .and("second_loss", contrast(query(batch, second), firstKeys, temperature));
            return new Lesson(terms, first);
        }

        private NDArray key(Batch batch, int view) {
            return Autograd.paused(() -> {
                try (NDArray features = batch.features(encoders.key(), view);
                        NDArray all = batch.all(features, view)) {
                    return ObjectiveLesson.unit(
                            batch.forwardWhole(encoders.key().head(), all));
                }
            });
        }

        private NDArray embed(Batch batch, int view) {
            try (NDArray features = batch.features(encoders.query(), view)) {
                return batch.forwardWhole(encoders.query().head(), batch.joined(features, view));
            }
        }

        private NDArray query(Batch batch, NDArray embeddings) {
            return ObjectiveLesson.unit(batch.forwardWhole(predictor, embeddings));
        }
    }
}
