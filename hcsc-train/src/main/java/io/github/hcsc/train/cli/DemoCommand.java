package io.github.hcsc.train.cli;

import io.github.hcsc.train.demo.Demo;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the method at work. */
@Command(
        name = "demo",
        description = "Trains on generated shapes of a known hierarchy and shows what was learnt, in minutes on a CPU.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  hcsc demo",
            "  hcsc demo --out demo1 --seed 7 --json",
            "  hcsc demo --set prototypes.counts=[]"
        })
final class DemoCommand implements Callable<Integer> {
    private final Jobs jobs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder that keeps the run and its report. Default: a temporary one, removed at the end.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Origin of every random number. Default: 0.")
    private int seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a setting, for example prototypes.counts=[] for MoCo v2.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    DemoCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        try (TrainingProgress progress = output.progress()) {
            output.print(jobs.demo(new Demo(seed, device.name(), settings), out, progress));
        }
        return 0;
    }
}
