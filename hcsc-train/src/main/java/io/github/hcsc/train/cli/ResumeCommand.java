package io.github.hcsc.train.cli;

import io.github.hcsc.train.metrics.TrainingProgress;
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
        footer = {"", "Example:", "  hcsc resume run1"})
final class ResumeCommand implements Callable<Integer> {
    private final Jobs jobs;

    @Parameters(paramLabel = "RUN", description = "Folder of the run.")
    private Path run = Path.of("");

    @Mixin
    private Output output = new Output();

    ResumeCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        try (TrainingProgress progress = output.progress()) {
            output.print(jobs.resume(run, progress));
        }
        return 0;
    }
}
