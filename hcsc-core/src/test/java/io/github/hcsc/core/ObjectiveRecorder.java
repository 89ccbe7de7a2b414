package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.loss.ContrastiveLogits;
import io.github.hcsc.core.loss.ContrastiveLoss;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Notes every selection and every contrast that an objective makes, in order, contrasts one by one. */
final class ObjectiveRecorder {

    private final Deque<Selection> selections = new ArrayDeque<>();
    private final Deque<Contrast> contrasts = new ArrayDeque<>();

    record Selection(NDArray probabilities, NDArray kept) {}

    record Contrast(ContrastiveLogits logits, NDArray loss) {}

    /** Returns the same objective, observed. */
    HcscObjective observe(HcscObjective objective) {
        return new HcscObjective(
                objective.temperature(),
                observe(objective.instances()),
                observe(objective.prototypes()),
                objective.localSelection(),
                observe(objective.loss()),
                objective.candidates(),
                objective.instanceLevels());
    }

    private NegativeSelector observe(NegativeSelector selector) {
        return (candidates, anchors, level, random) -> {
            NDArray kept = selector.select(candidates, anchors, level, random);
            NDArray probabilities = ((SemanticSelector) selector).keepProbabilities(candidates, anchors, level);
            selections.add(new Selection(probabilities, kept));
            return kept;
        };
    }

    private ContrastiveLoss observe(ContrastiveLoss loss) {
        return logits -> {
            for (NDArray kept : logits.selections()) {
                ContrastiveLogits one =
                        new ContrastiveLogits(logits.positive(), logits.candidates(), logits.eligible(), List.of(kept));
                contrasts.add(new Contrast(one, loss.evaluate(one)));
            }
            return loss.evaluate(logits);
        };
    }

    Selection nextSelection() {
        return selections.remove();
    }

    Contrast nextContrast() {
        return contrasts.remove();
    }

    boolean isEmpty() {
        return selections.isEmpty() && contrasts.isEmpty();
    }
}
