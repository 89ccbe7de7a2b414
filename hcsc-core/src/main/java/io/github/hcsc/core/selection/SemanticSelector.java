package io.github.hcsc.core.selection;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;

/**
 * The selection of HCSC: a candidate is kept with the probability that it does <em>not</em> belong to the query's
 * prototype, \( 1 - \mathrm{softmax}_p(c \cdot c_p / \phi_p)[\mathrm{anchor}] \).
 *
 * @param minKeep smallest probability of keeping a candidate
 * @param maxKeep largest probability of keeping a candidate
 * @param minDensity smallest density that the similarities are divided by
 * @see <a href="https://arxiv.org/abs/2202.00455">HCSC</a>, sections 3.3 and 3.4
 */
public record SemanticSelector(double minKeep, double maxKeep, double minDensity) implements NegativeSelector {

    private static final Script SCRIPT = new Script(SemanticSelector.class, "semantic_selector.py");

    /** Checks that the bounds are probabilities in order. */
    public SemanticSelector {
        if (!(0 <= minKeep && minKeep <= maxKeep && maxKeep <= 1)) {
            throw new IllegalArgumentException("keep probabilities must satisfy 0 <= minKeep <= maxKeep <= 1, but were "
                    + minKeep + " and " + maxKeep);
        }
        if (!(minDensity >= 0)) {
            throw new IllegalArgumentException("minDensity must not be negative, but was " + minDensity);
        }
    }

    @Override
    public NDArray select(Candidates candidates, NDArray anchors, PrototypeLevel level, UniformSource random) {
        return Autograd.paused(() -> {
            try (NDArray keep = keepProbabilities(candidates, anchors, level)) {
                NDArray kept = random.draw(anchors.getManager(), keep.getShape());
                SCRIPT.call("less_than_", Argument.tensor(kept), Argument.tensor(keep))
                        .close();
                return kept;
            }
        });
    }

    /** Returns the probability of keeping each candidate for each query: {@code [N, C]}. */
    public NDArray keepProbabilities(Candidates candidates, NDArray anchors, PrototypeLevel level) {
        NDArray partition = candidates.logPartition(level, minDensity); // [C]
        try (NDArray scaled = level.scaled(minDensity); // [M, d]
                NDArray judges = scaled.get(anchors)) { // [N, d]
            return SCRIPT.call(
                            "keep_probabilities",
                            Argument.tensor(judges),
                            Argument.tensor(candidates.vectors()),
                            Argument.tensor(partition),
                            SCRIPT.number(minKeep),
                            SCRIPT.number(maxKeep))
                    .singletonOrThrow();
        }
    }
}
