package io.github.hcsc.train.cli;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.cli.OneProcess.AcrossProcesses;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Continues a run. */
@Command(
        name = "resume",
        description = "Goes on exactly where a run stopped, whether it was interrupted, killed or switched off.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  hcsc resume run1",
            "  hcsc resume run1 --time 2h",
            "  mpirun -n 8 hcsc resume run1"
        })
final class ResumeCommand implements Callable<Integer>, AcrossProcesses {
    private final Jobs jobs;

    @Parameters(paramLabel = "RUN", description = "Folder of the run.")
    private Path run = Path.of("");

    @Mixin
    private TimeOption time = new TimeOption();

    @Mixin
    private EncoderFactoryOption own = new EncoderFactoryOption();

    @Mixin
    private Output output = new Output();

    ResumeCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        Launch launch = Launch.current();
        if (launch.rank() > 0 && !launch.speaks(Pretrainer.engine(RunDirectory.readConfig(run)))) {
            output.fallSilent();
        }
        time.begin();
        try (TrainingProgress progress = output.progress()) {
            output.print(jobs.resume(run, own.factory(), progress));
        }
        return 0;
    }
}
