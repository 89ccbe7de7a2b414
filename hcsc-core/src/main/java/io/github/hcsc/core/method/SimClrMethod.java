package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.ContrastBatch;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.InstanceCandidates;
import io.github.hcsc.core.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * SimCLR: both views of all images of the batch are contrasted with each other, by one encoder, without a queue. With
 * prototypes it is HCSC on this base, which clusters the embeddings of the encoder itself.
 *
 * <p>Views 0 and 1 are the two; each local view is contrasted with both of them. With several groups of batch normalisation
 * view 1 passes the encoder shuffled, as SimCLR's section 2.2 advises. The loss is over the whole batch: every process
 * computes all of it, from the embeddings of all.
 *
 * @param objective what is minimised; its instance contrast of two views is the NT-Xent loss
 * @see <a href="https://arxiv.org/abs/2002.05709">SimCLR</a>, section 2.1
 */
public record SimClrMethod(HcscObjective objective) implements ObjectiveMethod {

    private static final int FIRST = 0;
    private static final int SECOND = 1;

    @Override
    public SimClrMethod withObjective(UnaryOperator<HcscObjective> change) {
        return new SimClrMethod(change.apply(objective));
    }

    @Override
    public Learner begin(Beginning run) {
        Encoder encoder = run.encoders().newEncoder(run.dim());
        encoder.initialize(run.manager(), DataType.FLOAT32, run.images());
        return new Run(objective, encoder);
    }

    private record Run(HcscObjective objective, Encoder trained) implements Learner {

        @Override
        public Parts parts() {
            return ObjectiveLesson.named(Parts.builder().trained(Parts.ENCODER, trained))
                    .build();
        }

        @Override
        public Set<Integer> shuffledViews() {
            return Set.of(SECOND);
        }

        @Override
        public Lesson learn(Batch batch) {
            NDArray embedding = ObjectiveLesson.embed(batch, trained, FIRST);
            NDArray first = joined(batch, embedding, FIRST);
            NDArray second = joined(batch, ObjectiveLesson.embed(batch, trained, SECOND), SECOND);
            List<NDArray> locals = new ArrayList<>();
            for (int view = SECOND + 1; view < batch.views(); view++) {
                NDArray local = joined(batch, ObjectiveLesson.embed(batch, trained, view), view);
                locals.add(local.concat(local));
            }
            NDArray views = first.concat(second);
            NDArray images = batch.indices().concat(batch.indices());
            ContrastBatch embedded = new ContrastBatch(views, second.concat(first), locals, images);
            return new Lesson(
                    ObjectiveLesson.terms(objective.evaluate(
                            embedded,
                            InstanceCandidates.ofBatch(views, images),
                            batch.prototypes(),
                            batch.random(),
                            batch::show)),
                    embedding);
        }

        private static NDArray joined(Batch batch, NDArray embeddings, int view) {
            return batch.joined(ObjectiveLesson.unit(embeddings), view);
        }
    }
}
