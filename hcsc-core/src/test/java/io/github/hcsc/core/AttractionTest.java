package io.github.hcsc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.UniformSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Soft positives against the cross entropy with their target, written as a double loop. */
final class AttractionTest {

    private static final double T = .2;
    private static final long[] FINE = {0, 1, 0, 2, 1};
    private static final long[] COARSE = {0, 0, 0, 1, 0};
    private static final long[] IMAGES = {0, 1, 3};
    private static final long[] OF_CANDIDATES = {2, -1, 4, 0, 1, 2};
    private static final float[][] ELIGIBLE = {{1, 1, 1, 0, 1, 1}, {1, 1, 1, 1, 0, 1}, {1, 1, 1, 1, 1, 1}};

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray queries = manager.randomNormal(new Shape(3, 4)).normalize(2, 1);
    private final NDArray keys = manager.randomNormal(new Shape(3, 4)).normalize(2, 1);
    private final NDArray others = manager.randomNormal(new Shape(6, 4)).normalize(2, 1);

    @AfterEach
    void free() {
        manager.close();
    }

    private PrototypeLevel level(int size, long... assignments) {
        return new PrototypeLevel(
                manager.randomNormal(new Shape(size, 4)).normalize(2, 1),
                manager.ones(new Shape(size)),
                manager.create(assignments));
    }

    private double evaluate(Attraction attraction) {
        ContrastBatch batch = new ContrastBatch(queries, keys, List.of(), manager.create(IMAGES));
        InstanceCandidates candidates = new InstanceCandidates(
                new Candidates(others), manager.create(OF_CANDIDATES), Optional.of(manager.create(ELIGIBLE)));
        return ReferenceObjective.paper(T, LocalSelection.NONE)
                .withSelection(NegativeSelector.KEEP_ALL, NegativeSelector.KEEP_ALL)
                .withPrototypes(1, attraction)
                .evaluate(batch, candidates, hierarchy(), UniformSource.ENGINE)
                .instance()
                .getFloat();
    }

    private PrototypeHierarchy hierarchy() {
        NDArray parents = manager.create(new long[] {0, 0, 1});
        return new PrototypeHierarchy(List.of(level(3, FINE), level(2, COARSE)), List.of(parents));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "0.3, 1, 0", "0.3, 0.05, 0", "0.6, 0.05, 0.1"})
    void isTheCrossEntropyWithASoftTarget(double weight, double temperature, double outsiders) {
        Attraction attraction = new Attraction(weight, temperature, outsiders);

        assertThat(evaluate(attraction)).isCloseTo(naive(attraction), within(1e-5));
    }

    private double naive(Attraction attraction) {
        double loss = 0;
        for (int n = 0; n < IMAGES.length; n++) {
            double positive = dot(queries.get(n), keys.get(n)) / T;
            double denominator = Math.exp(positive);
            double drawn = 0;
            double weights = 0;
            for (int j = 0; j < OF_CANDIDATES.length; j++) {
                double logit = dot(queries.get(n), others.get(j)) / T;
                denominator += ELIGIBLE[n][j] * Math.exp(logit);
                double pull = Math.exp(dot(keys.get(n), others.get(j)) / attraction.temperature());
                double weight = ELIGIBLE[n][j] * (attraction.outsiders() + common(IMAGES[n], OF_CANDIDATES[j])) * pull;
                drawn += weight * logit;
                weights += weight;
            }
            double a = attraction.weight();
            double target = weights == 0 ? positive : (1 - a) * positive + a * drawn / weights;
            loss += (Math.log(denominator) - target) / IMAGES.length;
        }
        return loss;
    }

    private static double common(long one, long other) {
        if (other < 0) {
            return 0;
        }
        return ((FINE[(int) one] == FINE[(int) other] ? 1 : 0) + (COARSE[(int) one] == COARSE[(int) other] ? 1 : 0))
                / 2.0;
    }

    private static double dot(NDArray a, NDArray b) {
        return a.toType(DataType.FLOAT64, true)
                .mul(b.toType(DataType.FLOAT64, true))
                .sum()
                .getDouble();
    }

    @Test
    void theWeightOfThePrototypesIsAFactorOfTheirLosses() {
        PrototypeHierarchy hierarchy = hierarchy();
        ContrastBatch batch = new ContrastBatch(queries, keys, List.of(queries), manager.create(IMAGES));
        InstanceCandidates candidates =
                new InstanceCandidates(new Candidates(others), manager.create(OF_CANDIDATES), Optional.empty());
        HcscObjective whole = ReferenceObjective.paper(T, LocalSelection.NONE)
                .withSelection(NegativeSelector.KEEP_ALL, NegativeSelector.KEEP_ALL);

        ObjectiveTerms full = whole.evaluate(batch, candidates, hierarchy, UniformSource.ENGINE);
        ObjectiveTerms less =
                whole.withPrototypes(.25, Attraction.NONE).evaluate(batch, candidates, hierarchy, UniformSource.ENGINE);
        ObjectiveTerms none =
                whole.withPrototypes(0, Attraction.NONE).evaluate(batch, candidates, hierarchy, UniformSource.ENGINE);

        assertThat(less.prototype().getFloat()).isCloseTo(full.prototype().getFloat() / 4, within(1e-6f));
        assertThat(less.localPrototype().getFloat())
                .isCloseTo(full.localPrototype().getFloat() / 4, within(1e-6f));
        assertThat(none.prototype().getFloat()).isZero();
        assertThat(less.instance().getFloat()).isEqualTo(full.instance().getFloat());
    }
}
