package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.SemanticHead;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * HIRL: another method learns images, and once there is a hierarchy of prototypes, heads on the embeddings of view 0 learn
 * each image's path through it. The other method sees no prototypes.
 *
 * @param image learns images
 * @param levels how many levels the hierarchy has
 * @param headLayers layers of each level's head
 * @param paths what is added to the other method's loss
 * @see <a href="https://arxiv.org/abs/2205.13159">Xu et al., HIRL: A General Framework for Hierarchical Image Representation
 *     Learning</a>
 */
public record HirlMethod(Method image, int levels, int headLayers, PathDiscrimination paths) implements Method {

    @Override
    public Learner begin(Beginning run) {
        Learner learner = image.begin(run);
        List<SemanticHead> heads = new ArrayList<>();
        for (int l = 0; l < levels; l++) {
            SemanticHead head = new SemanticHead(run.dim(), headLayers);
            head.initialize(
                    run.manager(), DataType.FLOAT32, new Shape(run.images().get(0), run.dim()));
            heads.add(head);
        }
        return new Run(learner, List.copyOf(heads), paths);
    }

    private record Run(Learner image, List<SemanticHead> heads, PathDiscrimination paths) implements Learner {

        @Override
        public Parts parts() {
            Parts.Builder parts = Parts.builder().and(image.parts());
            for (int l = 0; l < heads.size(); l++) {
                parts.trained(prefix(l), heads.get(l));
            }
            return parts.terms("semantic_loss").build();
        }

        private static String prefix(int level) {
            return "projections." + level + ".";
        }

        @Override
        public Encoder trained() {
            return image.trained();
        }

        @Override
        public Encoder embedder() {
            return image.embedder();
        }

        @Override
        public List<Encoder> followers() {
            return image.followers();
        }

        @Override
        public Set<Integer> shuffledViews() {
            return image.shuffledViews();
        }

        @Override
        public Optional<NDArray> latestEmbeddings() {
            return image.latestEmbeddings();
        }

        /** Heads have nothing to learn before the first clustering. */
        @Override
        public Set<String> idle(Batch batch) {
            Set<String> idle = new HashSet<>(image.idle(batch));
            if (batch.prototypes().levels().isEmpty()) {
                IntStream.range(0, heads.size()).mapToObj(Run::prefix).forEach(idle::add);
            }
            return idle;
        }

        @Override
        public Lesson learn(Batch batch) {
            Lesson lesson = image.learn(new WithoutPrototypes(batch));
            return batch.prototypes().levels().isEmpty()
                    ? lesson
                    : new Lesson(
                            lesson.terms().and("semantic_loss", semanticLoss(batch, lesson.embedding())),
                            lesson.embedding(),
                            lesson.afterwards());
        }

        private NDArray semanticLoss(Batch batch, NDArray embedding) {
            PrototypeHierarchy hierarchy = batch.prototypes();
            requireLevels(hierarchy.levels().size());
            NDArray indices = batch.indices();
            NDArray drawn = paths.draw(
                    indices.getManager(),
                    batch.random(),
                    indices.size(),
                    hierarchy.levels().get(0).size());
            if (embedding.size(0) < indices.size()) {
                indices = batch.own(indices);
                drawn = batch.own(drawn);
            }
            List<NDArray> semantics = heads.stream()
                    .map(head -> ObjectiveLesson.unit(batch.forward(head, embedding)))
                    .toList();
            return paths.evaluate(
                    semantics, hierarchy, hierarchy.levels().get(0).anchorsOf(indices), drawn);
        }

        private void requireLevels(int found) {
            if (found != heads.size()) {
                throw new IllegalStateException("the hierarchy must have the " + heads.size()
                        + " levels that HIRL has heads for, but has " + found);
            }
        }
    }
}
