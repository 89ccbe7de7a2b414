package io.github.hcsc.train;

import ai.djl.pytorch.jni.IValue;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.config.PretrainConfig;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * Counts what training steps ask of the engine, by who asks. A main of its own, since DJL's bridge must be counted from before it
 * is loaded.
 */
public final class StepCounts {

    private static final int STEPS = 4;
    private static final String BRIDGE = "ai.djl.pytorch.jni.JniUtils";
    private static final Set<String> UPLOADS = Set.of("createNdFromByteBuffer", "set");
    private static final Set<String> READS = Set.of("getByteBuffer", "clip", "booleanMask", "nonZeros", "unique");
    private static final Set<String> FREE =
            Set.of("deleteNDArray", "getShape", "getDataType", "isGradMode", "setGradMode");

    private static final Map<String, Integer> COUNTS = new TreeMap<>();
    private static boolean counting;

    private StepCounts() {}

    /** What is added to each method of the bridge. */
    static final class Counted {
        private Counted() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#m") String method) {
            StepCounts.called(method);
        }
    }

    /** Is told of every call of the bridge. */
    public static synchronized void called(String method) {
        if (!counting || FREE.contains(method)) {
            return;
        }
        String kind = UPLOADS.contains(method) ? "upload" : READS.contains(method) ? "read" : "call";
        StackWalker.getInstance().walk(frames -> {
            List<StackWalker.StackFrame> all = frames.toList();
            if (all.stream()
                            .filter(frame -> frame.getClassName().equals(BRIDGE))
                            .count()
                    > 1) {
                return false;
            }
            String site = all.stream()
                    .filter(frame -> frame.getClassName().startsWith("io.github.hcsc")
                            && !frame.getClassName().equals(StepCounts.class.getName()))
                    .findFirst()
                    .map(frame -> frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName())
                    .orElse("elsewhere");
            COUNTS.merge(kind + "\t" + (kind.equals("call") ? "any" : site), 1, Integer::sum);
            return true;
        });
    }

    private static void instrument() throws ReflectiveOperationException {
        TypeDescription type =
                TypePool.Default.ofSystemLoader().describe(BRIDGE).resolve();
        new ByteBuddy()
                .redefine(type, ClassFileLocator.ForClassLoader.ofSystemLoader())
                .visit(Advice.to(Counted.class).on(ElementMatchers.isPublic().and(ElementMatchers.isStatic())))
                .make()
                .load(
                        ClassLoader.getSystemClassLoader(),
                        ClassLoadingStrategy.UsingLookup.of(
                                MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())));
    }

    static Map<String, List<String>> methods() {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        methods.put("moco-v2", List.of("prototypes.counts=[]"));
        methods.put("hcsc", List.of());
        methods.put("hcsc-released", List.of("objective.fidelity=released", "encoder.bnGroups=4"));
        methods.put(
                "hcsc-multicrop", List.of("views.localCrops=[{count: 2, size: 12, minScale: 0.05, maxScale: 0.2}]"));
        methods.put("hcsc-batch", List.of("hcsc.base=batch"));
        methods.put("hirl", List.of("method=hirl", "hirl.negatives=7"));
        methods.put(
                "moco-v3",
                List.of(
                        "method=moco-v3",
                        "mocoV3.hiddenWidth=24",
                        "views.recipe=[v3-small, v3-small-solarize]",
                        "encoder.architecture=vit_tiny",
                        "encoder.patch=4",
                        "optimizer.algorithm=adamw"));
        return methods;
    }

    /** Prints for each method, kind and site how often a step asks: tabs between. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        instrument();
        for (Map.Entry<String, List<String>> method : methods().entrySet()) {
            PretrainConfig config = PretrainerTest.config("run.precision=fp32")
                    .with(method.getValue().toArray(String[]::new));
            try (StepRig rig = new StepRig(config, StepRig.configured(config), new GeneratedShapes(32, 16, 0))) {
                rig.run();
                rig.run();
                count(rig);
            }
            COUNTS.forEach((what, count) ->
                    System.out.println("COUNT\t" + method.getKey() + "\t" + what + "\t" + (double) count / STEPS));
        }
    }

    private static void count(StepRig rig) {
        COUNTS.clear();
        counting = true;
        for (int i = 0; i < STEPS; i++) {
            rig.runNext();
        }
        counting = false;
    }
}
