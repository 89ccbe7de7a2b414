package io.github.hcsc.train;

import ai.djl.Device;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.torch.DeviceMemory;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.Locale;

/**
 * The chunk that the memory of a device bears, found by steps of a throw-away copy of the training: with chunks of one unit
 * and of two, and with the whole batch where these two let expect that it fits.
 *
 * @param images images of a chunk
 * @param predicted the most memory that this process is to hold, in bytes
 * @param free memory that was free before, in bytes
 */
record ChunkSizing(int images, long predicted, long free) {

    /** The share of the free memory that a step may take. */
    private static final double SHARE = 0.6;

    /**
     * Tries steps out.
     *
     * @param images the training images, at least one batch
     * @param group processes that train together; all try, and process 0 decides
     * @param sharers processes that share the device's memory
     * @throws ConfigException if the system does not tell its memory
     */
    static ChunkSizing tryOut(
            PretrainConfig config,
            Components components,
            ImageSource images,
            Collectives group,
            int sharers,
            Device device) {
        long free = DeviceMemory.free(device).orElseThrow(ChunkSizing::untold) / sharers;
        long before = peak(device);
        try (StepRig rig = new StepRig(config, components, images, group)) {
            int rows = rig.rows();
            int unit = rig.crossesImages() ? rows / rig.groups().count() : Math.max(1, rows / 8);
            Line line = Line.through(unit, measured(rig, unit, device), 2 * unit, measured(rig, 2 * unit, device));
            long budget = before + (long) (SHARE * free);
            int views = components.views().size();
            if (group.ofFirst(line.at(rows * views) <= budget ? 1 : 0) == 1) {
                return new ChunkSizing(rows, measured(rig, rows, device), free);
            }
            int fitting = (int) Math.max(1, (budget - line.fixed) / Math.max(1, line.perImage) / unit) * unit;
            int chosen = group.ofFirst(Math.min(fitting, rows - unit));
            return new ChunkSizing(Math.max(unit, chosen), line.at(Math.max(unit, chosen)), free);
        }
    }

    private static long measured(StepRig rig, int images, Device device) {
        rig.run(Math.min(images, rig.rows()));
        return peak(device);
    }

    private static long peak(Device device) {
        return DeviceMemory.peak(device).orElseThrow(ChunkSizing::untold);
    }

    private static ConfigException untold() {
        return new ConfigException("run.microBatch must be a number or whole on this system, which does not tell its"
                + " memory, but was auto");
    }

    /** Returns what was found, and why, in words. */
    String inWords() {
        return String.format(
                Locale.ROOT,
                "run.microBatch: auto takes %d images at a time; the process is predicted to hold %.2f GB at most (%.2f GB"
                        + " were free, %.0f %% of which may be taken)",
                images,
                predicted / 1e9,
                free / 1e9,
                100 * SHARE);
    }

    /** Returns the prediction beside what has been held since. */
    String correctionInWords(Device device) {
        return String.format(
                Locale.ROOT,
                "run.microBatch: predicted %.2f GB, measured %.2f GB in the first step",
                predicted / 1e9,
                peak(device) / 1e9);
    }

    /** Memory as a line over the images of a chunk. */
    private record Line(long fixed, long perImage) {

        static Line through(int fewer, long less, int more, long greater) {
            long perImage = (greater - less) / (more - fewer);
            return new Line(less - perImage * fewer, perImage);
        }

        long at(int images) {
            return fixed + perImage * images;
        }
    }
}
