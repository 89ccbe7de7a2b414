package io.github.hcsc.train.cli;

import io.github.hcsc.train.compare.Arm;
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
            "  hcsc demo --compare",
            "  hcsc demo --set hcsc.attraction.weight=0.5"
        })
final class DemoCommand implements Callable<Integer> {
    /** Each with the settings that suit it. */
    static final List<Arm> RIVALS = List.of(
            Arm.parse("SimCLR: method=simclr"),
            Arm.parse(
                    "MoCo v2: method=moco-v2 queue.capacity=1024 queue.keyMomentum=0.99 queue.momentumSchedule=constant"
                            + " optimizer.batchSize=64 optimizer.baseLearningRate=0.06"));

    private final Jobs jobs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder that keeps the run and its report. Default: a temporary one, removed at the end.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--page",
            paramLabel = "FILE",
            defaultValue = "hcsc-demo.html",
            description = "Page that shows the tree of prototypes. Default: hcsc-demo.html in this folder.")
    private Path page = Path.of("");

    @Option(
            names = "--compare",
            description = "Train the same encoder by SimCLR and MoCo v2, too: contrast without a hierarchy.")
    private boolean compare;

    @Option(names = "--seed", paramLabel = "N", description = "Origin of every random number. Default: 0.")
    private int seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting.")
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
            Demo demo = Demo.of(seed, device.name(), settings);
            output.print(jobs.demo(new DemoTask(demo, out, page, compare ? RIVALS : List.of()), progress));
        }
        return 0;
    }
}
