package io.github.hcsc.train.accept;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Deviations;
import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps of every method beside the same on the CPU, from equal weights, with equal pictures and random numbers. */
record MethodTrial() implements Trial {

    private static final int STEPS = 3;
    private static final int IMAGES = 48;

    /** Of the loss, over its magnitude. */
    private static final double LOSS = 1e-4;

    /** Of the weights, as lengths: a step's gradients differ by a few rectifiers that rounding moves across zero. */
    private static final double WEIGHTS = 1e-3;

    @Override
    public String name() {
        return "methods";
    }

    private static Map<String, String[]> methods() {
        Map<String, String[]> methods = new LinkedHashMap<>();
        methods.put("MoCo v2", new String[] {"prototypes.counts=[]"});
        methods.put("HCSC", new String[] {});
        methods.put("HCSC as released", new String[] {"objective.fidelity=released", "encoder.bnGroups=4"});
        methods.put("HCSC without a queue", new String[] {"hcsc.base=batch"});
        methods.put("HIRL", new String[] {"method=hirl", "hirl.negatives=7"});
        methods.put("MoCo v3", new String[] {
            "method=moco-v3",
            "mocoV3.hiddenWidth=24",
            "views.recipe=[v3-small, v3-small-solarize]",
            "encoder.architecture=vit_tiny",
            "encoder.patch=4",
            "encoder.dropPath=0.1",
            "optimizer.algorithm=adamw",
            "optimizer.baseLearningRate=0.02"
        });
        return methods;
    }

    @Override
    public List<Check> checks(Target target) {
        return methods().entrySet().stream()
                .map(method -> check(method.getKey(), method.getValue(), target))
                .toList();
    }

    private static Check check(String method, String[] settings, Target target) {
        PretrainConfig here = target.small(settings);
        GeneratedShapes images = new GeneratedShapes(IMAGES, 16, 0);
        Deviations deviations = new Deviations(method);
        try (StepRig host = StepRig.comparable(here.with("run.device=cpu"), images);
                StepRig device = StepRig.comparable(here, images)) {
            device.restore(host.save());
            for (int step = 0; step < STEPS; step++) {
                float[] expected = {(float) host.run()};
                deviations.add("loss", "step " + step, new float[] {(float) device.run()}, expected);
            }
            compareWeights(deviations, device.save(), host.save());
        }
        return Check.within(
                STEPS + " steps of " + method + " beside the CPU's",
                deviations.closest(quantity -> quantity.equals("loss") ? LOSS : WEIGHTS));
    }

    private static void compareWeights(Deviations deviations, StateDict actual, StateDict expected) {
        for (String name : expected.names()) {
            if (name.matches("(query|key|predictor)\\..*(weight|bias|running_\\w+)")) {
                deviations.addLength(
                        "weights",
                        name,
                        actual.get(name).toFloats(),
                        expected.get(name).toFloats());
            }
        }
    }
}
