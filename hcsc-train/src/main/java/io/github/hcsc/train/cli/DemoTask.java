package io.github.hcsc.train.cli;

import io.github.hcsc.train.compare.Arm;
import io.github.hcsc.train.demo.Demo;
import io.github.hcsc.train.demo.Demo.LevelAccuracy;
import io.github.hcsc.train.demo.Demo.Outcome;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo, and other methods beside it.
 *
 * @param demo what to run
 * @param out folder that keeps the run; none if it is removed at the end
 * @param page file of the tree
 * @param rivals other methods, whose runs are removed
 */
record DemoTask(Demo demo, Optional<Path> out, Path page, List<Arm> rivals) {

    /** Runs all of it. */
    Report run(TrainingProgress progress) throws IOException {
        requireWritable(page);
        long start = System.nanoTime();
        Outcome outcome = out.isPresent()
                ? demo.run(out.get(), page, progress)
                : inTemporaryFolder(run -> demo.run(run, page, progress));
        Map<String, LevelAccuracy> beside = new LinkedHashMap<>();
        for (Arm rival : rivals) {
            progress.message("beside it: " + rival.name());
            beside.put(rival.name(), inTemporaryFolder(run -> demo.with(rival).trained(run, progress)));
        }
        return new DemoReport(this, outcome, beside).inWords((System.nanoTime() - start) / 1e9);
    }

    private static void requireWritable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IOException(
                    "the page of the tree cannot be written to " + file + "; name another place with --page FILE");
        }
    }

    private static <T> T inTemporaryFolder(Training<T> training) throws IOException {
        Path folder = Files.createTempDirectory("hcsc-demo");
        Path run = folder.resolve("run");
        try {
            return training.in(run);
        } finally {
            if (RunDirectory.holdsRun(run)) {
                RunDirectory.open(run).discard();
            }
            Files.delete(folder);
        }
    }

    /** What is done in a folder. */
    private interface Training<T> {
        T in(Path run) throws IOException;
    }
}
