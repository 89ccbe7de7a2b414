package io.github.hcsc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.PrototypeCandidates.Excluded;
import io.github.hcsc.core.PrototypeCandidates.Range;
import io.github.hcsc.core.golden.Fixture;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.loss.InfoNce.Rejected;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.queue.KeyQueue;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three queries, eight keys, six and three prototypes, and rejections by index: small enough to follow with a pencil. */
final class PublishedExampleTest {

    private static final double T = .2;
    private static final PrototypeCandidates ALL_BUT_THE_BATCHS = new PrototypeCandidates(Range.ALL, Excluded.BATCH);

    private final NDManager manager = NDManager.newBaseManager();
    private final Fixture golden = Fixture.read("objective-published-example");
    private final PrototypeHierarchy hierarchy = HierarchicalKMeans.released(List.of(6, 3), (float) T)
            .cluster(golden.array(manager, "x"), PrototypeHierarchy.NONE, 0);

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void clustersAsStated() {
        assertThat(hierarchy.levels().get(0).assignments().toLongArray())
                .containsExactly(4, 5, 2, 3, 0, 1, 5, 2, 3, 0, 1, 5, 2, 3);
        assertThat(hierarchy.levels().get(1).assignments().toLongArray())
                .containsExactly(1, 2, 0, 2, 0, 0, 2, 0, 2, 0, 0, 2, 0, 2);
        assertClose(hierarchy.levels().get(0).density(), .157665f, .121404f, .242045f, .154913f, .261987f, .261987f);
        assertClose(hierarchy.levels().get(1).density(), .209596f, .209596f, .180807f);
    }

    @Test
    void keepsKeysAndPrototypesWithTheStatedProbabilities() {
        NDArray anchors = hierarchy.levels().get(0).anchorsOf(golden.array(manager, "indices"));
        NDArray keys = new SemanticSelector(0, 1, 0)
                .keepProbabilities(
                        queue().candidates(), anchors, hierarchy.levels().get(0));
        assertClose(keys.get(0), .998839f, .949712f, .996937f, .993149f, .994816f, .997536f, .975152f, .9973f);
        assertClose(keys.get(1), .028551f, .999237f, .790154f, .954665f, .999999f, .089351f, .999946f, .950555f);

        NDArray parents = hierarchy.levels().get(1).anchorsOf(golden.array(manager, "indices"));
        NDArray prototypes = new SemanticSelector(0, 1, 0)
                .keepProbabilities(
                        hierarchy.levels().get(0).candidates(),
                        parents,
                        hierarchy.levels().get(1));
        assertClose(prototypes.get("0, 2:4"), .993964f, .995534f);
        assertClose(prototypes.get("0, 5:6"), .995893f);
    }

    @Test
    void hasTheReleasedLoss() {
        ObjectiveTerms terms = evaluate(
                Rejected.ZERO_LOGIT, keyMask(), prototypeMask(2, 3), PrototypeCandidates.RELEASED, LevelReduction.SUM);

        assertClose(terms.instance(), 2 * .806087f);
        assertClose(terms.prototype(), (.533021f + 0) / 2);
        assertClose(terms.total(), 1.878684f);
    }

    @Test
    void hasThePapersLoss() {
        NegativeSelector prototypes = prototypeMask(0, 1, 2, 3, 4, 5);
        ObjectiveTerms terms =
                evaluate(Rejected.REMOVED, keyMask(), prototypes, PrototypeCandidates.ALL_OTHERS, LevelReduction.MEAN);

        assertClose(terms.instance(), .798300f);
        assertClose(terms.total(), golden.floats("paper/total")[0]);
    }

    @Test
    void hasTheStatedLossesBetweenTheTwo() {
        NegativeSelector all = NegativeSelector.KEEP_ALL;
        PrototypeCandidates released = PrototypeCandidates.RELEASED;

        assertClose(zeroLogit(all, all, released).instance(), 1.077819f);
        assertClose(zeroLogit(all, all, released).prototype(), .603031f / 2);
        assertClose(removed(all, prototypeMask(2, 3), released).prototype(), .417750f / 2);
        assertClose(zeroLogit(all, prototypeMask(2, 3, 5), ALL_BUT_THE_BATCHS).prototype(), (.781399f + .459806f) / 2);
        assertClose(zeroLogit(all, all, ALL_BUT_THE_BATCHS).prototype(), (.849738f + .459806f) / 2);
        assertClose(removed(all, prototypeMask(2, 3, 5), ALL_BUT_THE_BATCHS).prototype(), (.698627f + .459806f) / 2);
    }

    private ObjectiveTerms zeroLogit(NegativeSelector keys, NegativeSelector prototypes, PrototypeCandidates among) {
        return evaluate(Rejected.ZERO_LOGIT, keys, prototypes, among, LevelReduction.MEAN);
    }

    private ObjectiveTerms removed(NegativeSelector keys, NegativeSelector prototypes, PrototypeCandidates among) {
        return evaluate(Rejected.REMOVED, keys, prototypes, among, LevelReduction.MEAN);
    }

    private ObjectiveTerms evaluate(
            Rejected rejected,
            NegativeSelector keys,
            NegativeSelector prototypes,
            PrototypeCandidates among,
            LevelReduction reduction) {
        ContrastBatch batch = new ContrastBatch(
                golden.array(manager, "q"), golden.array(manager, "k"), List.of(), golden.array(manager, "indices"));
        return new HcscObjective(T, keys, prototypes, LocalSelection.BOTH, new InfoNce(rejected), among, reduction)
                .evaluate(batch, queue(), hierarchy, UniformSource.ENGINE);
    }

    private KeyQueue queue() {
        KeyQueue queue = KeyQueue.create(manager, 8, 3);
        TorchOps.copyInPlace(
                List.of(queue.keys()), List.of(golden.array(manager, "queue").transpose()));
        return queue;
    }

    /** Rejects key j for query n if 5n + 3j is a multiple of 4. */
    private NegativeSelector keyMask() {
        float[] kept = new float[3 * 8];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = (5 * (i / 8) + 3 * (i % 8)) % 4 == 0 ? 0 : 1;
        }
        return always(manager.create(kept, new Shape(3, 8)));
    }

    /** Rejects, for query n, the j-th of some prototypes if 3n + 5j is a multiple of 3. */
    private NegativeSelector prototypeMask(int... prototypes) {
        NDArray kept = manager.ones(new Shape(3, 6), DataType.FLOAT32);
        for (int n = 0; n < 3; n++) {
            for (int j = 0; j < prototypes.length; j++) {
                kept.setScalar(index(n, prototypes[j]), (3 * n + 5 * j) % 3 == 0 ? 0f : 1f);
            }
        }
        return always(kept);
    }

    private static NDIndex index(long row, long column) {
        return new NDIndex(row, column);
    }

    private static NegativeSelector always(NDArray kept) {
        return (candidates, anchors, level, random) -> kept;
    }

    private static void assertClose(NDArray actual, float... expected) {
        assertThat(actual.toFloatArray()).containsExactly(expected, within(2e-6f));
    }
}
