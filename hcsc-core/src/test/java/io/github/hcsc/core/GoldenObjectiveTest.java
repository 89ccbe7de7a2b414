package io.github.hcsc.core;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.golden.Deviations;
import io.github.hcsc.core.golden.Fixture;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two steps of each case of the reference, every intermediate: float32 against float32, so 1e-5 of a tensor's largest. */
final class GoldenObjectiveTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "first-clustering"
            })
    void isTheReferencesInEveryIntermediate(String name) {
        Fixture golden = Fixture.read("objective-" + name);
        Deviations deviations = new Deviations(name);
        golden.description().getAsJsonArray("steps").forEach(step -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                new Step(golden, step.getAsInt(), manager, deviations).compare();
            }
        });
        deviations.requireWithin(TOLERANCE);
    }

    private record Step(Fixture golden, int number, NDManager manager, Deviations deviations) {

        void compare() {
            ContrastBatch batch = batch();
            KeyQueue queue = queue();
            PrototypeHierarchy hierarchy = hierarchy();
            ReplayedUniforms uniforms =
                    new ReplayedUniforms(has("uniform") ? golden.floats(in("uniform")) : new float[0]);
            ObjectiveRecorder recorder = new ObjectiveRecorder();
            HcscObjective objective = recorder.observe(ReferenceObjective.of(golden.description()));

            ObjectiveTerms terms =
                    Autograd.recording(() -> ObjectiveTerms.mean(batch.split(golden.integer("bn_groups")).stream()
                            .map(group -> objective.evaluate(group, queue, hierarchy, uniforms))
                            .toList()));
            Autograd.backward(Autograd.recording(terms::total));
            queue.enqueue(batch.keys(), batch.indices());

            assertThat(uniforms.remaining()).isZero();
            compareGroups(batch, hierarchy, recorder);
            deviations.add("total", in("total"), terms.total(), golden.floats(in("total")));
            compareGradients(batch);
            deviations.add("queue", in("queue_after"), queue.keys().transpose(), golden.floats(in("queue_after")));
        }

        private ContrastBatch batch() {
            NDArray queries = embeddings("q");
            List<NDArray> locals = IntStream.range(
                            0,
                            golden.description().getAsJsonArray("local_sizes").size())
                    .mapToObj(v -> embeddings("local" + v))
                    .toList();
            return new ContrastBatch(
                    queries, golden.array(manager, in("k")), locals, golden.array(manager, in("indices")));
        }

        private NDArray embeddings(String tensor) {
            NDArray embeddings = golden.array(manager, in(tensor));
            embeddings.setRequiresGradient(true);
            return embeddings;
        }

        private KeyQueue queue() {
            KeyQueue queue = KeyQueue.create(manager, golden.integer("queue"), golden.integer("dim"));
            NDArray before = golden.array(manager, in("queue_before"));
            TorchOps.copyInPlace(List.of(queue.keys()), List.of(before.transpose()));
            queue.moveTo(number * golden.integer("batch") % queue.capacity());
            return queue;
        }

        private PrototypeHierarchy hierarchy() {
            if (!has("group0/level0/instance_mask")) {
                return PrototypeHierarchy.NONE;
            }
            List<PrototypeLevel> levels = new ArrayList<>();
            List<NDArray> parents = new ArrayList<>();
            for (int l = 0; l < golden.integer("levels"); l++) {
                String level = "level" + l + "/";
                levels.add(new PrototypeLevel(
                        golden.array(manager, level + "centroids"),
                        golden.array(manager, level + "density"),
                        golden.array(manager, level + "assignments")));
                if (l > 0) {
                    parents.add(golden.array(manager, level + "own"));
                }
            }
            return new PrototypeHierarchy(levels, parents);
        }

        private void compareGroups(ContrastBatch batch, PrototypeHierarchy hierarchy, ObjectiveRecorder recorder) {
            int levels = hierarchy.levels().size();
            boolean selectLocal = golden.description().get("select_local").getAsBoolean();
            Plan plan = new Plan(levels, batch.locals().size(), selectLocal);
            for (int g = 0; g < golden.integer("bn_groups"); g++) {
                String group = in("group" + g + "/");
                for (String selection : plan.selections()) {
                    compare(group + selection, recorder.nextSelection());
                }
                for (Plan.Contrast contrast : plan.contrasts()) {
                    compare(group, contrast, recorder.nextContrast());
                }
            }
            assertThat(recorder.isEmpty()).isTrue();
        }

        private void compare(String name, ObjectiveRecorder.Selection selection) {
            deviations.add("keep", name, selection.probabilities(), golden.floats(name + "_keep"));
            assertThat(selection.kept().toType(DataType.UINT8, true))
                    .as(name)
                    .isEqualTo(golden.array(manager, name + "_mask"));
        }

        private void compare(String group, Plan.Contrast expected, ObjectiveRecorder.Contrast contrast) {
            String name = group + expected.name();
            int candidates = Math.toIntExact(contrast.logits().candidates().size(1));
            float[] logits =
                    ReferenceLogits.of(contrast.logits(), golden.word("mode").equals("released"));
            deviations.add("logits", name, logits, ReferenceLogits.of(golden, name, candidates));
            float loss = golden.floats(group + expected.term())[expected.position()];
            deviations.add("losses", name, contrast.loss(), new float[] {loss});
        }

        private void compareGradients(ContrastBatch batch) {
            deviations.add("gradients", in("q"), batch.queries().getGradient(), golden.floats(in("q_gradient")));
            for (int v = 0; v < batch.locals().size(); v++) {
                NDArray gradient = batch.locals().get(v).getGradient();
                deviations.add("gradients", in("local" + v), gradient, golden.floats(in("local" + v + "_gradient")));
            }
        }

        private String in(String tensor) {
            return "step" + number + "/" + tensor;
        }

        private boolean has(String tensor) {
            return golden.has(in(tensor));
        }
    }
}
