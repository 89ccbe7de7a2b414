package io.github.hcsc.train.accept;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whole runs on the device: one, the same again, and one that is stopped in its second epoch and goes on. */
record RunTrial() implements Trial {

    private static final int IMAGES = 64;
    private static final int STOPPED_AFTER = 6;

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public List<Check> checks(Target target) {
        PretrainConfig config = target.small("schedule.epochs=" + (target.brief() ? 2 : 5));
        try {
            Path folder = Files.createTempDirectory("hcsc-accept");
            try {
                return checks(config, folder);
            } finally {
                FolderTree.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Check> checks(PretrainConfig config, Path folder) throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path stopped = folder.resolve("stopped");
        run(config, first);
        run(config, second);
        stop(config, stopped);
        try (Pretrainer pretrainer =
                Pretrainer.resume(stopped).optData(images()).build()) {
            pretrainer.run();
        }
        return List.of(
                same("a run and the same again", first, second),
                same("a run and one that was stopped and resumed", first, stopped));
    }

    private static void run(PretrainConfig config, Path folder) {
        try (Pretrainer pretrainer =
                Pretrainer.create(config, folder).optData(images()).build()) {
            pretrainer.run();
        }
    }

    private static TrainingData images() {
        return new TrainingData(new GeneratedShapes(IMAGES, 16, 0), Optional.of(new GeneratedShapes(IMAGES, 16, 1)));
    }

    private static void stop(PretrainConfig config, Path folder) {
        Stopping stopping = new Stopping();
        try (Pretrainer pretrainer = Pretrainer.create(config, folder)
                .optData(images())
                .optProgress(stopping)
                .build()) {
            stopping.stop = pretrainer::requestStop;
            pretrainer.run();
        }
    }

    /** Asks for a stop after some steps. */
    private static final class Stopping implements TrainingProgress {
        private Runnable stop = () -> {};
        private int steps;

        @Override
        public void step(int images, long waitedNanos) {
            if (++steps == STOPPED_AFTER) {
                stop.run();
            }
        }
    }

    private static Check same(String name, Path first, Path second) throws IOException {
        StateDict expected = checkpoint(first);
        StateDict actual = checkpoint(second);
        for (String tensor : expected.names()) {
            if (!expected.get(tensor).bytes().equals(actual.get(tensor).bytes())) {
                return new Check(
                        name,
                        "equal to the bit",
                        "differ first in " + tensor + ": some operation adds in another order each time; PyTorch's"
                                + " warnings above name it",
                        false);
            }
        }
        return new Check(name, "equal to the bit", expected.names().size() + " tensors equal", true);
    }

    private static StateDict checkpoint(Path run) throws IOException {
        return Safetensors.read(run.resolve("checkpoints/latest"));
    }
}
