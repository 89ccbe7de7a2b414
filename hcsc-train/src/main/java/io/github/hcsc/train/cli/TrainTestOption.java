package io.github.hcsc.train.cli;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.eval.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images of known class to learn from, and others of the same classes to be tested on. */
final class TrainTestOption {
    /** Every fifth image is for the test when there is no folder for it. */
    private static final int HELD_BACK = 5;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description =
                    "Images of known class: a folder with one sub-folder per class, CIFAR's binary files, tar shards, or"
                            + " a list of lines 'path class', whose paths start from the list's folder.")
    private Path data = Path.of("");

    @Option(
            names = "--test",
            paramLabel = "DIR",
            description = "Images to classify, of the same classes. Default: every fifth image of --data.")
    private Optional<Path> test = Optional.empty();

    @Option(
            names = "--max-images",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Images of each folder at most, evenly spaced. Default: all.")
    private Optional<Integer> maxImages = Optional.empty();

    @Mixin
    private SourceOption source = new SourceOption();

    /** What is done with the images while their files are open. */
    @FunctionalInterface
    interface Task {
        void run(LabelledImages known, LabelledImages tested) throws IOException;
    }

    void open(EncoderOption encoder, Output output, Task task) throws IOException {
        int most = maxImages.orElse(Integer.MAX_VALUE);
        try (ImageSource all = source.open(data, encoder, output)) {
            LabelledImages known = LabelledImages.of(all).atMost(most);
            if (test.isEmpty()) {
                task.run(known.without(HELD_BACK), known.every(HELD_BACK));
                return;
            }
            try (ImageSource others = source.open(test.orElseThrow(), encoder, output)) {
                task.run(known, LabelledImages.of(others).namedAs(known).atMost(most));
            }
        }
    }
}
