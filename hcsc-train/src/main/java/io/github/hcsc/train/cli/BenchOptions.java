package io.github.hcsc.train.cli;

import ai.djl.Device;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.DeviceMemory;
import io.github.hcsc.train.bench.Timing;
import io.github.hcsc.train.distributed.CoreShare;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a benchmark repeats its work, and how it reports. */
final class BenchOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Timed repetitions. Default: 5.")
    private int runs;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "2",
            description = "Untimed repetitions before them. Default: 2.")
    private int warmup;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the engine and of clustering. Default: one per core.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private Output output = new Output();

    /** Checks the options and sets the threads; to be called before the engine starts. */
    void prepare() {
        if (runs < 1 || warmup < 0 || threads.orElse(1) < 1) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--runs and --threads must be at least 1 and --warmup not negative, but were " + runs + ", "
                            + threads.map(String::valueOf).orElse("one per core") + " and " + warmup);
        }
        threads.ifPresent(count -> {
            System.setProperty("ai.djl.pytorch.num_threads", "" + count);
            System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "" + (count - 1));
        });
    }

    /** Divides a machine's cores among its processes, unless the user says how many threads each has. */
    void shareCores(Collectives group) {
        if (threads.isEmpty()) {
            CoreShare.of(group).apply();
        }
    }

    Timing time(Runnable work) {
        return Timing.of(warmup, runs, work);
    }

    /**
     * Prints what was measured.
     *
     * @param what the work in a few words
     * @param settings what the work depends on
     * @param rate what is done per second, for the person who reads
     */
    void print(String what, Map<String, Object> settings, Timing timing, Rate rate) throws IOException {
        double perSecond = rate.count() / timing.median();
        OptionalLong peak = DeviceMemory.peak(Device.cpu());
        Map<String, Object> values = new LinkedHashMap<>();
        values.putAll(settings);
        values.put("seconds", timing.median());
        values.put("least_seconds", timing.least());
        values.put("all_seconds", timing.seconds());
        values.put(rate.unit().replace(' ', '_') + "_per_second", perSecond);
        peak.ifPresent(bytes -> values.put("peak_megabytes", bytes >> 20));
        String memory = peak.isPresent() ? String.format(Locale.ROOT, ", peak %d MB", peak.getAsLong() >> 20) : "";
        output.print(new Report(
                String.format(
                        Locale.ROOT,
                        "%s: %.4g s (median of %d, least %.4g), %.4g %s per second%s",
                        what,
                        timing.median(),
                        timing.seconds().size(),
                        timing.least(),
                        perSecond,
                        rate.unit(),
                        memory),
                values));
    }

    /**
     * What one repetition gets done.
     *
     * @param count how much
     * @param unit of what, in the plural
     */
    record Rate(double count, String unit) {}
}
