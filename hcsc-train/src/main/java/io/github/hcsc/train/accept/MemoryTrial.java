package io.github.hcsc.train.accept;

import io.github.hcsc.core.torch.DeviceMemory;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.StepRig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory and handles over many steps of HCSC: after a third of them nothing may grow. On a GPU other programs count too; on a
 * CPU Java's heap does, which grows between collections.
 */
record MemoryTrial() implements Trial {

    private static final int BRIEF = 30;
    private static final int STEPS = 300;
    private static final long MEGABYTE = 1 << 20;

    /** A step's activations take 20 MB at least, so that one in fifty that stays is seen over 200 steps. */
    private static final double GPU = 64;

    private static final double CPU = 256;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Check> checks(Target target) {
        int steps = target.brief() ? BRIEF : STEPS;
        try (StepRig rig = StepRig.comparable(
                target.small("views.imageSize=32", "views.evaluationResize=32", "encoder.width=0.25"),
                new GeneratedShapes(64, 32, 0))) {
            train(rig, steps / 3);
            int handles = rig.openTensors();
            OptionalLong before = DeviceMemory.peak(target.device());
            train(rig, steps - steps / 3);
            List<Check> checks = new ArrayList<>();
            checks.add(Check.atMost(
                    "tensors opened and not closed in " + (steps - steps / 3) + " steps",
                    0,
                    (double) rig.openTensors() - handles));
            OptionalLong after = DeviceMemory.peak(target.device());
            String name = "megabytes taken in " + (steps - steps / 3) + " steps";
            if (before.isPresent() && after.isPresent()) {
                double taken = (double) (after.getAsLong() - before.getAsLong()) / MEGABYTE;
                checks.add(Check.atMost(name, target.device().isGpu() ? GPU : CPU, taken));
            } else {
                checks.add(Check.leftOut(name, "the system does not tell its memory"));
            }
            return checks;
        }
    }

    private static void train(StepRig rig, int steps) {
        for (int i = 0; i < steps; i++) {
            rig.runNext();
        }
    }
}
