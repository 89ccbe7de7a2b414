package io.github.hcsc.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.method.Batch;
import io.github.hcsc.core.method.Learner;
import io.github.hcsc.core.method.Lesson;
import io.github.hcsc.core.method.Method;
import io.github.hcsc.core.method.Parts;
import io.github.hcsc.core.method.Terms;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.train.PretrainerBuilder;
import java.io.IOException;

/**
 * Trains with another method, here SimSiam: two views predict each other's embedding, without negatives, queue or key
 * encoder: {@code mvn -q compile exec:java -Dexec.mainClass=io.github.hcsc.examples.SimSiam}.
 *
 * @see <a href="https://arxiv.org/abs/2011.10566">Chen and He, Exploring Simple Siamese Representation Learning</a>
 */
public final class SimSiam implements Method {

    /** Compares it with the configured HCSC: in half a minute, or on so many images for so many epochs. */
    public static void main(String[] args) throws IOException {
        System.out.println(SmallRun.of(args).compare(SimSiam::plug));
    }

    static PretrainerBuilder plug(PretrainerBuilder pretrainer) {
        return pretrainer.optMethod(new SimSiam());
    }

    @Override
    public Learner begin(Beginning run) {
        Encoder encoder = run.encoders().newEncoder(run.dim());
        encoder.initialize(run.manager(), DataType.FLOAT32, run.images());
        Block predictor = predictor(run.dim());
        predictor.initialize(
                run.manager(), DataType.FLOAT32, new Shape(run.images().get(0), run.dim()));
        return new Run(encoder, predictor);
    }

    /** A bottleneck of a quarter of the embedding's width. */
    private static Block predictor(int dim) {
        return new SequentialBlock()
                .add(Linear.builder()
                        .setUnits(Math.max(1, dim / 4))
                        .optBias(false)
                        .build())
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(dim).build());
    }

    private record Run(Encoder trained, Block predictor) implements Learner {

        @Override
        public Parts parts() {
            return Parts.builder()
                    .trained(Parts.ENCODER, trained)
                    .trained("predictor.", predictor)
                    .terms("first_similarity", "second_similarity")
                    .build();
        }

        /** The loss is \( -\frac{1}{2} (\cos(p_0, z_1) + \cos(p_1, z_0)) \), where no gradient passes through z. */
        @Override
        public Lesson learn(Batch batch) {
            NDArray first = embed(batch, 0);
            NDArray second = embed(batch, 1);
            Terms terms = Terms.of("first_similarity", half(batch, first, second))
                    .and("second_similarity", half(batch, second, first));
            return new Lesson(terms, first);
        }

        private NDArray embed(Batch batch, int view) {
            try (NDArray features = batch.features(trained, view)) {
                return batch.forward(trained.head(), features);
            }
        }

        private NDArray half(Batch batch, NDArray view, NDArray other) {
            NDArray predicted = unit(batch.forward(predictor, view));
            NDArray cosine = predicted.mul(unit(other.stopGradient())).sum(new int[] {1});
            return TorchOps.divide(cosine.mean(), -2);
        }

        private static NDArray unit(NDArray rows) {
            return rows.normalize(2, 1, 1e-12);
        }
    }
}
