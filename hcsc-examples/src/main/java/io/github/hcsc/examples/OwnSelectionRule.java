package io.github.hcsc.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.train.PretrainerBuilder;
import java.io.IOException;

/**
 * Selects negatives by another rule, here a threshold in place of a draw: {@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.hcsc.examples.OwnSelectionRule}.
 *
 * <p>The method rejects a candidate with the probability that it belongs to the query's prototype. This rule rejects it
 * exactly if that probability is larger than a number.
 *
 * @param mostShared the largest probability of belonging to the query's prototype with which a candidate stays
 */
public record OwnSelectionRule(double mostShared) implements NegativeSelector {

    private static final SemanticSelector METHOD = new SemanticSelector(0, 1, 0);

    /** Compares it with the configured rule: in half a minute, or on so many images for so many epochs. */
    public static void main(String[] args) throws IOException {
        System.out.println(SmallRun.of(args).compare(OwnSelectionRule::plug));
    }

    /** The rule takes the place of both selections, among the keys of the queue and among the prototypes. */
    static PretrainerBuilder plug(PretrainerBuilder pretrainer) {
        NegativeSelector rule = new OwnSelectionRule(0.3);
        return pretrainer.optObjective(objective -> objective.withSelection(rule, rule));
    }

    @Override
    public NDArray select(Candidates candidates, NDArray anchors, PrototypeLevel level, UniformSource random) {
        NDArray different = METHOD.keepProbabilities(candidates, anchors, level); // [N, C]
        return different.gte(1 - mostShared).toType(DataType.FLOAT32, false);
    }
}
