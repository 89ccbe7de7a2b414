package io.github.hcsc.train.accept;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.Deviations;
import io.github.hcsc.train.ReferenceTraining;
import java.util.List;

/** Training beside what the authors' code computed in float32: loss, weights, statistics, velocity, prototypes, queue. */
record ReferenceTrial() implements Trial {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public List<Check> checks(Target target) {
        return ReferenceTraining.CASES.stream().map(name -> check(name, target)).toList();
    }

    private static Check check(String name, Target target) {
        int steps = target.brief() ? ReferenceTraining.firstSteps(name) : ReferenceTraining.STEPS;
        try (NDManager manager = target.newManager()) {
            Deviations deviations = ReferenceTraining.follow(name, manager, steps);
            return Check.within(
                    steps + " steps of " + name,
                    deviations.closest(quantity -> target.leeway() * ReferenceTraining.bound(quantity)));
        }
    }
}
