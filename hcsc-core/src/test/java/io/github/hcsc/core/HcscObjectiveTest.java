package io.github.hcsc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.golden.Fixture;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Laws on the inputs of the published example. */
final class HcscObjectiveTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Fixture golden = Fixture.read("objective-published-example");
    private final KeyQueue queue = KeyQueue.create(manager, 8, 3);
    private final NDArray view = golden.array(manager, "q");
    private final PrototypeHierarchy hierarchy = HierarchicalKMeans.released(List.of(6, 3), .2f)
            .cluster(golden.array(manager, "x"), PrototypeHierarchy.NONE, 0);

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void withoutLocalSelectionLocalViewsSeeEveryCandidate() {
        HcscObjective paper = ReferenceObjective.paper(.2, LocalSelection.NONE);
        HcscObjective keepAll = with(paper, NegativeSelector.KEEP_ALL);

        ObjectiveTerms terms = evaluate(paper, List.of(view));
        ObjectiveTerms plain = evaluate(keepAll, List.of());

        assertClose(terms.localInstance(), plain.instance());
        assertClose(terms.localPrototype(), plain.prototype());
    }

    @Test
    void keepingAllItIsMoCoHoweverManyLevelsThereAre() {
        HcscObjective keepAll = with(ReferenceObjective.paper(.2, LocalSelection.NONE), NegativeSelector.KEEP_ALL);

        NDArray moco = keepAll.evaluate(batch(List.of()), queue, PrototypeHierarchy.NONE, UniformSource.ENGINE)
                .total();

        assertClose(evaluate(keepAll, List.of()).instance(), moco);
    }

    @Test
    void measuresTheShareOfQueriesThatAreNoCloserToAnyKeyOfTheQueueThanToTheirOwn() {
        KeyQueue others = queueOf(new float[][] {{1, 0, 0}, {0, -1, 0}});
        NDArray queries = manager.create(new float[][] {{1, 0, 0}, {0, 1, 0}, {.6f, 0, .8f}, {0, -1, 0}});
        NDArray keys = manager.create(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {1, 0, 0}});
        ContrastBatch batch = new ContrastBatch(queries, keys, List.of(queries), manager.zeros(new Shape(4)));

        for (double temperature : new double[] {.01, .2, 3}) {
            NDArray accuracy = ReferenceObjective.released(temperature, LocalSelection.BOTH)
                    .evaluate(batch, others, PrototypeHierarchy.NONE, UniformSource.ENGINE)
                    .instanceAccuracy();

            assertThat(accuracy.getFloat()).isEqualTo(.5f);
        }
    }

    @Test
    void whatItMeasuresIsNoPartOfTheSum() {
        ObjectiveTerms terms = evaluate(ReferenceObjective.released(.2, LocalSelection.BOTH), List.of());

        assertThat(terms.instanceAccuracy().getFloat()).isPositive();
        assertClose(terms.total(), terms.instance().add(terms.prototype()));
    }

    @Test
    void passesOnTheFailureOfASelector() {
        HcscObjective failing =
                with(ReferenceObjective.released(.2, LocalSelection.BOTH), (candidates, anchors, level, random) -> {
                    throw new IllegalStateException("no memory");
                });

        assertThatThrownBy(() -> evaluate(failing, List.of())).hasMessage("no memory");
    }

    @Test
    void refusesALossThatHasNoValueForEachSelection() {
        HcscObjective wrong = ReferenceObjective.released(.2, LocalSelection.BOTH)
                .withLoss(logits -> logits.positive().mean());

        assertThatThrownBy(() -> evaluate(wrong, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a loss must have one value per selection, (2), but was ()");
    }

    private ObjectiveTerms evaluate(HcscObjective objective, List<NDArray> locals) {
        return objective.evaluate(batch(locals), queue, hierarchy, UniformSource.ENGINE);
    }

    private KeyQueue queueOf(float[][] keys) {
        KeyQueue filled = KeyQueue.create(manager, keys.length, keys[0].length);
        TorchOps.copyInPlace(List.of(filled.keys()), List.of(manager.create(keys)));
        return filled;
    }

    private ContrastBatch batch(List<NDArray> locals) {
        return new ContrastBatch(view, golden.array(manager, "k"), locals, golden.array(manager, "indices"));
    }

    private static HcscObjective with(HcscObjective objective, NegativeSelector selector) {
        return new HcscObjective(
                objective.temperature(),
                selector,
                selector,
                objective.localSelection(),
                objective.loss(),
                objective.candidates(),
                objective.instanceLevels());
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getFloat()).isCloseTo(expected.getFloat(), within(1e-6f));
    }
}
