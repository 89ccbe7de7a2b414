package io.github.hcsc.train.config;

import io.github.hcsc.train.config.EncoderConfig.Architecture;
import io.github.hcsc.train.config.EncoderConfig.Stem;
import java.time.Duration;

/**
 * The encoder, image size and number of epochs that suit images and machine.
 *
 * @param architecture depth
 * @param width channels relative to the published network
 * @param stem first layers
 * @param imageSize side of a view
 * @param epochs passes over the images
 * @param time estimated length of the run on a CPU, zero on a GPU
 */
record EncoderSizing(Architecture architecture, double width, Stem stem, int imageSize, int epochs, Duration time) {
    private static final int SMALL_SIDE = 64;
    private static final int CPU_SIDE = 96;
    private static final int PUBLISHED_SIDE = 224;
    private static final int PUBLISHED_EPOCHS = 200;
    private static final int MOST_EPOCHS = 800;
    private static final int FEWEST_EPOCHS = 10;
    private static final int USEFUL_EPOCHS = 100;
    private static final int IMAGES_FOR_RESNET50 = 50_000;
    private static final Duration CPU_TIME = Duration.ofMinutes(20);
    private static final double[] WIDTHS = {1, 0.5, 0.25};

    /** Multiply-adds of ResNet-18 on one image: 0.56e9 for 32 pixels and the small stem, 1.82e9 for 224 and pooling. */
    private static final double SMALL_STEM_WORK = 0.56e9 / (32 * 32);

    private static final double IMAGENET_STEM_WORK = 1.82e9 / (224 * 224);

    /** Forward and backward of the query, forward of the key, two operations per multiply-add. */
    private static final double OPERATIONS = 4 * 2;

    /** Operations per second and core that ResNet-18 of full width sustains; slimmer ones fall with the root of width. */
    private static final double CORE_SPEED = 35e9;

    static EncoderSizing of(DataFacts data, Machine machine, RunLength length) {
        int wanted = length.asked().orElse(wantedEpochs(data.images()));
        boolean small = data.side() <= SMALL_SIDE;
        Stem stem = small ? Stem.SMALL : Stem.IMAGENET;
        if (machine.gpu()) {
            boolean deep = !small && data.images() >= IMAGES_FOR_RESNET50;
            Architecture architecture = deep ? Architecture.RESNET50 : Architecture.RESNET18;
            int side = viewSide(data.side(), PUBLISHED_SIDE);
            return new EncoderSizing(architecture, 1, stem, side, length.of(wanted), Duration.ZERO);
        }
        double time = length.time().orElse(CPU_TIME).toSeconds();
        int fewest = Math.min(wanted, length.time().isPresent() ? 1 : FEWEST_EPOCHS);
        int side = viewSide(data.side(), CPU_SIDE);
        for (double width : WIDTHS) {
            double epoch = data.images() / imagesPerSecond(width, stem, side, machine.cores());
            int affordable = (int) Math.min(wanted, time / epoch);
            boolean last = width == WIDTHS[WIDTHS.length - 1];
            if (affordable >= Math.min(wanted, USEFUL_EPOCHS) || last) {
                boolean known = length.asked().isPresent() || length.fitting().isPresent();
                int taken = known ? length.of(wanted) : Math.max(affordable, fewest);
                Duration estimate = Duration.ofSeconds((long) (taken * epoch));
                return new EncoderSizing(Architecture.RESNET18, width, stem, side, taken, estimate);
            }
        }
        throw new AssertionError("the narrowest width is always taken");
    }

    /** Returns the sizing for six times the usual time on a CPU, which is a longer break. */
    static EncoderSizing longer(DataFacts data, Machine machine) {
        return of(data, machine, RunLength.within(CPU_TIME.multipliedBy(6)));
    }

    private static double imagesPerSecond(double width, Stem stem, int side, int cores) {
        double perPixel = stem == Stem.SMALL ? SMALL_STEM_WORK : IMAGENET_STEM_WORK;
        double operations = OPERATIONS * perPixel * side * side * width * width;
        return cores * CORE_SPEED * Math.sqrt(width) / operations;
    }

    /** Fewer images are seen more often: 200 epochs from 50,000 images on, 800 at most. */
    private static int wantedEpochs(int images) {
        double scale = Math.sqrt(50_000.0 / images);
        return (int)
                Math.round(PUBLISHED_EPOCHS * Math.max(1, Math.min(scale, MOST_EPOCHS / (double) PUBLISHED_EPOCHS)));
    }

    /** The image's side in steps of 32, within [32, most]. */
    private static int viewSide(int side, int most) {
        return Math.max(32, Math.min(most, side / 32 * 32));
    }
}
