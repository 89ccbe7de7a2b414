package io.github.hcsc.train.accept;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.github.hcsc.core.torch.GpuArithmetic;
import io.github.hcsc.core.torch.MatrixUnits;
import io.github.hcsc.train.run.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out whether this build computes rightly on a device: training beside the authors' code, operations beside their
 * definitions, encoders, methods and clusters beside the CPU's, runs beside themselves, memory over many steps.
 */
public final class Acceptance {

    private static final List<Trial> TRIALS = List.of(
            new OperationsTrial(),
            new ReferenceTrial(),
            new EncoderTrial(),
            new MethodTrial(),
            new ClusteringTrial(),
            new RunTrial(),
            new MemoryTrial());

    private final Target target;

    /**
     * @param device the device, which has just computed
     * @param brief whether a minute on two cores has to do: fewer steps, and no times
     */
    public Acceptance(Device device, boolean brief) {
        target = new Target(device, brief);
    }

    /**
     * Tries everything. What ends in an exception is a check that failed, and the next is tried.
     *
     * @param progress is told what was done
     */
    public AcceptanceReport run(Consumer<String> progress) {
        GpuArithmetic.EXACT.on(target.device());
        List<Check> checks = new ArrayList<>();
        for (Trial trial : TRIALS) {
            long start = System.nanoTime();
            checks.addAll(checks(trial));
            progress.accept(String.format(Locale.ROOT, "%s: %.1f s", trial.name(), (System.nanoTime() - start) / 1e9));
        }
        List<Bench> benches = target.brief() ? List.of() : new Benches(target).times();
        return new AcceptanceReport(facts(), checks, benches);
    }

    private List<Check> checks(Trial trial) {
        try {
            return trial.checks(target);
        } catch (RuntimeException | LinkageError e) {
            return List.of(new Check(trial.name(), "to come to an end", "" + e, false));
        }
    }

    private Map<String, String> facts() {
        Engine engine = Engine.getEngine("PyTorch");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("hcsc", Version.hcsc());
        facts.put("engine", "DJL " + Engine.getDjlVersion() + ", PyTorch " + engine.getVersion());
        facts.put("java", Runtime.version() + " " + System.getProperty("java.vendor"));
        facts.put(
                "device", target.name() + ", " + MatrixUnits.of(target.device()).reason());
        facts.put("form", target.brief() ? "short" : "whole");
        return facts;
    }
}
