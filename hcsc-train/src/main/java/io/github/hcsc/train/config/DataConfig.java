package io.github.hcsc.train.config;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.source.SourceOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the images come from and how they are loaded.
 *
 * @param path folder of training images; class folders are used for kNN only
 * @param heldOut folder of labelled images, one sub-folder per class, that kNN is measured on; {@code none} in YAML for
 *     no such folder
 * @param heldOutShare share of the training images set aside for kNN instead, 0 for none
 * @param loaderThreads threads that decode and augment, 0 for one per processor core
 * @param prefetchBatches batches made ahead of the step that uses them
 * @param maximumDamagedShare share of unreadable images beyond which the run stops
 * @param cacheMegabytes memory for decoded images, 0 for none
 * @param exclude patterns of what to leave out, see {@link SourceOptions}
 * @param exif whether pictures are turned as their cameras noted; evaluations of a run follow its choice
 */
public record DataConfig(
        Path path,

        @JsonDeserialize(using = OptionalPaths.Reader.class) @JsonSerialize(using = OptionalPaths.Writer.class)
        Optional<Path> heldOut,

        double heldOutShare,
        int loaderThreads,
        int prefetchBatches,
        double maximumDamagedShare,
        int cacheMegabytes,
        List<String> exclude,
        Exif exif) {

    /** Checks every value. */
    public DataConfig {
        Require.that(heldOutShare >= 0 && heldOutShare <= 0.5, "heldOutShare", "lie between 0 and 0.5", heldOutShare);
        Require.that(
                heldOut.isEmpty() || heldOutShare == 0, "heldOutShare", "be 0 when heldOut is a folder", heldOutShare);
        Require.atLeast(0, "loaderThreads", loaderThreads);
        Require.atLeast(1, "prefetchBatches", prefetchBatches);
        Require.share("maximumDamagedShare", maximumDamagedShare);
        Require.atLeast(0, "cacheMegabytes", cacheMegabytes);
        exclude = List.copyOf(exclude);
    }

    /** Returns how the images are opened. */
    public SourceOptions sourceOptions() {
        return new SourceOptions(exclude, exif);
    }
}
