package io.github.hcsc.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the photos that look most like others: {@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.hcsc.examples.EmbedAndSearch -Dexec.args="RUN PHOTOS WANTED"}.
 */
public final class EmbedAndSearch {

    private EmbedAndSearch() {}

    /** Runs the example: a run or a file of weights, a folder of photos, and a folder of photos to look for. */
    public static void main(String[] args) throws IOException {
        search(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), 5).forEach(System.out::println);
    }

    /** Returns a line for each wanted photo: its name, then those of its nearest photos. */
    static List<String> search(Path weights, Path photos, Path wanted, int count) throws IOException {
        try (NDManager manager = Devices.newManager(Devices.usable("auto"));
                ImageSource album = ImageSources.open(photos);
                ImageSource queries = ImageSources.open(wanted)) {
            TrainedEncoder encoder = TrainedEncoder.open(weights, manager);
            Features asked = embed(encoder, manager, queries);
            Features known = embed(encoder, manager, album);
            NDArray similarity = unit(asked).matMul(unit(known).transpose()); // [queries, photos]
            int nearest = Math.min(count, known.images().length);
            long[] found = similarity.topK(nearest, 1, true, true).get(1).toLongArray();
            ImageSource readable = asked.of(queries);
            return IntStream.range(0, readable.size())
                    .mapToObj(i -> readable.name(i) + ": " + names(known.of(album), found, i * nearest, nearest))
                    .toList();
        }
    }

    /** Vectors of unit length {@code [n, featureSize]}, so that their products are cosines. */
    private static NDArray unit(Features features) {
        return features.rows().normalize(2, 1);
    }

    private static Features embed(TrainedEncoder encoder, NDManager manager, ImageSource images) {
        try (ImageProgress progress = ImageProgress.onStandardError("embedding", images.size())) {
            int threads = Runtime.getRuntime().availableProcessors();
            return encoder.features(manager, images, FixedView.BICUBIC, threads, progress);
        }
    }

    private static String names(ImageSource album, long[] found, int from, int count) {
        return String.join(
                ", ",
                Arrays.stream(found, from, from + count)
                        .mapToObj(i -> album.name((int) i))
                        .toList());
    }
}
