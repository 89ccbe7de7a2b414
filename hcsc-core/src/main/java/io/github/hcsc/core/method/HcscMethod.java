package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.ContrastBatch;
import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.InstanceCandidates;
import io.github.hcsc.core.ObjectiveTerms;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.MomentumPair;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * HCSC on MoCo's queue; without prototypes it is MoCo v2.
 *
 * <p>View 0 is the query, view 1 the key, all others are local views. With several groups of batch normalisation the keys
 * pass their encoder shuffled, and each group has its own masks and loss, as on several devices.
 *
 * @param objective what is minimised
 * @param queueCapacity keys that the queue holds, a multiple of the batch
 * @param keyMomentum how much of the key encoder stays at each step; published: 0.999 throughout
 * @param keepsLatestKeys whether the latest key of each image is kept, to be clustered; they are of random views, and the
 *     older ones of weights up to an epoch old
 * @see <a href="https://arxiv.org/abs/2202.00455">HCSC</a>, section 3
 */
public record HcscMethod(HcscObjective objective, int queueCapacity, KeyMomentum keyMomentum, boolean keepsLatestKeys)
        implements ObjectiveMethod {

    /** The name of the queue's position in checkpoints. */
    public static final String QUEUE_POINTER = "hcsc.queue_pointer";

    private static final int QUERY = 0;
    private static final int KEY = 1;

    @Override
    public HcscMethod withObjective(UnaryOperator<HcscObjective> change) {
        return new HcscMethod(change.apply(objective), queueCapacity, keyMomentum, keepsLatestKeys);
    }

    @Override
    public Learner begin(Beginning run) {
        MomentumPair encoders =
                MomentumPair.create(run.encoders(), run.dim(), keyMomentum.first(), run.manager(), run.images());
        KeyQueue queue = KeyQueue.create(run.manager(), queueCapacity, run.dim());
        Optional<NDArray> latest = keepsLatestKeys
                ? Optional.of(run.manager().zeros(new Shape(run.trainingImages(), run.dim())))
                : Optional.empty();
        return new Run(objective, encoders, keyMomentum, queue, latest);
    }

    private record Run(
            HcscObjective objective,
            MomentumPair encoders,
            KeyMomentum keyMomentum,
            KeyQueue queue,
            Optional<NDArray> latestEmbeddings)
            implements Learner {

        @Override
        public Parts parts() {
            Parts.Builder parts = Parts.builder()
                    .trained(Parts.ENCODER, encoders.query())
                    .frozen("key.", encoders.key())
                    .kept("queue.indices", queue.indices())
                    .kept("queue.keys", queue.keys())
                    .counted(QUEUE_POINTER, queue::pointer, queue::moveTo)
                    .judged("queue", queue.candidates());
            latestEmbeddings.ifPresent(keys -> parts.kept("gathered.keys", keys));
            return ObjectiveLesson.named(parts).build();
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
        public Set<Integer> shuffledViews() {
            return Set.of(KEY);
        }

        @Override
        public Lesson learn(Batch batch) {
            encoders.update(keyMomentum.at(batch.progress()));
            NDArray keys = Autograd.paused(
                    () -> batch.all(ObjectiveLesson.unit(ObjectiveLesson.embed(batch, encoders.key(), KEY)), KEY));
            NDArray embedding = ObjectiveLesson.embed(batch, encoders.query(), QUERY);
            List<NDArray> locals = new ArrayList<>();
            for (int view = KEY + 1; view < batch.views(); view++) {
                locals.add(ObjectiveLesson.unit(ObjectiveLesson.embed(batch, encoders.query(), view)));
            }
            ContrastBatch embedded = new ContrastBatch(
                    ObjectiveLesson.unit(embedding), batch.own(keys), locals, batch.own(batch.indices()));
            return new Lesson(terms(embedded, batch), embedding, () -> keep(keys, batch.indices()));
        }

        private Terms terms(ContrastBatch embedded, Batch batch) {
            List<Batch.Group> groups = batch.groups();
            List<ContrastBatch> parts = embedded.split(groups.size());
            List<ObjectiveTerms> terms = new ArrayList<>();
            for (int g = 0; g < parts.size(); g++) {
                terms.add(objective.evaluate(
                        parts.get(g),
                        InstanceCandidates.of(queue),
                        batch.prototypes(),
                        groups.get(g).random().get(),
                        batch::show));
            }
            return ObjectiveLesson.terms(ObjectiveTerms.mean(terms));
        }

        private void keep(NDArray keys, NDArray indices) {
            queue.enqueue(keys, indices);
            latestEmbeddings.ifPresent(latest -> TorchOps.setRowsInPlace(latest, indices, keys));
        }
    }
}
