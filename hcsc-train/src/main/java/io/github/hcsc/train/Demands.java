package io.github.hcsc.train;

import com.sun.management.OperatingSystemMXBean;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.PrototypesConfig;
import io.github.hcsc.train.config.ViewsConfig;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What a configuration demands of images and machine. What cannot be met is told before anything is made, not when it is
 * needed, which may be epochs later.
 *
 * @param images number of training images
 * @param memory bytes of memory of the machine
 */
record Demands(int images, long memory) {
    private static final double GIGABYTE = 1e9;

    static Demands here(int images) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Demands(images, system.getTotalMemorySize());
    }

    /**
     * Checks a configuration.
     *
     * @throws ConfigException naming the key whose demand cannot be met
     */
    void check(PretrainConfig config) {
        atMost(config.optimizer().batchSize(), images, "optimizer.batchSize", "the number of training images");
        check(config.prototypes());
        fits(queueBytes(config), "queue.capacity x encoder.dimension");
        fits((double) images * config.encoder().dimension() * Float.BYTES, "encoder.dimension");
        fits(viewBytes(config), "optimizer.batchSize, data.prefetchBatches and the sizes of views");
        fits(3.0 * Math.pow(config.views().evaluationResize(), 2), "views.evaluationResize");
    }

    private void check(PrototypesConfig prototypes) {
        if (prototypes.counts().isEmpty()) {
            return;
        }
        int finest = prototypes.counts().get(0);
        atMost(finest, images, "prototypes.counts", "the number of training images");
        atMost(
                prototypes.minimumClusterSize(),
                images / finest,
                "prototypes.minimumClusterSize",
                "the mean number of images of a finest prototype");
    }

    private static void atMost(int value, int most, String key, String what) {
        if (value > most) {
            throw new ConfigException(key + " must be at most " + what + ", " + most + ", but was " + value);
        }
    }

    private void fits(double bytes, String what) {
        if (bytes > memory) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s must fit into memory, %.1f GB, but take %.1f GB",
                    what,
                    memory / GIGABYTE,
                    bytes / GIGABYTE));
        }
    }

    private static double queueBytes(PretrainConfig config) {
        return (double) config.queue().capacity() * config.encoder().dimension() * Float.BYTES;
    }

    /** Of the batches that are made ahead, as bytes, and of the one that is trained on, as numbers. */
    private static double viewBytes(PretrainConfig config) {
        ViewsConfig views = config.views();
        double values = 2 * Math.pow(views.imageSize(), 2);
        for (ViewsConfig.LocalCrops crops : views.localCrops()) {
            values += crops.count() * Math.pow(crops.size(), 2);
        }
        double batch = 3 * values * config.optimizer().batchSize();
        return batch * (Float.BYTES + (double) config.data().prefetchBatches());
    }
}
